import { onTestFinished, vi } from 'vitest';

/**
 * Stops the clock for the rest of a test, so that times of the server pass when the test says so, and at no other moment.
 * Called before the server starts. Sockets and promises go on.
 *
 * @returns moves the clock on by so many milliseconds, and runs the timers that are due
 */
export function stopClock(): (milliseconds: number) => void {
  vi.useFakeTimers({
    toFake: ['Date', 'performance', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'],
  });
  onTestFinished(() => void vi.useRealTimers());
  return (milliseconds) => void vi.advanceTimersByTime(milliseconds);
}
