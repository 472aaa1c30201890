import type { ChildChange, Diff } from '@skerry/wire';

import { IslandElement } from './island/island-element.js';
import { type Around, aroundIn, outermost } from './languages.js';
import { isList, rowsOf, unwrap } from './list/rows.js';
import type { Part } from './part.js';
import { pathText, pushKeys, type Step, stepsOf } from './path.js';
import { Rendered } from './template.js';

/** One child of a tree: in a place, as a row, or in a slot of an island. */
export interface Spot {
  readonly value: unknown;
  /** The part of the template that it is in. */
  readonly part: Part;
  /** The markup around it. */
  readonly around: Around;
  /** The path that leads to it, with all keys. */
  readonly path: readonly Step[];
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
    const keys = keysOf(root);
    const steps = behindKeys(stepsOf(path), keys);
    return steps && inInstance(root, { around: outermost, path: keys }, steps, make);
  } catch (error) {
    // Only a forger writes such a path.
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

/** The keys of a value that is no row, as steps. */
function keysOf(value: unknown): Step[] {
  const keys: Step[] = [];
  pushKeys(keys, value);
  return keys;
}

/** The steps behind keys. A path that was read off the page has none of them; one with others leads elsewhere. */
function behindKeys(steps: readonly Step[], keys: readonly Step[]): readonly Step[] | undefined {
  if (typeof steps[0] !== 'object') return steps;
  const given = steps.slice(0, keys.length);
  return pathText(given) === pathText(keys) ? steps.slice(keys.length) : undefined;
}

function inInstance(
  { template, dynamics }: Rendered,
  outer: Pick<Spot, 'around' | 'path'>,
  [place, ...rest]: readonly Step[],
  make: MakeChange,
): Diff | undefined {
  const at = template.parts.findIndex(
    ({ kind, place: own }) => (kind === 'child' || kind === 'table') && `${own}` === place,
  );
  const part = template.parts[at];
  if (!part) return undefined;
  const keys = keysOf(dynamics[at]);
  const steps = behindKeys(rest, keys);
  if (!steps) return undefined;
  const spot: Spot = {
    value: unwrap(dynamics[at]),
    part,
    around: aroundIn(part, outer.around),
    path: [...outer.path, part.place, ...keys],
  };
  const inner = inChild(spot, steps, make);
  return inner === undefined ? undefined : { [`${part.place}`]: inner };
}

function inChild(spot: Spot, steps: readonly Step[], make: MakeChange): ChildChange | undefined {
  const { value } = spot;
  const [step, ...rest] = steps;
  if (step === undefined) return make(spot);
  if (value instanceof Rendered) return inInstance(value, spot, steps, make);
  // A key is no step inside of a list or an island.
  if (typeof step === 'object') return undefined;
  const name = String(step);
  const child = value instanceof IslandElement ? value.slots.get(name) : rowAt(value, name);
  const inner =
    child === undefined
      ? child
      : inChild({ ...spot, value: child, path: [...spot.path, name] }, rest, make);
  if (inner === undefined) return undefined;
  const entry = Object.fromEntries([[name, inner]]);
  return value instanceof IslandElement ? ({ i: { x: entry } } as ChildChange) : { p: entry };
}

function rowAt(value: unknown, key: string): unknown {
  if (!isList(value)) return undefined;
  const rows = rowsOf(value);
  const index = rows.keys().indexOf(key);
  return index < 0 ? undefined : rows.child(index);
}
