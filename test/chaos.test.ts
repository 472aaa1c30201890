import { chaosMonkey } from '../packages/plugins/src/chaos/index.js';
import { expect, test } from 'vitest';

import { todoWorld } from './todo-world.js';

// `npm run chaos` raises 10,000 events for each of five seeds.
const isLong = import.meta.env.MODE === 'chaos';
const events = Number(process.env.CHAOS_EVENTS ?? (isLong ? 10_000 : 500));
const seeds = process.env.CHAOS_SEEDS?.split(',').map(Number);
const fixed = [1, 2, 3, 4, 5];
const random = Math.floor(Math.random() * 2 ** 32);

test.each(seeds ?? (isLong ? fixed : [random]))(
  'the page of tasks keeps its promises under faults (seed %i)',
  async (seed) => {
    const began = performance.now();
    const report = await chaosMonkey({ ...todoWorld, seed, for: events });
    const seconds = (performance.now() - began) / 1_000;
    console.log(
      `Seed ${seed}: ${events} events, ${report.acknowledged} acknowledged, ${Math.round(events / seconds)} a second. ` +
        `Faults: ${Object.entries(report.faults)
          .map(([fault, count]) => `${count} × ${fault}`)
          .join(', ')}.`,
    );
    expect(report.acknowledged).toBeGreaterThan(events * 0.8);
  },
  60 * 60_000,
);
