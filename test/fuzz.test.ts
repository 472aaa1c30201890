import { afterAll, beforeAll, expect, test } from 'vitest';

import { type RunningApp, startBuilt } from './apps.js';
import { fuzz } from './fuzz/fuzz.js';

// `npm run fuzz` runs for ten minutes, with another seed each time.
const isLong = import.meta.env.MODE === 'fuzz';
const seed = isLong ? Date.now() % 1_000_000 : 7;
const end = Date.now() + 10 * 60_000;

let app: RunningApp;

beforeAll(async () => {
  app = await startBuilt('test/app/edge');
});
afterAll(async () => void (await app.stop()));

const memory = async (): Promise<number> =>
  Number(await (await fetch(`${app.origin}/api/memory`)).text());

test(
  `the server survives random attacks (seed ${seed}), shows nobody another visitor's data, and forgets the attackers`,
  async () => {
    // By then the engine and its caches have their full size.
    await fuzz(app, { seed: seed + 1, more: (taken) => taken < 600 });
    const before = await memory();
    const taken = await fuzz(app, {
      seed,
      more: isLong ? () => Date.now() < end : (count) => count < 3_000,
    });
    console.log(`Steps of the fuzz run with seed ${seed}: ${JSON.stringify(taken)}`);
    expect(app.ended).toBe(false);
    await expect
      .poll(async () => (await memory()) / before, { interval: 1_000 })
      .toBeLessThan(1.05);
    expect(await app.stop()).toBe(0);
  },
  20 * 60_000,
);
