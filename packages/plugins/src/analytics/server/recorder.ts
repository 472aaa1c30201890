import type { Measurement, Metric, Sink } from '../counters/measurement.js';
import { toName } from '../counters/names.js';
import { type DayVisitors, Visitors } from '../counters/visitors.js';

/** Where a recorder keeps what it is told, and where it reports that this failed. */
export interface RecorderOptions {
  readonly sinks: readonly Sink[];
  readonly report: (message: string, error: unknown) => void;
}

/** A view of a page. */
export interface PageView {
  /** The page: its pattern, or its path. */
  readonly page: string;
  /** The host that the visitor came from. */
  readonly referrer: string | undefined;
  /** The network of the visitor; empty if unknown. It is hashed, and not kept. */
  readonly address: string;
  /** The browser of the visitor. It is hashed, and not kept. */
  readonly agent: string;
}

/** Hands what was seen to every sink. A sink that fails concerns nobody else. */
export class Recorder {
  readonly #sinks: readonly Sink[];
  readonly #report: RecorderOptions['report'];
  #hasNews = false;
  readonly #visitors = new Visitors(({ day, count }) =>
    this.record('visitors', day, { value: count }),
  );

  constructor({ sinks, report }: RecorderOptions) {
    this.#sinks = sinks;
    this.#report = report;
    for (const sink of sinks) sink.start?.((error) => report('A sink failed:', error));
  }

  /** Hands one measurement to every sink. */
  record(
    metric: Metric,
    name: string,
    more: Pick<Measurement, 'value' | 'former' | 'detail' | 'count'> = {},
  ) {
    const measurement: Measurement = { at: Date.now(), metric, name: toName(name), ...more };
    this.#hasNews = true;
    for (const sink of this.#sinks) {
      try {
        sink.take(measurement);
      } catch (error) {
        this.#report('A sink failed:', error);
      }
    }
  }

  /** Counts a view of a page, where its visitor came from, and the visitor. */
  recordView({ page, referrer, address, agent }: PageView): void {
    this.record('view', page);
    if (referrer !== undefined) this.record('referrer', referrer);
    this.#visitors.addVisitor(Date.now(), address, agent);
  }

  /** Tells whether anything was recorded since the last call. */
  takeNews(): boolean {
    const had = this.#hasNews;
    this.#hasNews = false;
    return had;
  }

  /** The visitors of today so far. */
  visitorsToday(): DayVisitors {
    return this.#visitors.countToday(Date.now());
  }

  /** A hash of a visitor that is of use for today. */
  hashOf(address: string, agent: string): bigint {
    return this.#visitors.hashOf(Date.now(), address, agent);
  }

  /** Tells the visitors of today, and waits until every sink has kept everything. */
  async stopSinks(): Promise<void> {
    this.#visitors.endDay(Date.now());
    for (const sink of this.#sinks) {
      try {
        await sink.stop?.();
      } catch (error) {
        this.#report('A sink could not be stopped:', error);
      }
    }
  }
}
