import { setImmediate } from 'node:timers/promises';

import { openCounter } from './events.js';
import { type Line, median, micros } from './report.js';

const runs = 10;
const budget = 0.02;
/** The events of a block: what a connection handles in one turn of the event loop. */
const events = 200;
const blocks = 400;

/**
 * The cost of hooks that nobody taps and of tracing channels without a subscriber: counter events without sockets, with kit as it is and with
 * kit without the calls of either. Blocks of both are timed in turn, so that what else the machine does concerns both.
 */
export async function measureHooks(): Promise<Line[]> {
  // seam: `run.js` builds the same module once more, without hooks.
  const path = new URL('./unhooked/events.js', import.meta.url).href;
  const other = (await import(path)) as { openCounter: typeof openCounter };
  const pair = [await openCounter(), await other.openCounter()] as const;
  await timesOf(pair);
  const times: (readonly [number, number])[] = [];
  for (let run = 0; run < runs; run++) times.push(await timesOf(pair));
  const costs = times.map(([ours, without]) => ours / without - 1);
  const cost = median(costs);
  const percent = (part: number) => `${(100 * part).toFixed(1)} %`;
  return [
    {
      what: `untapped hooks and channels in a counter event without sockets, ${runs} pairs`,
      measured: `${percent(cost)} (${percent(Math.min(...costs))} to ${percent(Math.max(...costs))})`,
      peer: `without any ${micros(median(times.map(([, without]) => without)))}`,
      budget: '≤ 2 %',
      met: cost <= budget,
    },
  ];
}

/** The median time of an event of each of both, in microseconds. */
async function timesOf(
  pair: readonly [(events: number) => void, (events: number) => void],
): Promise<readonly [number, number]> {
  const [a, b] = pair.map(() => [] as number[]) as [number[], number[]];
  for (let block = 0; block < blocks; block++) {
    // The later one of two may find the caches warmer.
    const order = block % 2 === 0 ? [0, 1] : [1, 0];
    for (const i of order) {
      await setImmediate();
      const started = process.hrtime.bigint();
      pair[i as 0 | 1](events);
      [a, b][i as 0 | 1]!.push(Number(process.hrtime.bigint() - started) / 1000 / events);
    }
  }
  return [median(a), median(b)];
}
