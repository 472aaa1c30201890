import type { DataPatch } from '@skerry/wire';

import { diffData } from './diff-data.js';
import { formOf } from './props-form.js';
import { devalueText } from './devalue-text.js';

/**
 * The patch from the props of an island to the next ones; `undefined` if they are the same data.
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
  // A patch cannot tell that two places hold one object.
  const text = devalueText(latter.data);
  if (text === devalueText(former.data)) return undefined;
  return latter.plain ? [latter.data] : ['$', text];
}
