import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DataPatch } from './data-patch.js';
import {
  type Attributes,
  type Change,
  type Child,
  type ChildChange,
  type Diff,
  type ElementChange,
  isElement,
  isInstance,
  isIslandPart,
  type Island,
  type IslandChange,
  type List,
  type ListPatch,
  type ListStep,
  type PlaceValue,
  type Tree,
  type Update,
} from './grammar.js';
import { isRecord } from './json.js';
import { merge } from './merge.js';

// Names that digits, tags and prototypes could be confused with.
const name = fc.constantFrom('a', 'b', 'c', 's', '1', '-', 'constructor', '__proto__');
const text = fc.oneof(fc.constantFrom('', 'x', 'y', '<b>'), fc.string({ maxLength: 5 }));
const attributes: fc.Arbitrary<Attributes> = fc.dictionary(name, text, { maxKeys: 3 });

// Names of slots and props. Nothing may set a prototype; and comparing objects with a `constructor` goes wrong, so that
// this one is tested below.
const slot = fc.constantFrom('a', 'b', 'children', '1', 'toString', '__proto__');
const isSafe = (value: unknown) => !/"(__proto__|constructor)":/.test(JSON.stringify(value));
const props = fc.dictionary(slot, fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 }).filter(isSafe);

type Kinds = { child: Child; list: List; tree: Tree; island: Island };
const { child, list, tree, island } = fc.letrec<Kinds>((tie) => {
  const some = tie('child');
  const slots = fc.dictionary(slot, tie('tree'), { minKeys: 1, maxKeys: 2 });
  const childless = fc.record({ a: attributes });
  const element = fc.record({ a: attributes, x: some });
  const instance = (s: number, ...places: fc.Arbitrary<PlaceValue>[]) =>
    fc.tuple(...places).map((d): Tree => ({ s, d }));
  return {
    tree: fc.oneof(
      instance(1),
      instance(2, some, some),
      instance(3, childless, some),
      instance(4, element, some, element),
    ),
    list: fc
      .uniqueArray(fc.tuple(name, some), { selector: ([key]) => key })
      .map((r): List => ({ r })),
    island: fc
      .record(
        { a: fc.record({ name: text }), p: props, h: text, x: slots },
        { requiredKeys: ['a', 'h'] },
      )
      .map((i): Island => ({ i })),
    child: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      text,
      tie('list'),
      tie('tree'),
      tie('island'),
      text.map((h) => ({ h })),
      fc.record({ v: name, k: name }),
    ),
  };
});

/** Pairs of trees: any two, two that differ in a list, in an island, and somewhere in an element. */
const pair = fc
  .oneof(
    fc.tuple(tree, tree),
    fc.tuple(list, list).map(([a, b]): [Tree, Tree] => [around(a), around(b)]),
    fc.tuple(island, island).map(([a, b]): [Tree, Tree] => [around(a), around(b)]),
    fc.tuple(child, child).map(([a, b]): [Tree, Tree] => [around(a), around(b)]),
  )
  .map(overTheWire);

const around = (x: Child): Tree => ({ s: 4, d: [{ a: { class: 'on' }, x }, x, { a: {}, x: '' }] });

/** The form of a new order: move by move, or whole. */
type Reorder = 'moves' | 'order';
const reorder = fc.constantFrom<Reorder[]>('moves', 'order');

describe('the laws', () => {
  test('merge(a, diff(a, b)) is b, and changes neither a nor the diff', () => {
    fc.assert(
      fc.property(pair, reorder, ([a, b], how) => {
        const update = overTheWire(withMarkup(diff(a, b, how)));
        expect(merge(frozen(a), frozen(update))).toStrictEqual(b);
      }),
      { numRuns: 2000 },
    );
  });

  test('diff(a, a) is empty, and an empty diff changes nothing', () => {
    fc.assert(
      fc.property(pair, reorder, ([a], how) => {
        expect(diff(a, overTheWire(a), how)).toStrictEqual({});
        expect(merge(a, {})).toStrictEqual(a);
      }),
    );
  });

  test('a whole tree replaces any tree', () => {
    fc.assert(
      fc.property(pair, ([a, b]) => {
        expect(merge(a, overTheWire(withMarkup(b)))).toStrictEqual(b);
      }),
    );
  });
});

