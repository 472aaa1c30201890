import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { deferred } from '../../test/deferred.js';
import { settle, within } from './within.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const tooLate = new Error('too late');
let heard: Error[];
const start = (work: unknown) =>
  within(
    50,
    work,
    () => tooLate,
    (error) => void heard.push(error),
  );
beforeEach(() => {
  heard = [];
});

test('work that is done in time returns its value, and leaves no timer behind', async () => {
  expect(await start(Promise.resolve(1))).toBe(1);
  await expect(start(Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(vi.getTimerCount()).toBe(0);
  expect(heard).toEqual([]);
});

test('work that takes too long is given up; its error is reported then, its value is not', async () => {
  for (const end of ['resolve', 'reject'] as const) {
    const { promise, ...work } = deferred<unknown>();
    const outcome = expect(start(promise)).rejects.toBe(tooLate);
    await vi.advanceTimersByTimeAsync(50);
    await outcome;
    work[end](new Error('at last'));
    await vi.advanceTimersByTimeAsync(0);
  }
  expect(heard).toEqual([new Error('at last')]);
});

test('any thenable becomes a promise', async () => {
  const fails = () => {
    throw new Error('touched');
  };
  const promised = [
    // oxlint-disable-next-line unicorn/no-thenable -- that is what it is
    { then: fails },
    // oxlint-disable-next-line unicorn/no-thenable -- that is what it is
    Object.defineProperty({}, 'then', { get: fails }),
    Object.defineProperty(Promise.resolve(), 'constructor', { get: fails }),
  ];
  for (const one of promised) await expect(settle(one)).rejects.toThrow('touched');
});
