import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { ExpiringIds } from './expiring-ids.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('an id is known until its time, and once where it is taken', () => {
  const ids = new ExpiringIds(10);
  ids.add('a', Date.now() + 10);
  ids.add('b', Date.now() + 10);
  expect([ids.has('a'), ids.take('b'), ids.take('b'), ids.has('c')]).toEqual([
    true,
    true,
    false,
    false,
  ]);
  vi.advanceTimersByTime(10);
  expect([ids.has('a'), ids.take('a')]).toEqual([false, false]);
});

test('of too many the oldest goes; one that is added again is the youngest', () => {
  const ids = new ExpiringIds(2);
  const later = Date.now() + 10;
  for (const id of ['a', 'b', 'a', 'c']) ids.add(id, later);
  expect(['a', 'b', 'c'].filter((id) => ids.has(id))).toEqual(['a', 'c']);
});

test('those whose time has passed take no room', () => {
  const ids = new ExpiringIds(1000);
  for (let i = 0; i < 100; i++) ids.add(`${i}`, Date.now() + 10);
  vi.advanceTimersByTime(10);
  ids.add('last', Date.now() + 10);
  expect(ids.size).toBe(1);
});
