import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { LoginLimiter } from './login-limiter.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const pass = (milliseconds: number) => vi.setSystemTime(Date.now() + milliseconds);

/** Makes attempts that fail, each as soon as it may; returns their delays. */
function failTimes(limiter: LoginLimiter, times: number, account: string, address: string) {
  return Array.from({ length: times }, () => {
    const delay = limiter.beginAttempt(account, address);
    pass(delay);
    if (delay > 0) limiter.beginAttempt(account, address);
    return delay;
  });
}

describe('the limiter of logins', () => {
  test('lets some attempts pass, and delays the next ones longer and longer', () => {
    const delays = failTimes(new LoginLimiter(), 18, 'ann', '1.1.1.1');
    expect(delays.slice(0, 9)).toEqual([0, 0, 0, 0, 0, 1000, 2000, 4000, 8000]);
    expect(delays.at(-1)).toBe(15 * 60 * 1000);
  });

  test('counts an attempt from its beginning, so that simultaneous ones do not all pass', () => {
    const limiter = new LoginLimiter();
    const delays = Array.from({ length: 8 }, () => limiter.beginAttempt('ann', '1.1.1.1'));
    expect(delays.filter((delay) => delay === 0)).toHaveLength(5);
  });

  test('counts no attempt that was refused', () => {
    const limiter = new LoginLimiter();
    failTimes(limiter, 5, 'ann', '1.1.1.1');
    const delays = Array.from({ length: 100 }, () => limiter.beginAttempt('ann', '1.1.1.1'));
    expect(new Set(delays)).toEqual(new Set([1000]));
  });

  test('counts a name however it is written', () => {
    const limiter = new LoginLimiter();
    failTimes(limiter, 5, 'ann', '1.1.1.1');
    expect(limiter.beginAttempt(' ＡＮＮ ', '1.1.1.1')).toBe(1000);
  });

  test('delays a network that tries many accounts', () => {
    const limiter = new LoginLimiter();
    for (let i = 0; i < 50; i += 1) expect(limiter.beginAttempt(`user${i}`, '6.6.6.6')).toBe(0);
    expect(limiter.beginAttempt('ann', '6.6.6.6')).toBe(1000);
    expect(limiter.beginAttempt('ann', '1.1.1.1')).toBe(0);
  });

  test('slows down many networks that try one account, for seconds at most', () => {
    const limiter = new LoginLimiter();
    for (let i = 0; i < 130; i += 1) failTimes(limiter, 1, 'ann', `6.6.${i}.1`);
    expect(limiter.beginAttempt('ann', '7.7.7.7')).toBe(10_000);
    pass(10_000);
    expect(limiter.beginAttempt('ann', '7.7.7.7')).toBe(0);
  });

  test('does not let others lock a user out of a network where they have logged in before', () => {
    const limiter = new LoginLimiter();
    limiter.beginAttempt('ann', '1.1.1.1');
    limiter.noteSuccess('ann', '1.1.1.1');
    for (let i = 0; i < 130; i += 1) failTimes(limiter, 1, 'ann', `6.6.${i}.1`);
    expect(limiter.beginAttempt('ann', '7.7.7.7')).toBeGreaterThan(0);
    expect(limiter.beginAttempt('ann', '1.1.1.1')).toBe(0);
  });

  test('forgets the failures of a user who has logged in, and nothing that the network did to others', () => {
    const limiter = new LoginLimiter();
    failTimes(limiter, 4, 'ann', '1.1.1.1');
    limiter.beginAttempt('ann', '1.1.1.1');
    limiter.noteSuccess('ann', '1.1.1.1');
    expect(failTimes(limiter, 5, 'ann', '1.1.1.1')).toEqual([0, 0, 0, 0, 0]);
    for (let i = 0; i < 41; i += 1) limiter.beginAttempt(`user${i}`, '1.1.1.1');
    expect(limiter.beginAttempt('mallory', '1.1.1.1')).toBe(1000);
  });

  test('forgets failures after a day', () => {
    const limiter = new LoginLimiter();
    failTimes(limiter, 5, 'ann', '1.1.1.1');
    pass(24 * 60 * 60 * 1000);
    expect(failTimes(limiter, 5, 'ann', '1.1.1.1')).toEqual([0, 0, 0, 0, 0]);
  });

  test('remembers a bounded number of names and networks, however long they are', () => {
    const limiter = new LoginLimiter({ maxEntries: 100 });
    for (let i = 0; i < 5000; i += 1)
      limiter.beginAttempt(`${'long'.repeat(100)}${i}`, `2001:db8:0:${i}::/64`);
    expect(limiter.size).toBe(300);
  });
});
