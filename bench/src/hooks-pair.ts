import { setImmediate } from 'node:timers/promises';

import { openCounter } from './events.js';
import { median, percentile } from './report.js';

/** The events of a block: what a connection handles in one turn of the event loop. */
const events = 200;
const blocks = 1000;

type SendEvents = (events: number) => void;

/** What an event costs: its time in microseconds, and the bytes that it allocates. */
export interface Cost {
  readonly micros: number;
  readonly bytes: number;
}

/**
 * Times counter events without sockets: with kit as it is, and with kit without the calls of hooks and of tracing channels. Blocks of both are
 * timed in turn, so that what else the machine does concerns both; of each the quiet blocks count.
 */
async function measurePair(): Promise<readonly Cost[]> {
  // seam: `run.js` builds the same module once more, without hooks.
  const path = new URL('./unhooked/events.js', import.meta.url).href;
  const other = (await import(path)) as { openCounter: typeof openCounter };
  const pair = [await openCounter(), await other.openCounter()];
  const times: number[][] = [[], []];
  const bytes: number[][] = [[], []];
  for (let block = -blocks; block < blocks; block++) {
    // The later one of two may find the caches warmer.
    for (const i of block % 2 === 0 ? [0, 1] : [1, 0]) {
      await setImmediate();
      const before = process.memoryUsage().heapUsed;
      const micros = timeOf(pair[i] as SendEvents);
      if (block < 0) continue;
      times[i]!.push(micros);
      bytes[i]!.push((process.memoryUsage().heapUsed - before) / events);
    }
  }
  return times.map((all, i) => ({ micros: percentile(all, 0.1), bytes: median(bytes[i]!) }));
}

function timeOf(sendEvents: SendEvents): number {
  const started = process.hrtime.bigint();
  sendEvents(events);
  return Number(process.hrtime.bigint() - started) / 1000 / events;
}

process.send?.(await measurePair());
process.disconnect?.();
