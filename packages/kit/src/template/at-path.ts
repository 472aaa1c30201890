import type { ChildChange, Diff } from '@skerry/wire';

import { IslandElement } from './island/island-element.js';
import { type Around, aroundIn, outermost } from './languages.js';
import { isList, rowsOf, unwrap } from './list/rows.js';
import type { Part } from './part.js';
import { Rendered } from './template.js';

/** One child of a tree: in a place, as a row, or in a slot of an island. */
export interface Spot {
  readonly value: unknown;
  /** The part of the template that it is in. */
  readonly part: Part;
  /** The markup around it. */
  readonly around: Around;
}

/** Makes the change of a child. */
type MakeChange = (spot: Spot) => ChildChange | undefined;

/**
 * The change of one child of a tree, told from the root; nothing where the path leads to none.
 *
 * @param path places, keys, and slots of islands that lead to it, as the host of an island has them in `at`
 */
export function changeAt(root: Rendered, path: string, make: MakeChange): Diff | undefined {
  try {
    return inInstance(root, outermost, stepsOf(path), make);
  } catch (error) {
    // Only a forger writes such a path.
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

/** The steps of a path. @throws URIError */
export const stepsOf = (path: string): string[] => path.split('/').map(decodeURIComponent);

function inInstance(
  { template, dynamics }: Rendered,
  outer: Around,
  [place = '', ...rest]: string[],
  make: MakeChange,
): Diff | undefined {
  const at = template.parts.findIndex(
    ({ kind, place: own }) => (kind === 'child' || kind === 'table') && `${own}` === place,
  );
  const part = template.parts[at];
  if (!part) return undefined;
  const spot = { value: unwrap(dynamics[at]), part, around: aroundIn(part, outer) };
  const inner = inChild(spot, rest, make);
  return inner === undefined ? undefined : { [place]: inner };
}

function inChild(spot: Spot, steps: string[], make: MakeChange): ChildChange | undefined {
  const { value, around } = spot;
  const [step, ...rest] = steps;
  if (step === undefined) return make(spot);
  if (value instanceof Rendered) return inInstance(value, around, steps, make);
  const child = value instanceof IslandElement ? value.slots.get(step) : rowAt(value, step);
  const inner = child === undefined ? child : inChild({ ...spot, value: child }, rest, make);
  if (inner === undefined) return undefined;
  const entry = Object.fromEntries([[step, inner]]);
  return value instanceof IslandElement ? ({ i: { x: entry } } as ChildChange) : { p: entry };
}

function rowAt(value: unknown, key: string): unknown {
  if (!isList(value)) return undefined;
  const rows = rowsOf(value);
  const index = rows.keys().indexOf(key);
  return index < 0 ? undefined : rows.child(index);
}
