import type { DataPatch } from '@skerry/wire';

import { diffData } from './diff-data.js';
import { formOf } from './props-form.js';
import { devalueText } from './devalue-text.js';

/**
 * What changes the props of an island into the next ones; nothing where they are the same data.
 *
 * @throws IslandPropsError when one of them is no data
 */
export function diffProps(
  island: string,
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): DataPatch | undefined {
  const former = formOf(island, before);
  const latter = formOf(island, after);
  if (!former.linked && !latter.linked) return diffData(former.data, latter.data, latter.plain);
  // What one object is to another, a patch cannot tell.
  const text = devalueText(latter.data);
  if (text === devalueText(former.data)) return undefined;
  return latter.plain ? [latter.data] : ['$', text];
}