describe('a diff that does not fit its tree is refused:', () => {
  const rows: List = { r: ['a', 'b'].map((key) => [key, key.toUpperCase()]) };
  const chart: Island = {
    i: { a: { name: 'chart' }, p: { points: [1] }, h: '', x: { in: { s: 2 } } },
  };
  const before: Tree = { s: 1, d: ['text', { a: {} }, rows, { s: 2, d: ['deep'] }, chart] };
  test.each<[what: string, diff: Diff, reason: RegExp]>([
    ['a place beyond the last', { 5: 'x' }, /no place 5/],
    ['a place below the first', { '-1': 'x' }, /no place -1/],
    ['a place beyond the last, further in', { 3: { 7: 'x' } }, /no place 7/],
    ['a patch of text', { 0: { 0: 'x' } }, /No instance/],
    ['a patch of a list as if it were an instance', { 2: { 0: 'x' } }, /No instance/],
    ['steps on text', { 0: { l: [['-', 'a']] } }, /No list/],
    ['steps on an instance', { 3: { p: { a: 'x' } } }, /No list/],
    ['attributes of a place that is no element', { 0: { a: { class: 'on' } } }, /No element/],
    ['a child of an element that has no changing one', { 1: 'x' }, /no changing child/],
    ['the same, with attributes', { 1: { a: {}, x: 'x' } }, /no changing child/],
    ['removal of a row that is not there', { 2: { l: [['-', 'c']] } }, /no row "c"/],
    [
      'insertion before a row that is not there',
      { 2: { l: [['+', 'c', ['d', '']]] } },
      /no row "c"/,
    ],
    ['insertion of a row that is there', { 2: { l: [['+', null, ['a', '']]] } }, /twice/],
    ['insertion of a row twice', { 2: { l: [['+', null, ['c', ''], ['c', '']]] } }, /twice/],
    ['a move of a row that is not there', { 2: { l: [['>', 'c', 'a']] } }, /no row "c"/],
    ['a move before itself', { 2: { l: [['>', 'a', 'a']] } }, /no row "a"/],
    ['an order that forgets a row', { 2: { l: [['=', 'b']] } }, /every row/],
    ['an order with a row that is not there', { 2: { l: [['=', 'b', 'a', 'c']] } }, /no row "c"/],
    [
      'a patch of a row that is not there',
      { 2: { p: { constructor: 'x' } } },
      /no row "constructor"/,
    ],
    ['an island change of a place that is no island', { 3: { i: { h: '' } } }, /No island/],
    [
      'a change of props that does not fit',
      { 4: { i: { p: { points: [2, 0, 7] } } } },
      /no such items/,
    ],
    ['props that are no object', { 4: { i: { p: [1] } } }, /Props are an object/],
    [
      'a change in a slot that is not there',
      { 4: { i: { x: { out: { 0: 'x' } } } } },
      /no slot "out"/,
    ],
    [
      'a change in a slot named like a member of every object',
      { 4: { i: { x: { constructor: {} } } } },
      /no slot "constructor"/,
    ],
    ['removal of an empty slot', { 4: { i: { x: { out: null } } } }, /no slot "out"/],
  ])('%s', (_, diff, reason) => {
    expect(() => merge(before, diff)).toThrow(RangeError);
    expect(() => merge(before, diff)).toThrow(reason);
  });
});

test('the effects in a diff are no part of the tree', () => {
  const update: Update = { 0: 'b', t: 'Title', e: [['saved', 1]], to: '/next', reset: true };
  expect(merge({ s: 1, d: ['a'] }, update)).toStrictEqual({ s: 1, d: ['b'] });
  const whole: Update = { s: [2, '<hr>'], t: 'Title', e: [['saved', 1]], to: '/next', reset: true };
  expect(merge({ s: 1, d: ['a'] }, whole)).toStrictEqual({ s: 2, d: [] });
});

test('who knows the form of typed props says how they are patched', () => {
  const before: Tree = { s: 1, d: [{ i: { a: {}, p: '[1]', h: '' } }] };
  const patched = (p: DataPatch) =>
    merge(before, { 0: { i: { p } } }, (text, patch) => `${String(text)}${JSON.stringify(patch)}`);
  expect(patched([0, 1])).toStrictEqual({ s: 1, d: [{ i: { a: {}, p: '[1][0,1]', h: '' } }] });
  expect(() => merge(before, { 0: { i: { p: [0, 1] } } })).toThrow(RangeError);
});

// The reference differ: plain, complete, and without any skill. Equal trees give an empty diff.

function diff(a: Tree, b: Tree, how: Reorder): Update {
  if (a.s !== b.s) return b;
  const places = b.d.map((value, place) => [place, placeDiff(a.d[place]!, value, how)] as const);
  return Object.fromEntries(places.filter(([, change]) => change !== undefined)) as Diff;
}

function placeDiff(a: PlaceValue, b: PlaceValue, how: Reorder): Change | undefined {
  if (!isElement(a) || !isElement(b)) return childDiff(a as Child, b as Child, how);
  const changed = attributesDiff(a.a, b.a);
  const x = b.x === undefined ? undefined : childDiff(a.x!, b.x, how);
  if (!changed) return x;
  return { a: changed, ...(x === undefined ? {} : { x }) } satisfies ElementChange;
}

