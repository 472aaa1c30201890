import { expect, test } from 'vitest';

import { findNotPlain, type PlainDataPolicy } from './plain-data.js';

class Boat {
  readonly name = 'Gull';
}

test.each([
  null,
  'text',
  true,
  -1.5,
  [1, [2]],
  { a: { b: [] }, c: undefined },
  Object.assign(Object.create(null), { a: 1 }),
])('plain data passes: %j', (value) => {
  expect(findNotPlain(value, 'props')).toBeUndefined();
});

test.each([
  [undefined, 'props', 'undefined'],
  [Number.NaN, 'props', 'NaN'],
  [{ a: [1, -Infinity] }, 'props.a[1]', '-Infinity'],
  [{ at: new Date(0) }, 'props.at', 'a Date'],
  [{ a: [{ boat: new Boat() }] }, 'props.a[0].boat', 'a Boat'],
  [{ a: [undefined] }, 'props.a[0]', 'undefined'],
  [[1n], 'props[0]', 'a bigint'],
  [{ run: () => undefined }, 'props.run', 'the function run'],
])('another value is found with its path: %o', (value, path, words) => {
  expect(findNotPlain(value, 'props')).toEqual({ path, value: words });
});

test('a policy accepts more values, and lists of other kinds', () => {
  const policy: PlainDataPolicy = {
    accepts: (value) => value instanceof Date,
    itemsOf: (value) => (value instanceof Set ? value : undefined),
  };
  expect(findNotPlain({ at: new Date(0), all: new Set([1]) }, 'state', policy)).toBeUndefined();
  expect(findNotPlain({ all: new Set([1, new Boat()]) }, 'state', policy)).toEqual({
    path: 'state.all[]',
    value: 'a Boat',
  });
});

test('data that holds itself is refused where it does, the same data twice is not', () => {
  const loop: Record<string, unknown> = { inner: [{}] };
  (loop.inner as object[]).push({ self: loop });
  expect(findNotPlain(loop, 'props')).toEqual({
    path: 'props.inner[1].self',
    value: 'an object that contains it',
  });
  const list: unknown[] = [];
  list.push(list);
  expect(findNotPlain(list, 'props')?.value).toBe('an array that contains it');
  const row = { id: 1 };
  expect(findNotPlain({ first: row, all: [row, row] }, 'props')).toBeUndefined();
});

test('data of too many levels is refused', () => {
  let deep: object = {};
  for (let level = 0; level < 200; level++) deep = { in: deep };
  expect(findNotPlain(deep, 'props')?.value).toBe('more than 100 levels of data');
});
