/** What is only counted. */
export const counted = ['view', 'referrer', 'error-page', 'hydration', 'error'] as const;
/** What is measured each time it happens: in microseconds, web vitals in their own units. */
export const timed = [
  'request',
  'mount',
  'render',
  'event',
  'island',
  'LCP',
  'INP',
  'CLS',
] as const;

/** A metric that is only counted. */
export type CountedMetric = (typeof counted)[number];
/** A metric with a value. */
export type TimedMetric = (typeof timed)[number];
/** The number of visitors of a day, as it is known so far. */
export type DailyMetric = 'visitors';

/** The names of all metrics. */
export type Metric = CountedMetric | TimedMetric | DailyMetric;

/**
 * One thing that was seen. It holds nothing about a person: no address, no session, no browser, no query of a URL.
 */
export interface Measurement {
  /** When, in milliseconds since 1970. */
  readonly at: number;
  /**
   * What was seen: `view` of a page, `referrer` of a view from elsewhere, `error-page`, `event` of a live view, `hydration`
   * of an island in a browser, `error`, the durations `request`, `mount`, `render`, `event` and `island`, the web vitals
   * `LCP`, `INP` and `CLS`, and `visitors` of a day.
   */
  readonly metric: Metric;
  /** The page, host, status, live view, island, part of the work, or day (`2026-08-01`). */
  readonly name: string;
  /** The event of the live view, the strategy of the island, or who failed. */
  readonly detail?: string;
  /** How many were seen at once, of `hydration`: the islands of one kind on a page. 1 if absent. */
  readonly count?: number;
  /** Microseconds; of `LCP` and `INP` milliseconds, of `CLS` the score; of `visitors` their number. */
  readonly value?: number;
  /** The value of a web vital that was told before for the same view, and that this one replaces. */
  readonly former?: number;
}

/** Receives measurements. */
export interface Sink {
  /** Begins the sink, when the app is set up. @param report takes an error that the sink has contained */
  start?(report: (error: unknown) => void): void;
  /** Takes one measurement; synchronous and quick, since regions wait for it. */
  take(measurement: Measurement): void;
  /** Ends the sink, once everything that it took is kept. */
  stop?(): Promise<void> | void;
}

/** The name under which a measurement is counted. */
export const labelOf = ({ name, detail }: Measurement): string =>
  detail === undefined ? name : `${name} ${detail}`;
