import type { Measurement, Metric, Sink } from '../counters/measurement.js';
import type { DayVisitors } from '../counters/visitors.js';
import { checkBounds } from './bounds.js';
import { Bucket } from './bucket.js';
import { type NamedCount, type NamedTimes, rankCounts, rankTimes } from './ranking.js';
import { Series, type Span } from './series.js';

/** The bounds of the memory sink. */
export interface MemoryOptions {
  /** The number of minutes to keep; 60 if absent. */
  readonly minutes?: number;
  /** The number of hours to keep; 48 if absent. */
  readonly hours?: number;
  /** The number of days to keep; 90 if absent. */
  readonly days?: number;
  /** Names of each metric in one span, besides `others`; 100 if absent. */
  readonly names?: number;
}

/** One point of the course of time. */
export interface ReportPoint {
  /** When its span begins, in milliseconds since 1970. */
  readonly start: number;
  readonly views: number;
  readonly events: number;
  readonly errors: number;
}

/** What was seen in a time, the most frequent names first. */
export interface Report {
  /** When the time begins, in milliseconds since 1970. */
  readonly since: number;
  /** Counts by name, of each metric that is only counted. */
  readonly counts: Readonly<Record<string, readonly NamedCount[]>>;
  /** Numbers and quantiles by name, of each metric with a value. */
  readonly times: Readonly<Record<string, readonly NamedTimes[]>>;
  /** The course of the time, oldest first, quiet spans too. */
  readonly points: readonly ReportPoint[];
  /** Visitors by day, oldest first. */
  readonly visitors: readonly DayVisitors[];
}

/** Keeps counts of the latest minutes, hours and days, in bounded memory. They end with the process. */
export class MemorySink implements Sink {
  readonly #series: Readonly<Record<Span, Series>>;
  readonly #days: number;
  readonly #visitors = new Map<string, number>();

  /** @throws TypeError if a bound is no whole number above 0 */
  constructor({ minutes = 60, hours = 48, days = 90, names = 100 }: MemoryOptions = {}) {
    checkBounds('memorySink', { minutes, hours, days, names });
    this.#days = days;
    this.#series = {
      minute: new Series('minute', minutes, names),
      hour: new Series('hour', hours, names),
      day: new Series('day', days, names),
    };
  }

  take(measurement: Measurement): void {
    if (measurement.metric === 'visitors') return this.#takeVisitors(measurement);
    for (const series of Object.values(this.#series)) series.addMeasurement(measurement);
  }

  /**
   * Reports what was seen.
   *
   * @param span the buckets to read: the latest minutes, hours or days
   * @param now milliseconds since 1970
   */
  readReport(span: Span, now = Date.now()): Report {
    const series = this.#series[span];
    const buckets = series.bucketsAt(now);
    const starts = series.startsAt(now);
    const sum = new Bucket(starts[0]!, series.mostNames);
    for (const bucket of buckets) sum.addBucket(bucket);
    const byStart = new Map(buckets.map((bucket) => [bucket.start, bucket]));
    return {
      since: sum.start,
      counts: mapValues(sum.counts, rankCounts),
      times: mapValues(sum.times, rankTimes),
      points: starts.map((start) => pointOf(start, byStart.get(start))),
      visitors: Array.from(this.#visitors, ([day, count]) => ({ day, count })),
    };
  }

  #takeVisitors({ name: day, value: count = 0 }: Measurement): void {
    // An app that was started anew has told of an earlier part of the day.
    this.#visitors.set(day, count);
    const [oldest] = this.#visitors.keys();
    if (oldest !== undefined && this.#visitors.size > this.#days) this.#visitors.delete(oldest);
  }
}

/**
 * Keeps counts of the latest minutes, hours and days in memory, for the dashboard.
 *
 * @param options bounds: 60 minutes, 48 hours, 90 days, 100 names of each metric
 * @throws TypeError if a bound is no whole number above 0
 */
export const memorySink = (options?: MemoryOptions): MemorySink => new MemorySink(options);

const pointOf = (start: number, bucket?: Bucket): ReportPoint => ({
  start,
  views: bucket?.totalOf('view') ?? 0,
  events: bucket?.totalOf('event') ?? 0,
  errors: bucket?.totalOf('error') ?? 0,
});

const mapValues = <In, Out>(
  map: ReadonlyMap<Metric, In>,
  convert: (value: In, metric: Metric) => Out,
): Record<string, Out> =>
  Object.fromEntries(Array.from(map, ([metric, value]) => [metric, convert(value, metric)]));
