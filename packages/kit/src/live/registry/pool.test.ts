import { beforeEach, describe, expect, test } from 'vitest';

import { Pool } from './pool.js';
import type { Region } from '../region/region.js';

let ended: string[];
let pool: Pool;
beforeEach(() => void (ended = []));

const open = (bounds: { regions?: number; bytes?: number }): void => {
  pool = new Pool({ time: 1_000_000, regions: 1_000, bytes: 1_000_000, ...bounds });
};

/** Adds a region with only the members that a pool reads, named by its address and a number. */
function add(name: string, bytes = 1, large?: ReadonlyMap<object, number>): Region {
  const [address] = name.split(' ');
  // seam: a pool reads no other members of a region
  const region = {
    address,
    scale: { size: { bytes, large } },
    endRegion(reason: string) {
      ended.push(`${name} ${reason}`);
      pool.delete(region);
    },
  } as unknown as Region & { scale: { size: { bytes: number } } };
  pool.add(region);
  return region;
}

test('a pool ends the oldest region if there are too many', () => {
  open({ regions: 2 });
  for (const name of ['a', 'b', 'c', 'd']) add(name);
  expect(ended).toEqual(['a evicted', 'b evicted']);
  expect(pool.count).toBe(2);
});

test('a pool ends as many regions as the bytes of a new one need', () => {
  open({ bytes: 100 });
  for (const name of ['a', 'b', 'c']) add(name, 30);
  add('d', 60);
  expect(ended).toEqual(['a evicted', 'b evicted']);
  expect(pool.bytes).toBe(90);
});

test('a pool ends no other region for one that would never fit', () => {
  open({ bytes: 100 });
  add('a', 90);
  add('b', 101);
  expect(ended).toEqual(['b evicted']);
});

test('a region that grows while it waits counts with its new size', () => {
  open({ bytes: 100 });
  const [a, b] = [add('a', 30), add('b', 30)];
  b.scale.size = { bytes: 80, large: undefined };
  pool.resized(b);
  expect(ended).toEqual(['a evicted']);
  expect(pool.bytes).toBe(80);
  pool.resized(a);
  expect(pool.bytes).toBe(80);
});

describe('an address in a pool', () => {
  test('that takes more than its share loses its own regions', () => {
    open({ regions: 10 });
    add('visitor 1');
    for (let i = 0; i < 1_000; i++) add(`greedy ${i}`);
    expect(ended).toHaveLength(991);
    expect(ended.every((who) => who.startsWith('greedy'))).toBe(true);
    expect(ended[0]).toBe('greedy 0 evicted');
  });

  test('that has less than its share takes the place of the oldest', () => {
    open({ regions: 10 });
    for (let i = 0; i < 10; i++) add(`greedy ${i}`);
    add('visitor 1');
    expect(ended).toEqual(['greedy 0 evicted']);
  });

  test('that takes more than its share in bytes loses its own regions', () => {
    open({ bytes: 100 });
    add('visitor 1', 10);
    for (let i = 0; i < 20; i++) add(`greedy ${i}`, 30);
    expect(ended).toHaveLength(17);
    expect(ended.every((who) => who.startsWith('greedy'))).toBe(true);
  });

  test('with a single region does not lose it to its own share', () => {
    open({ bytes: 100 });
    for (const name of ['a', 'b', 'c', 'd']) add(name, 10);
    add('e', 80);
    expect(ended).toEqual(['a evicted', 'b evicted']);
  });

  test('without regions is forgotten', () => {
    open({ regions: 10 });
    for (let i = 0; i < 100; i++) pool.delete(add(`${i}`));
    for (let i = 0; i < 11; i++) add('a');
    expect(ended).toEqual(['a evicted']);
  });
});

describe('an object that several regions of a pool share', () => {
  const board = {};
  const holding = (bytes: number, worth = bytes - 10) =>
    [bytes, new Map([[board, worth]])] as const;

  test('counts once, until the last of them is gone', () => {
    open({});
    const regions = ['a', 'b', 'c'].map((name) => add(name, ...holding(1_010)));
    expect(pool.bytes).toBe(1_030);
    pool.delete(regions[0]!);
    expect(pool.bytes).toBe(1_020);
    for (const region of regions) pool.delete(region);
    expect(pool.bytes).toBe(0);
  });

  test('may have a different size in each', () => {
    open({});
    const regions = [add('a', ...holding(1_010)), add('b', ...holding(910, 890))];
    expect(pool.bytes).toBe(1_030);
    for (const region of regions) pool.delete(region);
    expect(pool.bytes).toBe(0);
  });

  test('is no longer counted for a region that goes on without it', () => {
    open({});
    const [a, b] = [add('a', ...holding(1_010)), add('b', ...holding(1_010))];
    for (const [region, left] of [
      [a, 1_020],
      [b, 20],
    ] as const) {
      region.scale.size = { bytes: 10, large: undefined };
      pool.resized(region);
      expect(pool.bytes).toBe(left);
    }
  });
});
