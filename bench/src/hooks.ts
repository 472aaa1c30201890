import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import type { Cost } from './hooks-pair.js';
import { type Line, median, micros } from './report.js';

const runs = 10;
const budget = 0.02;

/**
 * The cost of hooks that nobody taps and of tracing channels without a subscriber, in a counter event without sockets. Each pair is measured in a
 * process of its own: engines optimize the same code in other ways from process to process.
 */
export async function measureHooks(): Promise<Line[]> {
  const pairs: [ours: Cost, without: Cost][] = [];
  for (let run = 0; run < runs; run++) pairs.push(await measurePair());
  const costs = pairs.map(([ours, without]) => ours.micros / without.micros - 1);
  const extra = median(pairs.map(([ours, without]) => ours.micros - without.micros));
  const bytes = median(pairs.map(([ours, without]) => ours.bytes - without.bytes));
  const cost = median(costs);
  const percent = (part: number) => `${(100 * part).toFixed(1)} %`;
  return [
    {
      what: `untapped hooks and channels in a counter event without sockets, ${runs} pairs`,
      measured: `${percent(cost)} (${percent(Math.min(...costs))} to ${percent(Math.max(...costs))}), ${micros(extra)}, ${Math.round(bytes)} B`,
      peer: `without any ${micros(median(pairs.map(([, without]) => without.micros)))}`,
      budget: '≤ 2 %',
      met: cost <= budget,
    },
  ];
}

async function measurePair(): Promise<[Cost, Cost]> {
  const child = fork(fileURLToPath(new URL('./hooks-pair.js', import.meta.url)));
  const [costs] = (await once(child, 'message')) as [[Cost, Cost]];
  return costs;
}
