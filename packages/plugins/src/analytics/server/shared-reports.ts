import type { AnalyticsReader } from '../reader.js';
import type { DayVisitors } from '../counters/visitors.js';
import type { Report } from '../sinks/memory.js';
import type { Span } from '../sinks/series.js';

/**
 * Reports that all viewers of the dashboard share: to add up a busy month takes tens of milliseconds, and every update would do it for
 * each of them.
 */
export class SharedReports implements AnalyticsReader {
  readonly #reader: AnalyticsReader;
  readonly #reports = new Map<Span, Report>();
  #isKeeping = false;

  constructor(reader: AnalyticsReader) {
    this.#reader = reader;
  }

  /** The report of a span: the one that another viewer has asked for, if it was not renewed since. */
  readReport(span: Span): Report {
    const report = this.#reports.get(span) ?? this.#reader.readReport(span);
    if (this.#isKeeping) this.#reports.set(span, report);
    return report;
  }

  visitorsToday(): DayVisitors {
    return this.#reader.visitorsToday();
  }

  /** Forgets all reports, and keeps those that are asked for from now on until the next call. */
  renew(): void {
    this.#reports.clear();
    this.#isKeeping = true;
  }

  /** Forgets all reports, and keeps none: nobody renews them any more. */
  release(): void {
    this.#reports.clear();
    this.#isKeeping = false;
  }
}
