import { monitorEventLoopDelay } from 'node:perf_hooks';

import { fail } from '../core/errors.js';
import type { LoopDelay } from '../live/registry/usage.js';
import type { Limits } from '../core/limits.js';
import type { Log } from '../core/log.js';

/** Milliseconds between two measurements. */
const resolution = 20;

/** Starts a measurement; each read returns the delays since the read before. */
function measure(): { read(): LoopDelay; stop(): void } {
  const histogram = monitorEventLoopDelay({ resolution });
  histogram.enable();
  // The monitor measures intervals in nanoseconds; without any, its values are no numbers.
  const delay = (measured: number) => Math.max(0, measured / 1e6 - resolution) || 0;
  return {
    read() {
      const { mean, max } = histogram;
      const read = { mean: delay(mean), p99: delay(histogram.percentile(99)), max: delay(max) };
      histogram.reset();
      return read;
    },
    stop: () => void histogram.disable(),
  };
}

/** Measures how long the event loop keeps work waiting. */
export class LoopDelays {
  readonly #sinceRead = measure();
  readonly #minute: ReturnType<typeof measure> | undefined;
  readonly #timer: NodeJS.Timeout | undefined;

  /** With a log, a minute in which work waited too long is a warning there. */
  constructor(limits: Limits, log?: Log) {
    if (!log) return;
    const minute = measure();
    this.#minute = minute;
    this.#timer = setInterval(() => warn(minute.read(), limits, log), 60_000).unref();
  }

  /** The delays since the last read. */
  read(): LoopDelay {
    return this.#sinceRead.read();
  }

  stop(): void {
    this.#sinceRead.stop();
    this.#minute?.stop();
    clearInterval(this.#timer);
  }
}

function warn({ p99, max }: LoopDelay, { slowLoopTimeout: limit }: Limits, log: Log): void {
  if (p99 <= limit) return;
  const slow = fail('slow-loop', { p99: Math.round(p99), max: Math.round(max), limit });
  log.warn(`${slow.message} ${slow.hint}`);
}
