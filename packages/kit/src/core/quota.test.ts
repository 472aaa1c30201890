import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { Quota } from './quota.js';

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: 60_000 }));
afterEach(() => void vi.useRealTimers());

const takeAll = (quota: Quota, keys: string[]) => keys.filter((key) => quota.take(key.split(' ')));

test('a quota lets so many through of a key, and of all', () => {
  expect(takeAll(new Quota(4, 2), ['a', 'a', 'a', 'b', 'c', 'd'])).toEqual(['a', 'a', 'b', 'c']);
});

test('of several keys none may be spent, and none is counted where one is', () => {
  const quota = new Quota(10, 2);
  expect(takeAll(quota, ['a x', 'a y', 'a z', 'b x', 'c x', 'z'])).toEqual([
    'a x',
    'a y',
    'b x',
    'z',
  ]);
});

test('it begins anew with every minute, whichever way the clock went', () => {
  const quota = new Quota(1, 1);
  expect(takeAll(quota, ['a', 'b'])).toEqual(['a']);
  vi.setSystemTime(119_999);
  expect(takeAll(quota, ['b'])).toEqual([]);
  vi.setSystemTime(120_000);
  expect(takeAll(quota, ['b', 'a'])).toEqual(['b']);
  vi.setSystemTime(0);
  expect(takeAll(quota, ['a'])).toEqual(['a']);
});