function attributesDiff(a: Attributes, b: Attributes): Attributes | undefined {
  const gone = Object.keys(a).filter((attribute) => !Object.hasOwn(b, attribute));
  const set = Object.entries(b).filter(
    ([attribute, value]) => !Object.hasOwn(a, attribute) || a[attribute] !== value,
  );
  if (gone.length + set.length === 0) return undefined;
  return Object.fromEntries([...gone.map((attribute) => [attribute, null] as const), ...set]);
}

function childDiff(a: Child, b: Child, how: Reorder): ChildChange | undefined {
  if (same(a, b)) return undefined;
  if (typeof a === 'string' || typeof b === 'string') return b;
  if (isInstance(a) && isInstance(b)) return diff(a as Tree, b as Tree, how) as Child | Diff;
  if ('r' in a && 'r' in b) return listDiff(a, b, how);
  if (isIslandPart(a) && isIslandPart(b)) return islandDiff(a as Island, b as Island, how);
  return b;
}

function islandDiff({ i: a }: Island, { i: b }: Island, how: Reorder): Island | IslandChange {
  if (!same(a.a, b.a) || typeof a.p !== typeof b.p) return { i: b };
  const names = new Set([...Object.keys(a.x ?? {}), ...Object.keys(b.x ?? {})]);
  const slots = [...names].flatMap((slot) => {
    const [from, to] = [a.x, b.x].map((all) =>
      all && Object.hasOwn(all, slot) ? all[slot] : null,
    );
    if (same(from, to)) return [];
    return [[slot, from && to ? (diff(from as Tree, to as Tree, how) as Diff) : to!] as const];
  });
  const p = dataDiff(a.p, b.p);
  return {
    i: {
      ...(p ? { p } : {}),
      ...(a.h === b.h ? {} : { h: b.h }),
      ...(slots.length > 0 ? { x: Object.fromEntries(slots) } : {}),
    },
  };
}

function dataDiff(a: unknown, b: unknown): DataPatch | undefined {
  if (same(a, b)) return undefined;
  if (Array.isArray(a) && Array.isArray(b)) return [0, a.length, ...(b as unknown[])];
  if (!isRecord(a) || !isRecord(b)) return [b];
  const gone = Object.keys(a).filter((key) => !Object.hasOwn(b, key));
  const changed = Object.entries(b).map(
    ([key, value]) => [key, Object.hasOwn(a, key) ? dataDiff(a[key], value) : [value]] as const,
  );
  return Object.fromEntries([
    ...gone.map((key) => [key, []] as const),
    ...changed.filter(([, change]) => change !== undefined),
  ]) as DataPatch;
}

function listDiff(a: List, b: List, how: Reorder): ListPatch {
  const [before, after] = [new Map(a.r), new Map(b.r)];
  const gone = [...before.keys()].filter((key) => !after.has(key));
  const kept = [...after.keys()].filter((key) => before.has(key));
  const patches = kept
    .map((key) => [key, childDiff(before.get(key)!, after.get(key)!, how)] as const)
    .filter(([, change]) => change !== undefined);
  const l: ListStep[] = [
    ...(gone.length > 0 ? [['-', ...gone] satisfies ListStep] : []),
    ...orderSteps(
      [...before.keys()].filter((key) => after.has(key)),
      kept,
      how,
    ),
    ...insertSteps(b.r, before),
  ];
  return {
    ...(l.length > 0 ? { l } : {}),
    ...(patches.length > 0
      ? { p: Object.fromEntries(patches) as Record<string, ChildChange> }
      : {}),
  };
}

function orderSteps(from: string[], to: string[], how: Reorder): ListStep[] {
  if (same(from, to)) return [];
  if (how === 'order') return [['=', ...to]];
  return to.toReversed().map((key, i) => ['>', key, i === 0 ? null : to[to.length - i]!]);
}

/** One step for each run of new rows, before the kept row that follows it. */
function insertSteps(rows: List['r'], before: ReadonlyMap<string, Child>): ListStep[] {
  const steps: ListStep[] = [];
  let run: List['r'] = [];
  const end = (next: string | null) => {
    if (run.length > 0) steps.push(['+', next, ...run]);
    run = [];
  };
  for (const row of rows) {
    if (before.has(row[0])) end(row[0]);
    else run.push(row);
  }
  end(null);
  return steps;
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The same value with markup beside the number of every template; props are data, whatever they look like. */
function withMarkup<T>(value: T, tag?: string): T;
function withMarkup(value: unknown, tag?: string): unknown {
  if (tag === 's' && typeof value === 'number') return [value, '<p></p>'];
  if (Array.isArray(value)) return value.map((inner: unknown) => withMarkup(inner));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      tag === 'i' && name === 'p' ? inner : withMarkup(inner, name),
    ]),
  );
}

function overTheWire<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null)
    for (const inner of Object.values(Object.freeze(value))) frozen(inner);
  return value;
}
