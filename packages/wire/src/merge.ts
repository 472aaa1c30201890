import { type DataPatch, patchData } from './data-patch.js';
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
  isIslandPart,
  isListPatch,
  type Island,
  type IslandChange,
  type IslandProps,
  type List,
  type ListPatch,
  type ListStep,
  type PlaceValue,
  templateNumber,
  type Tree,
} from './grammar.js';
import { isRecord } from './json.js';

/** Applies a patch to the props of an island. */
export type PatchProps = (before: IslandProps | undefined, patch: DataPatch) => IslandProps;

/**
 * Applies a diff to a tree and returns the next tree; neither is changed. The law it keeps:
 * `merge(a, diff(a, b))` equals `b`, with templates by number.
 *
 * @param patchProps for trees with props that are typed data: the wire does not know their form
 * @throws RangeError when the diff names a place, key or kind that the tree does not have.
 */
export function merge(
  tree: Instance,
  update: Diff | Instance,
  patchProps: PatchProps = patchJson,
): Tree {
  return isInstance(update) ? settle(update) : patchInstance(tree, update, patchProps);
}

function patchJson(before: IslandProps | undefined, patch: DataPatch): IslandProps {
  const after = patchData(before, patch, (text) => text);
  if (isRecord(after) || typeof after === 'string') return after;
  throw new RangeError('Props are an object, or the text of one.');
}

function patchInstance(instance: Instance, diff: Diff, patchProps: PatchProps): Tree {
  const places = [...(instance.d ?? [])];
  for (const [place, change] of Object.entries(diff) as [string, Change][]) {
    const at = Number(place);
    if (!Number.isInteger(at)) continue;
    const before = places[at];
    if (before === undefined) throw new RangeError(`The tree has no place ${place}.`);
    places[at] = patchPlace(before, change, patchProps);
  }
  return { s: templateNumber(instance.s), d: places };
}

function patchPlace(before: PlaceValue, change: Change, patchProps: PatchProps): PlaceValue {
  if (!isElement(change)) {
    if (!isElement(before)) return patchChild(before, change, patchProps);
    return { a: before.a, x: patchOnlyChild(before, change, patchProps) };
  }
  if (!isElement(before)) throw new RangeError('No element to patch.');
  const next: ElementValue = { ...before, a: patchAttributes(before.a, change.a) };
  if (change.x !== undefined) next.x = patchOnlyChild(before, change.x, patchProps);
  return next;
}

function patchOnlyChild({ x }: ElementValue, change: ChildChange, patchProps: PatchProps): Child {
  if (x === undefined) throw new RangeError('The element has no changing child.');
  return patchChild(x, change, patchProps);
}

function patchAttributes(before: Attributes, change: Attributes): Attributes {
  return Object.fromEntries(
    Object.entries({ ...before, ...change }).filter(([, value]) => value !== null),
  );
}

function patchChild(before: Child, change: ChildChange, patchProps: PatchProps): Child {
  if (typeof change === 'string') return change;
  if (isListPatch(change)) {
    if (typeof before === 'string' || !('r' in before)) throw new RangeError('No list to patch.');
    return patchList(before, change, patchProps);
  }
  if (isIslandPart(change)) return patchIsland(before, change, patchProps);
  if (isInstance(change) || 'r' in change || 'h' in change || 'v' in change)
    return settleChild(change);
  if (typeof before === 'string' || !isInstance(before))
    throw new RangeError('No instance to patch.');
  return patchInstance(before, change, patchProps);
}

function patchIsland(before: Child, change: Island | IslandChange, patchProps: PatchProps): Child {
  if ('a' in change.i) return settleChild(change as Island);
  if (typeof before === 'string' || !isIslandPart(before))
    throw new RangeError('No island to patch.');
  const { p, h, x } = change.i;
  const { x: slots, ...next } = before.i;
  if (p) next.p = patchProps(next.p, p);
  if (h !== undefined) next.h = h;
  return { i: withSlots(next, patchSlots(slots ?? {}, x ?? {}, patchProps)) };
}

function patchSlots(
  before: Record<string, Instance>,
  change: Record<string, Instance | Diff | null>,
  patchProps: PatchProps,
): Map<string, Instance> {
  const slots = new Map(Object.entries(before));
  for (const [name, inner] of Object.entries(change)) {
    const former = slots.get(name);
    if (inner && isInstance(inner)) slots.set(name, settle(inner));
    else if (!former) throw new RangeError(`The island has no slot ${JSON.stringify(name)}.`);
    else if (inner) slots.set(name, patchInstance(former, inner, patchProps));
    else slots.delete(name);
  }
  return slots;
}

function patchList(list: List, patch: ListPatch, patchProps: PatchProps): List {
  let rows = new Map(list.r);
  for (const step of patch.l ?? []) rows = takeStep(rows, step);
  for (const [key, change] of Object.entries(patch.p ?? {})) {
    rows.set(key, patchChild(rowOf(rows, key), change, patchProps));
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
  if (isIslandPart(child)) return settleIsland(child);
  return child;
}

function settleIsland({ i: { x, ...island } }: Island): Island {
  const slots = Object.entries(x ?? {}).map(([name, inner]) => [name, settle(inner)] as const);
  return { i: withSlots(island, new Map(slots)) };
}

const withSlots = (island: Island['i'], slots: ReadonlyMap<string, Instance>): Island['i'] =>
  slots.size > 0 ? { ...island, x: Object.fromEntries(slots) } : island;
