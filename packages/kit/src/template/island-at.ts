import type { ChildChange, Diff, IslandChange } from '@skerry/wire';

import { IslandElement } from './island-element.js';
import { isList, rowsOf, unwrap } from './rows.js';
import { Rendered } from './template.js';

/** Makes the change of an island. */
type Change = (island: IslandElement) => IslandChange | undefined;

/**
 * The change of one island in a tree, told from the root; nothing where no island stands there.
 *
 * @param path places and keys that lead to the island, as its host has them in `at`
 */
export function changeAt(root: Rendered, path: string, change: Change): Diff | undefined {
  try {
    return inInstance(root, path.split('/').map(decodeURIComponent), change);
  } catch (error) {
    // A path that is none comes from no host.
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

function inInstance(
  { template, dynamics }: Rendered,
  [place = '', ...rest]: string[],
  change: Change,
): Diff | undefined {
  const at = template.slots.findIndex(
    ({ kind, place: own }) => kind === 'child' && `${own}` === place,
  );
  const inner = inChild(unwrap(dynamics[at]), rest, change);
  return inner && { [place]: inner };
}

function inChild(value: unknown, steps: string[], change: Change): ChildChange | undefined {
  const [step, ...rest] = steps;
  if (step === undefined) return value instanceof IslandElement ? change(value) : undefined;
  if (value instanceof Rendered) return inInstance(value, steps, change);
  if (value instanceof IslandElement) {
    const content = value.slots.get(step);
    const inner = content && inInstance(content, rest, change);
    return inner && { i: { x: Object.fromEntries([[step, inner]]) } };
  }
  if (!isList(value)) return undefined;
  const rows = rowsOf(value);
  const row = rows.keys().indexOf(step);
  const inner = row < 0 ? undefined : inChild(rows.child(row), rest, change);
  return inner && { p: Object.fromEntries([[step, inner]]) };
}
