import { signal } from '@preact/signals';
import { codecOf, type DataPatch, isPlainObject, patchData } from '@skerry/wire';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { diffProps } from './diff-props.js';
import { IslandPropsError } from './props-error.js';
import { decodeProps, encodeProps, patchProps } from './props.js';
import { deepEqual } from './deep-equal.js';
import { readDevalueText, devalueText } from './devalue-text.js';

type Props = Record<string, unknown>;

const diff = (before: Props, after: Props) => diffProps('chart', before, after);
/** The patch, seen to be JSON and to do what it should. */
function proven(before: Props, after: Props): DataPatch | undefined {
  const patch = diff(before, after);
  if (!patch) expect(before).toStrictEqual(after);
  else {
    expect(JSON.parse(JSON.stringify(patch))).toStrictEqual(patch);
    expect(patchData(before, patch, readDevalueText)).toStrictEqual(after);
  }
  return patch;
}

const series = (length: number) => Array.from({ length }, (_, i) => (i * 7) % 10);
const rows = (length: number) => series(length).map((y, x) => ({ x, y, tags: ['a'] }));

describe('a change of an array is', () => {
  test('two numbers and the item, where one is appended', () => {
    const points = series(100);
    expect(proven({ points }, { points: [...points, 42] })).toEqual({ points: [100, 0, 42] });
  });

  test('a splice at either end, where a window slides', () => {
    const points = series(100);
    expect(proven({ points }, { points: [...points.slice(1), 42] })).toEqual({
      points: [
        [0, 1],
        [99, 0, 42],
      ],
    });
  });

  test('a patch inside the item, where one was changed in place', () => {
    const before = rows(100);
    const after = before.with(50, { ...before[50]!, y: -1 });
    expect(proven({ rows: before }, { rows: after })).toEqual({ rows: { 50: { y: [-1] } } });
    const deep = before.with(50, { ...before[50]!, tags: ['a', 'b'] });
    expect(proven({ rows: before }, { rows: deep })).toEqual({
      rows: { 50: { tags: [1, 0, 'b'] } },
    });
  });

  test('the same for items that are equal, and new objects', () => {
    const before = rows(100);
    const after = structuredClone(before).with(50, { ...before[50]!, y: -1 });
    expect(proven({ rows: before }, { rows: after })).toEqual({ rows: { 50: { y: [-1] } } });
  });

  test('splices first and patches inside items after them, where both are there', () => {
    const [a, b, c, d] = rows(4) as [object, object, object, { y: number }];
    expect(proven({ rows: [a, b, c, d] }, { rows: [b, c, { ...d, y: -1 }, a] })).toEqual({
      rows: [[0, 1], [3, 0, a], { 2: { y: [-1] } }],
    });
  });

  test('a patch inside each, where each was changed in place', () => {
    const before = rows(1000);
    const after = before.map((row) => (row.x % 5 === 0 ? { ...row, y: row.y + 1 } : row));
    const patch = proven({ rows: before }, { rows: after }) as { rows: object };
    expect(Object.keys(patch.rows)).toHaveLength(200);
    expect(patch.rows).toHaveProperty('995', { y: [6] });
  });

  test('the new items, if the patch would be longer', () => {
    const points = series(30);
    const after = points.map((point, i) => (i % 2 === 0 ? point : -1));
    expect(proven({ points, a: 1 }, { points: after, a: 1 })).toEqual({ points: [after] });
  });
});

test('a point more in a chart of a hundred takes a frame of 60 bytes at most', () => {
  const points = Array.from({ length: 100 }, (_, i) => Math.round(500 + 400 * Math.sin(i)));
  const p = diff({ points, unit: 'cm' }, { points: [...points, 1024], unit: 'cm' })!;
  const frame = codecOf('skerry-1')!.encode({
    kind: 'diff',
    address: { channel: 1, joinRef: null },
    diff: { 0: { i: { p } } },
  });
  expect(frame).toBe('[1,{"0":{"i":{"p":{"points":[100,0,1024]}}}}]');
  expect(Buffer.byteLength(frame)).toBeLessThanOrEqual(60);
});

describe('a change of members is', () => {
  test('those that were set, added and removed', () => {
    const before = { a: 1, b: { c: 2, d: 3 }, e: 4 };
    const after = { a: 1, b: { c: 2, d: 5, f: 6 } };
    expect(proven(before, after)).toEqual({ b: { d: [5], f: [6] }, e: [] });
  });

  test('the new object, where nothing stays of the former', () => {
    expect(proven({ a: { b: 1 } }, { a: { b: 2 } })).toEqual([{ a: { b: 2 } }]);
    expect(proven({ a: 1 }, {})).toEqual([{}]);
  });

  test('nothing, where a prop is undefined that was not there', () => {
    expect(diff({ a: 1 }, { a: 1, b: undefined })).toBeUndefined();
    expect(diff({ a: 1, b: 2 }, { a: 1, b: undefined })).toEqual({ b: [] });
  });

  test('not confused by their names', () => {
    const before = { toString: 1, constructor: 2, length: 3, $: 4, '0': 5 };
    expect(diff(before, { ...before, valueOf: 1 })).toEqual({ valueOf: [1] });
    expect(diff({ kept: 1 }, { kept: 1, constructor: 2 })).toEqual({ constructor: [2] });
  });
});

