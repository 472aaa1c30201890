import { setTimeout } from 'node:timers/promises';

import type { H3Event } from 'h3';
import { afterEach, expect, test, vi } from 'vitest';

import { startApp } from '../../test/app.js';
import type { App } from './app.js';

let app: App;
afterEach(async () => {
  vi.useRealTimers();
  await app.close();
});

/** Holds up the event loop. */
function block(milliseconds: number): void {
  const started = performance.now();
  while (performance.now() - started < milliseconds);
}

/** Holds up the event loop until the app has measured it. */
const blockUntilMeasured = () =>
  vi.waitFor(
    async () => {
      block(100);
      // It is measured when the loop goes on.
      await setTimeout(30);
      expect(app.health().loopDelay.max).toBeGreaterThan(50);
    },
    { timeout: 30_000 },
  );

test('`health` tells how long the event loop kept work waiting since the last call', async () => {
  ({ app } = startApp({}));
  await blockUntilMeasured();
  expect(app.health()).toEqual({ loopDelay: { mean: 0, p99: 0, max: 0 } });
  await vi.waitFor(() => {
    const { mean, p99, max } = app.health().loopDelay;
    expect(max).toBeGreaterThan(0);
    expect(max).toBeGreaterThanOrEqual(p99);
    expect(max).toBeGreaterThanOrEqual(mean);
  });
});

test('an endpoint finds `health` in its context', async () => {
  const started = startApp({
    'api/health.ts': { GET: ({ context }: H3Event) => (context.health as App['health'])() },
  });
  ({ app } = started);
  const number = expect.any(Number);
  const response = await started.ask('/api/health');
  expect(await response.json()).toEqual({ loopDelay: { mean: number, p99: number, max: number } });
});

test.each([
  ['production', 1],
  // In development the loop also does work that is not the app's.
  ['development', 0],
] as const)(
  'a minute in which work waited too long logs a warning: %s, %i',
  async (mode, count) => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const warnings: string[] = [];
    const log = { info() {}, warn: (message: string) => void warnings.push(message), error() {} };
    ({ app } = startApp({}, { mode, log, config: { limits: { slowLoopTimeout: 20 } } }));
    await blockUntilMeasured();
    vi.advanceTimersByTime(60_000);
    expect(warnings).toHaveLength(count);
    for (const warning of warnings)
      expect(warning).toMatch(
        /^In the last minute .* up to \d+ ms.*; the limit is 20 ms\. .*`slowLoopTimeout`/,
      );
    // Nothing was measured since.
    vi.advanceTimersByTime(60_000);
    expect(warnings).toHaveLength(count);
  },
);
