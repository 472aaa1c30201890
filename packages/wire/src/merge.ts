import {
  type Attributes,
  type Change,
  type Child,
  type ChildChange,
  type Diff,
  type ElementValue,
  type Instance,
  isElement,
  isInstance,
  isListPatch,
  type List,
  type ListPatch,
  type ListStep,
  type PlaceValue,
  templateNumber,
  type Tree,
} from './diff.js';

/**
 * Applies a diff to a tree and returns the next tree; neither is changed. The law it keeps:
 * `merge(a, diff(a, b))` equals `b`, with templates by number.
 *
 * @throws RangeError when the diff names a place, key or kind that the tree does not have.
 */
export function merge(tree: Instance, update: Diff | Instance): Tree {
  return isInstance(update) ? settle(update) : patchInstance(tree, update);
}

function patchInstance(instance: Instance, diff: Diff): Tree {
  const places = [...(instance.d ?? [])];
  for (const [place, change] of Object.entries(diff) as [string, Change][]) {
    const at = Number(place);
    if (!Number.isInteger(at)) continue;
    const before = places[at];
    if (before === undefined) throw new RangeError(`The tree has no place ${place}.`);
    places[at] = patchPlace(before, change);
  }
  return { s: templateNumber(instance.s), d: places };
}

function patchPlace(before: PlaceValue, change: Change): PlaceValue {
  if (!isElement(change)) {
    if (!isElement(before)) return patchChild(before, change);
    return { a: before.a, x: patchOnlyChild(before, change) };
  }
  if (!isElement(before)) throw new RangeError('No element to patch.');
  const next: ElementValue = { ...before, a: patchAttributes(before.a, change.a) };
  if (change.x !== undefined) next.x = patchOnlyChild(before, change.x);
  return next;
}

function patchOnlyChild({ x }: ElementValue, change: ChildChange): Child {
  if (x === undefined) throw new RangeError('The element has no changing child.');
  return patchChild(x, change);
}

function patchAttributes(before: Attributes, change: Attributes): Attributes {
  return Object.fromEntries(
    Object.entries({ ...before, ...change }).filter(([, value]) => value !== null),
  );
}

function patchChild(before: Child, change: ChildChange): Child {
  if (typeof change === 'string') return change;
  if (isListPatch(change)) {
    if (typeof before === 'string' || !('r' in before)) throw new RangeError('No list to patch.');
    return patchList(before, change);
  }
  if (isInstance(change) || 'r' in change || 'h' in change || 'v' in change)
    return settleChild(change);
  if (typeof before === 'string' || !isInstance(before))
    throw new RangeError('No instance to patch.');
  return patchInstance(before, change);
}

function patchList(list: List, patch: ListPatch): List {
  let rows = new Map(list.r);
  for (const step of patch.l ?? []) rows = takeStep(rows, step);
  for (const [key, change] of Object.entries(patch.p ?? {})) {
    rows.set(key, patchChild(rowOf(rows, key), change));
  }
  return { r: [...rows] };
}

function takeStep(rows: Map<string, Child>, step: ListStep): Map<string, Child> {
  switch (step[0]) {
    case '-': {
      const rest = new Map(rows);
      for (const key of step.slice(1) as string[]) if (!rest.delete(key)) throw noRow(key);
      return rest;
    }
    case '=': {
      const order = new Map((step.slice(1) as string[]).map((key) => [key, rowOf(rows, key)]));
      if (order.size < rows.size) throw new RangeError('The order does not name every row.');
      return order;
    }
    case '>': {
      const row = rowOf(rows, step[1]);
      return insertBefore(
        [...rows].filter(([key]) => key !== step[1]),
        step[2],
        [[step[1], row]],
      );
    }
    case '+': {
      const added = step.slice(2) as [string, Child][];
      return insertBefore(
        [...rows],
        step[1],
        added.map(([key, row]) => [key, settleChild(row)]),
      );
    }
  }
}

function insertBefore(
  rows: [string, Child][],
  before: string | null,
  added: [string, Child][],
): Map<string, Child> {
  const at = before === null ? rows.length : rows.findIndex(([key]) => key === before);
  if (before !== null && at < 0) throw noRow(before);
  const next = new Map([...rows.slice(0, at), ...added, ...rows.slice(at)]);
  if (next.size < rows.length + added.length) throw new RangeError('A key stands twice in a list.');
  return next;
}

function rowOf(rows: Map<string, Child>, key: string): Child {
  const row = rows.get(key);
  if (row === undefined) throw noRow(key);
  return row;
}

const noRow = (key: string): RangeError =>
  new RangeError(`The list has no row ${JSON.stringify(key)}.`);

/** The whole value with every template by number, as a tree keeps it. */
function settle(instance: Instance): Tree {
  return { s: templateNumber(instance.s), d: (instance.d ?? []).map(settlePlace) };
}

function settlePlace(value: PlaceValue): PlaceValue {
  if (!isElement(value)) return settleChild(value);
  const a = patchAttributes({}, value.a);
  return value.x === undefined ? { a } : { a, x: settleChild(value.x) };
}

function settleChild(child: Child): Child {
  if (typeof child === 'string') return child;
  if (isInstance(child)) return settle(child);
  if ('r' in child) return { r: child.r.map(([key, row]) => [key, settleChild(row)]) };
  if ('v' in child) return { v: child.v, k: child.k };
  return child;
}
