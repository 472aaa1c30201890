import { mock } from 'node:test';

/**
 * Stops the clock of the process: `Date`, `setTimeout` and `setInterval` go on when the test says so. It is done by the mock timers
 * of `node:test`, which work with every test runner.
 *
 * @param now the time at which it stops, in milliseconds; the present one by default
 * @example
 * const clock = stopTestClock();
 * clock.advance(60_000);
 * clock.restart();
 */
export function stopTestClock(now = Date.now()): TestClock {
  mock.timers.enable({ apis: ['Date', 'setTimeout', 'setInterval'], now });
  const restart = (): void => mock.timers.reset();
  return { advance: (milliseconds) => mock.timers.tick(milliseconds), restart };
}

/** A clock that a test moves. */
export interface TestClock {
  /** Moves the clock on, and runs what is due. */
  advance(milliseconds: number): void;
  /** Gives the process its own clock back. */
  restart(): void;
}
