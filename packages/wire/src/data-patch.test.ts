import { describe, expect, test } from 'vitest';
import { type DataPatch, isPlainObject, patchData } from './data-patch.js';

const decode = (text: string): unknown =>
  JSON.parse(text, (_, value: unknown) => (value === 'a day' ? new Date(0) : value));

const patched = (before: unknown, patch: DataPatch): unknown => patchData(before, patch, decode);

describe('a patch', () => {
  test.each<[what: string, before: unknown, patch: DataPatch, after: unknown]>([
    ['sets members', { a: 1, b: 2 }, { a: [3], c: [{ d: 4 }] }, { a: 3, b: 2, c: { d: 4 } }],
    ['removes a member', { a: 1, b: 2 }, { a: [] }, { b: 2 }],
    [
      'goes inside members',
      { a: { b: { c: 1, d: 2 } } },
      { a: { b: { c: [3] } } },
      { a: { b: { c: 3, d: 2 } } },
    ],
    ['replaces everything', { a: 1 }, [[7]], [7]],
    ['puts nothing where something was', { a: 1 }, { a: [null] }, { a: null }],
    ['appends to an array', { a: [1, 2] }, { a: [2, 0, 3, 4] }, { a: [1, 2, 3, 4] }],
    ['takes items out of an array', [1, 2, 3], [1, 2], [1]],
    ['takes its steps in order', [1, 2, 3], [[0, 1], [2, 0, 4], { 0: [5] }], [5, 3, 4]],
    ['changes an item inside', [{ a: 1 }, { a: 1 }], { 1: { a: [2] } }, [{ a: 1 }, { a: 2 }]],
    ['brings typed data', { a: 1 }, { a: ['$', '"a day"'] }, { a: new Date(0) }],
    ['brings items of typed data', [1, 2], ['$', '["a day",3]', 1, 1], [1, new Date(0), 3]],
    [
      'brings typed items among steps',
      [1, 2],
      [
        [0, 1],
        ['$', '["a day"]', 1, 0],
      ],
      [2, new Date(0)],
    ],
    [
      'knows a member from a method',
      {},
      JSON.parse('{"toString":["a"],"constructor":["b"]}') as DataPatch,
      { toString: 'a', constructor: 'b' },
    ],
  ])('%s', (_, before, patch, after) => {
    const copy = structuredClone(before);
    expect(patched(before, patch)).toStrictEqual(after);
    expect(before).toStrictEqual(copy);
  });

  test('leaves objects that it does not reach as they are', () => {
    const before = { rows: [{ a: 1 }, { a: { b: 1 }, c: {} }], other: {} };
    const after = patched(before, { rows: [[0, 1], { 0: { a: { b: [2] } } }] }) as typeof before;
    expect(after.other).toBe(before.other);
    expect(after.rows[0]!.c).toBe(before.rows[1]!.c);
    expect(after.rows[0]).toEqual({ a: { b: 2 }, c: {} });
  });

  test('brings more items at once than a call takes arguments', () => {
    const many = Array.from({ length: 200_000 }, (_, i) => i);
    expect(patched([-1], [1, 0, ...many])).toEqual([-1, ...many]);
  });
});

describe('a patch that does not fit its data is refused:', () => {
  test.each<[what: string, before: unknown, patch: DataPatch]>([
    ['members of text', 'text', { 0: ['x'] }],
    ['members of nothing', null, { a: [1] }],
    ['members of a missing object', {}, { a: { b: [1] } }],
    ['members of a method', {}, JSON.parse('{"toString":{"name":["x"]}}') as DataPatch],
    ['members of a date', new Date(0), { a: [1] }],
    ['members of a map', new Map(), { a: [1] }],
    ['removal of a member that is not there', { a: 1 }, { b: [] }],
    ['a splice of an object', {}, [0, 0, 1]],
    ['steps on an object', {}, [[0, 0, 1], { 0: [1] }]],
    ['a splice beyond the end', [1], [2, 0, 3]],
    ['a splice that takes out too many', [1], [0, 2]],
    ['a splice below the start', [1], [-1, 1]],
    ['a splice that puts back', [1], [1, -1]],
    ['a splice at a half', [1], [0.5, 0]],
    ['a splice at no number', [1], ['0' as never, 0]],
    ['typed items that are no array', [1], ['$', '1', 0, 0]],
    ['an item beyond the end', [1], { 1: [2] }],
    ['removal of an item without a splice', [1], { 0: [] }],
    ['the length of an array', [1], { length: [5] }],
    ['a member of an array that is no item', [1], { push: [5] }],
  ])('%s', (_, before, patch) => {
    expect(() => patched(before, patch)).toThrow(RangeError);
  });

  test.each([
    '{"__proto__":[{"admin":true}]}',
    '{"__proto__":{"admin":[true]}}',
    '{"__proto__":[]}',
    '{"a":{"__proto__":[{"admin":true}]}}',
  ])('the prototype: %s', (patch) => {
    expect(() => patched({ a: {} }, JSON.parse(patch) as DataPatch)).toThrow(RangeError);
    expect(() => patched([{}], [[0, 0], JSON.parse(patch) as never])).toThrow(RangeError);
    expect(({} as { admin?: true }).admin).toBeUndefined();
  });
});

test('an object is plain when it is nothing but its members', () => {
  for (const plain of [{}, { a: 1 }, Object.create(null)]) expect(isPlainObject(plain)).toBe(true);
  for (const other of [
    null,
    undefined,
    1,
    'a',
    [],
    new Date(0),
    new Map(),
    new Error('x'),
    () => 1,
  ])
    expect(isPlainObject(other)).toBe(false);
});