describe('typed data', () => {
  const day = (n: number) => new Date(Date.UTC(2026, 0, n));

  test('is sent as text, and JSON values beside it as JSON', () => {
    const patch = proven({ at: day(1), title: 'a', n: 1 }, { at: day(2), title: 'b', n: 1 });
    expect(patch).toEqual({ at: ['$', '[["Date","2026-01-02T00:00:00.000Z"]]'], title: ['b'] });
  });

  test('in an array travels as a splice of text', () => {
    const at = [day(1), day(2)];
    expect(proven({ at }, { at: [...at, day(3)] })).toEqual({
      at: ['$', '[[1],["Date","2026-01-03T00:00:00.000Z"]]', 2, 0],
    });
  });

  test('of one plain member among typed ones is a plain patch', () => {
    const before = { points: series(100), at: day(1) };
    expect(proven(before, { points: [...before.points, 42], at: day(1) })).toEqual({
      points: [100, 0, 42],
    });
  });

  test.each<[what: string, value: () => unknown, other: unknown]>([
    ['dates', () => day(1), day(2)],
    ['dates that are none', () => new Date(NaN), day(1)],
    ['maps', () => new Map([['a', { b: 1 }]]), new Map([['a', { b: 2 }]])],
    [
      'maps in another order',
      () => new Map(Object.entries({ a: 1, b: 2 })),
      new Map(Object.entries({ b: 2, a: 1 })),
    ],
    ['sets', () => new Set([1, 2]), new Set([1])],
    ['addresses', () => new URL('https://example.org/a'), new URL('https://example.org/b')],
    ['regular expressions', () => /a/g, /a/i],
    ['bytes', () => new Uint8Array([1, 2]), new Uint8Array([1, 3])],
    ['numbers that are none', () => NaN, 0],
    ['zeros', () => -0, 0],
    ['big integers', () => 2n, 3n],
    ['undefined and null', () => [undefined], [null]],
    ['an array and an object', () => [], {}],
    ['a date and its text', () => day(1), day(1).toJSON()],
    ['a map and an object', () => new Map(), {}],
  ])('is compared by content: %s', (_, value, other) => {
    expect(diff({ kept: 1, value: value() }, { kept: 1, value: value() })).toBeUndefined();
    proven({ kept: 1, value: value() }, { kept: 1, value: other });
    expect(diff({ kept: 1, value: value() }, { kept: 1, value: other })).toHaveProperty('value');
    expect(diff({ kept: 1, value: other }, { kept: 1, value: value() })).toHaveProperty('value');
  });

  test('of one signal never changes, and of another one it does', () => {
    const count = signal(1);
    const before = { count };
    count.value = 2;
    expect(diff(before, { count })).toBeUndefined();
    expect(diff(before, { count: signal(2) })).toBeDefined();
    expect(diff({ counts: new Set([count]) }, { counts: new Set([signal(2)]) })).toBeDefined();
  });

  test('of a signal in two places does not make all props be replaced', () => {
    const chosen = signal({ x: 1 });
    const before = { chosen, other: chosen, n: 1 };
    expect(diff(before, { ...before, n: 2 })).toEqual({ n: [2] });
  });
});

describe('props in which one object is twice, or in itself', () => {
  const cycle = (n: number) => {
    const props: Props = { n };
    props.self = props;
    return props;
  };
  const twice = (n: number) => {
    const point = { n };
    return { points: [point], chosen: point };
  };

  test.each([
    ['itself', cycle],
    ['twice', twice],
  ])('%s: are replaced whole', (_, make) => {
    expect(diff(make(1), make(1))).toBeUndefined();
    const patch = diff(make(1), make(2))!;
    expect(patch[0 as never]).toBe('$');
    expect(patchData(make(1), patch, readDevalueText)).toStrictEqual(make(2));
  });

  test('keep that it is one object', () => {
    const after = patchData(twice(1), diff(twice(1), twice(2))!, readDevalueText) as Props;
    expect(after.chosen).toBe((after.points as unknown[])[0]);
  });

  test('and then no longer, are JSON again', () => {
    const after = { points: [{ n: 1 }], chosen: { n: 1 } };
    expect(diff(twice(1), after)).toEqual([after]);
    expect(diff(after, twice(1))![0 as never]).toBe('$');
  });
});

