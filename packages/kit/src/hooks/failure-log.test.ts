import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { fail } from '../core/errors.js';
import { defaultLimits, type Limits } from '../core/limits.js';
import { toError } from '../core/thrown.js';
import { type Failure, FailureLog } from './failure-log.js';

beforeEach(() => void vi.useFakeTimers({ now: 60_000 }));
afterEach(() => {
  // The spies first: what they restore is the fake timer.
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const session = { id: 'somebody', end() {} };
const region = { id: '1', view: 'counter', path: '/', props: {} };

/** A log with the failures that were written to it. */
function started(limits: Partial<Limits> = {}) {
  const entries: string[] = [];
  const write = (text: string) => void entries.push(text);
  const target = { info() {}, warn: write, error: write };
  return { entries, log: new FailureLog(target, { ...defaultLimits, ...limits }) };
}

const unknown = (event: string, whose = session): Failure => ({
  where: 'event',
  region,
  session: whose,
  error: fail('unknown-event', { view: 'counter', event }),
});

const broken = (message = 'no database'): Failure => ({
  where: 'event',
  region,
  session,
  error: new Error(message),
});

describe('a fault of a visitor', () => {
  test('is one line with the next step, and no stack', () => {
    const { entries, log } = started();
    log.write(unknown('\u001b[2J\r\nINFO all is well'));
    expect(entries).toEqual([
      'event in the live view counter on / failed: The live view "counter" declares no event ' +
        String.raw`"\u001b[2J\r\nINFO all is well". ` +
        'Declare it under `events` of defineLive(), or correct the name in the binding.',
    ]);
  });

  test('is limited in the log, as are all faults together', () => {
    const { entries, log } = started({ maxLogEntries: 5, maxLogEntriesPerCause: 2 });
    for (const id of ['a', 'a', 'a', 'b', 'c', 'c', 'd'])
      log.write(unknown('x', { ...session, id }));
    expect(entries).toHaveLength(5);
  });

  test('leaves the share of failures of the app', () => {
    const { entries, log } = started({ maxLogEntries: 1 });
    log.write(unknown('x'));
    log.write(unknown('x'));
    log.write(broken());
    expect(entries[1]).toMatch(
      /^event in the live view counter on \/ failed: Error: no database\n/,
    );
  });
});

describe('a failure of the app', () => {
  test('is logged with its stack, in lines that its message cannot fake', () => {
    const { entries, log } = started();
    log.write({ ...broken('no\nINFO all is well\n    at fake\u001b'), url: new URL('http://a/b') });
    expect(entries[0]?.split('\n').slice(0, 4)).toEqual([
      'event in the live view counter on / for /b failed: Error: no',
      '  | INFO all is well',
      String.raw`  |     at fake\u001b`,
      expect.stringMatching(/^ {4}at .*failure-log\.test\.ts/),
    ]);
  });

  test('that repeats is folded, whatever its message, unless it happens elsewhere', () => {
    const { entries, log } = started({ maxLogEntriesPerCause: 3 });
    for (let i = 0; i < 100; i++) log.write(broken(`no row ${i}\n    at fake${i}`));
    expect(entries).toHaveLength(3);
    log.write({ ...broken(), where: 'render' });
    log.write({ where: 'event', region, error: new Error('elsewhere') });
    expect(entries).toHaveLength(5);
  });

  test.each([['text'], [undefined], [{ a: 1 }], [Object.assign(new Error('x'), { stack: 7 })]])(
    'that is not an Error, or an odd one, is folded too: %s',
    (error) => {
      const { entries, log } = started({ maxLogEntriesPerCause: 2 });
      for (let i = 0; i < 10; i++) log.write({ where: 'event', error: toError(error) });
      expect(entries).toHaveLength(2);
    },
  );
});

describe('the count of entries left out', () => {
  test('is logged in one line when the minute ends, by kind', () => {
    const { entries, log } = started({ maxLogEntriesPerCause: 1 });
    for (let i = 0; i < 1_235; i++) log.write(unknown(`x${i}`));
    for (let i = 0; i < 3; i++) log.write(broken());
    expect(entries).toHaveLength(2);
    vi.advanceTimersByTime(60_000);
    expect(entries.slice(2)).toEqual([
      'Left out of the log in this minute: 1234 × unknown-event, 2 × event in the live view counter.',
    ]);
    vi.advanceTimersByTime(600_000);
    expect(entries).toHaveLength(3);
    log.write(unknown('again'));
    expect(entries).toHaveLength(4);
  });

  test('is logged once when the app ends', () => {
    const { entries, log } = started({ maxLogEntriesPerCause: 1 });
    for (let i = 0; i < 3; i++) log.write(broken());
    log.end();
    log.end();
    vi.advanceTimersByTime(60_000);
    expect(entries.slice(1)).toEqual([
      'Left out of the log in this minute: 2 × event in the live view counter.',
    ]);
  });

  test('is dropped if the log itself fails', () => {
    const failing = () => {
      throw new Error('no disk');
    };
    const target = { info: failing, warn: failing, error: failing };
    const log = new FailureLog(target, { ...defaultLimits, maxLogEntriesPerCause: 1 });
    for (let i = 0; i < 3; i++) log.write(broken());
    expect(() => vi.advanceTimersByTime(60_000)).not.toThrow();
  });

  test('names a limited number of kinds', () => {
    const { entries, log } = started({ maxLogEntries: 1 });
    for (let i = 0; i < 50; i++) log.write({ ...broken(), where: `work ${i}` });
    log.end();
    expect(entries[1]).toMatch(
      /^Left .*: (1 × work \d+ in the live view counter, ){10}39 × others\.$/,
    );
  });

  test('does not keep the process alive', () => {
    const { log } = started({ maxLogEntriesPerCause: 1 });
    const timer = vi.spyOn(globalThis, 'setTimeout');
    for (let i = 0; i < 3; i++) log.write(broken());
    expect(timer).toHaveBeenCalledTimes(1);
    expect((timer.mock.results[0]!.value as NodeJS.Timeout).hasRef()).toBe(false);
  });
});

test('a visitor at full rate for minutes, and a handler that always fails, leave a small log', () => {
  const { entries, log } = started();
  const long = '\u202e'.repeat(256);
  for (let second = 0; second < 180; second++) {
    for (let i = 0; i < 50; i++) {
      log.write(unknown(long + i));
      log.write(broken('x\n'.repeat(30_000) + i));
    }
    vi.advanceTimersByTime(1_000);
  }
  // In a minute: 10 lines, 10 failures with their stacks, and the count of the rest.
  expect(entries).toHaveLength(3 * 21);
  expect(entries.join('\n').length / 3).toBeLessThan(40_000);
  const faults = entries.filter((entry) => entry.includes('declares no event'));
  expect(faults.join('\n').length / 3).toBeLessThan(3_000);
});
