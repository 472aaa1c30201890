import { mock } from 'node:test';

/**
 * Stops the clock of the process: `Date`, `performance.now`, `setTimeout` and `setInterval` go on when the test says so. Everything of the
 * server goes by it: ages of sessions, timers of regions, limits in milliseconds, rates. It is done by the mock timers of `node:test`,
 * which work with every test runner.
 *
 * @param now the time at which it stops, in milliseconds; the present one by default
 * @example
 * const clock = stopTestClock();
 * clock.advance(60_000);
 * clock.restart();
 */
export function stopTestClock(now = Date.now()): TestClock {
  const before = performance.now();
  mock.timers.enable({ apis: ['Date', 'setTimeout', 'setInterval'], now });
  // The mock timers of Node leave it alone.
  const steady = mock.method(performance, 'now', () => before + Date.now() - now);
  const restart = (): void => {
    steady.mock.restore();
    mock.timers.reset();
  };
  return { advance: (milliseconds) => mock.timers.tick(milliseconds), restart };
}

/** A clock that a test moves. */
export interface TestClock {
  /** Moves the clock on, and runs what is due. */
  advance(milliseconds: number): void;
  /** Gives the process its own clock back. */
  restart(): void;
}