test('a value that is no data is an error, in either of the props', () => {
  expect(() => diff({ a: 1 }, { a: () => 1 })).toThrow(IslandPropsError);
});

describe('the laws', () => {
  const key = fc.constantFrom('a', 'b', 'c', '0', '1', '$', 'length', 'toString');
  const leaf = fc.oneof(
    fc.constantFrom<unknown>(0, -0, NaN, 1, '', 'a', '$', true, null, undefined, 7n),
    fc.date({ noInvalidDate: false }),
    fc.webUrl().map((url) => new URL(url)),
  );
  const plainLeaf = fc.constantFrom<unknown>(0, 1, 2, 'a', '$', true, null);
  const dataOf = (one: fc.Arbitrary<unknown>, typed: boolean) =>
    fc.letrec<{ data: unknown }>((tie) => ({
      data: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        one,
        fc.array(tie('data'), { maxLength: 8 }),
        fc.dictionary(key, tie('data'), { maxKeys: 4, noNullPrototype: true }),
        ...(typed
          ? [
              fc.array(tie('data'), { maxLength: 3 }).map((items) => new Set(items)),
              fc
                .array(fc.tuple(tie('data'), tie('data')), { maxLength: 3 })
                .map((entries) => new Map(entries)),
            ]
          : []),
      ),
    })).data;
  const typedData = dataOf(leaf, true);
  const plainData = dataOf(plainLeaf, false);

  /** Props, and those with some changes anywhere in them: what stays is the same, or a copy. */
  const pairOf = (data: fc.Arbitrary<unknown>) =>
    fc
      .tuple(
        fc.dictionary(key, data, { maxKeys: 4, noNullPrototype: true }),
        fc.array(
          fc.record({ where: fc.array(fc.nat(20), { maxLength: 4 }), kind: fc.nat(2), data }),
        ),
        fc.boolean(),
      )
      .map(([before, edits, copied]): [Props, Props] => {
        const after = edits.reduce<unknown>(
          (value, { where, kind, data: inner }) => edited(value, where, kind, inner),
          copied ? copyOf(before) : before,
        );
        return [before, isPlainObject(after) ? after : { value: after }];
      });
  const pairs = fc.oneof(
    pairOf(typedData),
    pairOf(plainData),
    fc.tuple(typedData, typedData).map(([a, b]): [Props, Props] => [{ value: a }, { value: b }]),
  );

  test('patching the former by the difference gives the latter', () => {
    fc.assert(
      fc.property(pairs, ([before, after]) => {
        const there = decodeProps(encodeProps('chart', before));
        const next = decodeProps(encodeProps('chart', after));
        const patch = diff(before, after);
        if (!patch) expect(there).toStrictEqual(next);
        else {
          const sent = JSON.parse(JSON.stringify(patch)) as DataPatch;
          expect(sent).toStrictEqual(patch);
          const patched = patchData(there, sent, readDevalueText);
          expect(patched).toStrictEqual(next);
          expectKept(there, next, patched);
          expect(decodeProps(patchProps(encodeProps('chart', before), sent))).toStrictEqual(next);
        }
      }),
      { numRuns: 3000 },
    );
  });

  test('the difference of equal props is none', () => {
    fc.assert(
      fc.property(typedData, (data) => {
        expect(diff({ data }, { data })).toBeUndefined();
        expect(diff({ data }, { data: copyOf(data) })).toBeUndefined();
      }),
    );
  });
});

/** Members that are the same data are the same object. */
function expectKept(before: unknown, after: unknown, patched: unknown): void {
  if (!isPlainObject(before) || !isPlainObject(after) || !isPlainObject(patched)) return;
  for (const key of Object.keys(before)) {
    if (!Object.hasOwn(after, key)) continue;
    if (deepEqual(before[key], after[key])) expect(patched[key]).toBe(before[key]);
    else expectKept(before[key], after[key], patched[key]);
  }
}

/** The value with a change at a place in it: something put in, taken out, or put in its place. */
function edited(value: unknown, where: number[], kind: number, data: unknown): unknown {
  const [first, ...rest] = where;
  if (first === undefined) return data;
  if (Array.isArray(value)) {
    const at = first % (value.length + 1);
    if (rest.length > 0 && at < value.length)
      return value.with(at, edited(value[at], rest, kind, data));
    return kind === 0 ? value.toSpliced(at, 1) : value.toSpliced(at, kind - 1, data);
  }
  if (!isPlainObject(value)) return data;
  const keys = Object.keys(value);
  const key = keys[first % (keys.length + 1)] ?? 'new';
  if (kind === 0 && rest.length === 0)
    return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
  return { ...value, [key]: edited(value[key], rest, kind, data) };
}

const copyOf = <T>(value: T): T => readDevalueText(devalueText(value)) as T;
