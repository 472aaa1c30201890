import { mock } from 'node:test';

import { describe } from '../../core/describe.js';
import { LiveTestError } from '../dom.js';

/**
 * Stops the clock of the process: `Date`, `performance.now`, `setTimeout` and `setInterval` go on when the test says so. Everything of the
 * server goes by it: ages of sessions, timers of regions, limits in milliseconds, rates. It is done by the mock timers of `node:test`,
 * which work with every test runner.
 *
 * @param now the time at which it stops, in milliseconds; the present one by default
 * @throws LiveTestError if that is no time, or if the clock stands already
 * @example
 * const clock = stopTestClock();
 * onTestFinished(() => clock.restart());
 * clock.advance(60_000);
 */
export function stopTestClock(now = Date.now()): TestClock {
  checkTime('stopTestClock', now);
  if (isStopped)
    throw new LiveTestError(
      'The clock stands already: a test before has failed, or has not called restart(). Call it also for a test that fails: in Vitest, onTestFinished(() => clock.restart()) behind stopTestClock().',
    );
  // Fractions would be rounded, and times that have passed differ from those of the test by a trifle.
  const before = Math.ceil(performance.now());
  mock.timers.enable({ apis: ['Date', 'setTimeout', 'setInterval'], now });
  isStopped = true;
  // The mock timers of Node leave it alone.
  const steady = mock.method(performance, 'now', () => before + (Date.now() - now));
  const restart = (): void => {
    isStopped = false;
    steady.mock.restore();
    mock.timers.reset();
  };
  const advance = (milliseconds: number): void => {
    checkTime('advance', milliseconds);
    mock.timers.tick(milliseconds);
  };
  return { advance, restart };
}

/** True while a clock of this module stands. */
let isStopped = false;

/** The mock timers of Node would run without end. */
function checkTime(call: string, time: unknown): void {
  if (typeof time === 'number' && time >= 0 && time < Infinity) return;
  const given = typeof time === 'number' ? String(time) : describe(time);
  throw new LiveTestError(
    `${call}() takes milliseconds, a finite number from 0 on, and was given ${given}.`,
  );
}

/** A clock that a test moves. */
export interface TestClock {
  /** Moves the clock on, and runs what is due. @throws LiveTestError if that is no time, or a negative one */
  advance(milliseconds: number): void;
  /** Gives the process its own clock back. */
  restart(): void;
}
