import { afterEach, expect, test, vi } from 'vitest';

import { checkCodeMaxAge, Codes } from './codes.js';
import { memoryStore } from './stores/memory-store.js';
import type { CodeRecord } from './stores/store.js';

afterEach(() => void vi.useRealTimers());

const minute = 60_000;
const codes = (maxAge = 10 * minute) => new Codes(memoryStore(), maxAge);

test('a one-time code gives back its data once', async () => {
  const some = codes();
  const code = await some.issueCode('reset', 'ann', { user: 'ann' });
  const taken = await Promise.all([1, 2].map(() => some.takeCode('reset', code)));
  expect(taken.filter(Boolean)).toEqual([{ user: 'ann' }]);
  expect(await some.takeCode('reset', code)).toBeUndefined();
});

test('a one-time code is of 256 random bits, and the store has its hash alone', async () => {
  const store = memoryStore();
  const kept: CodeRecord[] = [];
  const watched = { ...store, putCode: async (record: CodeRecord) => void kept.push(record) };
  const code = await new Codes(watched, minute).issueCode('reset', 'ann', {});
  expect(code).toMatch(/^[\w-]{43}$/);
  expect(JSON.stringify(kept)).not.toContain(code);
  expect(await new Codes(store, minute).takeCode('reset', kept[0]!.id)).toBeUndefined();
});

test('a one-time code is good for its purpose alone, and stays good for that', async () => {
  const some = codes();
  const code = await some.issueCode('login', 'ann', { user: 'ann' });
  expect(await some.takeCode('reset', code)).toBeUndefined();
  expect(await some.takeCode('login', code)).toEqual({ user: 'ann' });
});

test('a one-time code is over after its time', async () => {
  vi.useFakeTimers();
  const some = codes(10 * minute);
  const code = await some.issueCode('reset', 'ann', {});
  vi.setSystemTime(Date.now() + 10 * minute);
  expect(await some.takeCode('reset', code)).toBeUndefined();
});

test('a one-time code ends with the next one for the same purpose and user', async () => {
  const some = codes();
  const first = await some.issueCode('reset', 'ann', { n: 1 });
  const other = await some.issueCode('reset', 'bob', { n: 2 });
  const next = await some.issueCode('reset', 'ann', { n: 3 });
  expect(await some.takeCode('reset', first)).toBeUndefined();
  expect(await some.takeCode('reset', other)).toEqual({ n: 2 });
  expect(await some.takeCode('reset', next)).toEqual({ n: 3 });
});

test.each([undefined, null, 7, '', 'x', 'a'.repeat(44), ['a'.repeat(43)]])(
  'anything else is no one-time code: %j',
  async (code) => {
    expect(await codes().takeCode('reset', code)).toBeUndefined();
  },
);

test('one-time codes cannot be made to last longer than ten minutes', () => {
  expect(checkCodeMaxAge(undefined)).toBe(10 * minute);
  expect(() => checkCodeMaxAge(10 * minute + 1)).toThrow(/ten minutes/);
  expect(() => checkCodeMaxAge(0)).toThrow(/codeMaxAge/);
  expect(() => checkCodeMaxAge(NaN)).toThrow(/codeMaxAge/);
});
