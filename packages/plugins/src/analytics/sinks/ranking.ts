import type { Histogram } from '../counters/histogram.js';
import type { Metric } from '../counters/measurement.js';
import type { BoundedNames } from '../counters/names.js';
import { scaleOf } from './bucket.js';

/** How often something with a name was seen. */
export interface NamedCount {
  readonly name: string;
  readonly count: number;
}

/** The values of something with a name: microseconds; of LCP and INP milliseconds, of CLS the score. */
export interface NamedTimes extends NamedCount {
  readonly mean: number;
  /** The median, within 5 %. */
  readonly p50: number;
  /** The value that 75 % are below, within 5 %: the one by which web vitals are judged. */
  readonly p75: number;
  /** The value that 95 % are below, within 5 %. */
  readonly p95: number;
}

const byCount = (a: NamedCount, b: NamedCount): number => b.count - a.count;

/** Counts in order, the most frequent first. */
export const rankCounts = (names: BoundedNames<{ total: number }>): NamedCount[] =>
  Array.from(names.entries(), ([name, { total }]) => ({ name, count: total })).sort(byCount);

/** Values in order, the most frequent first. */
export function rankTimes(names: BoundedNames<Histogram>, metric: Metric): NamedTimes[] {
  const scale = scaleOf(metric);
  const entry = ([name, values]: [string, Histogram]): NamedTimes => ({
    name,
    count: values.count,
    mean: values.mean / scale,
    p50: values.quantileOf(0.5) / scale,
    p75: values.quantileOf(0.75) / scale,
    p95: values.quantileOf(0.95) / scale,
  });
  return Array.from(names.entries(), entry)
    .filter(({ count }) => count > 0)
    .sort(byCount);
}
