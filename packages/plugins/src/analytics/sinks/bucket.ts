import { Histogram } from '../counters/histogram.js';
import { type Measurement, type Metric, labelOf } from '../counters/measurement.js';
import { BoundedNames } from '../counters/names.js';

/** CLS is a score of a few hundredths, and bins begin at 1. */
const thousandths = 1000;

/** A count by name, boxed so that a map holds it. */
interface Count {
  total: number;
}

/** Everything that was seen in one span of time. */
export class Bucket {
  readonly counts = new Map<Metric, BoundedNames<Count>>();
  readonly times = new Map<Metric, BoundedNames<Histogram>>();

  /** @param mostNames names of each metric, besides `others` */
  constructor(
    /** When it begins, in milliseconds since 1970. */
    readonly start: number,
    readonly mostNames: number,
  ) {}

  /** Adds what was seen. */
  addMeasurement(measurement: Measurement): void {
    const { metric, value, former, count = 1 } = measurement;
    const label = labelOf(measurement);
    if (value === undefined) {
      this.#countsOf(metric).valueOf(label).total += count;
      return;
    }
    const scale = scaleOf(metric);
    const values = this.#timesOf(metric).valueOf(label);
    if (former === undefined) values.addValue(value * scale);
    else values.replaceValue(former * scale, value * scale);
  }

  /** Adds everything that is in another bucket. */
  addBucket(other: Bucket): void {
    for (const [metric, names] of other.counts)
      for (const [name, { total }] of names.entries())
        this.#countsOf(metric).valueOf(name).total += total;
    for (const [metric, names] of other.times)
      for (const [name, values] of names.entries())
        this.#timesOf(metric).valueOf(name).addHistogram(values);
  }

  /** The sum of a metric over all names. */
  totalOf(metric: Metric): number {
    let sum = 0;
    for (const [, { total }] of this.counts.get(metric)?.entries() ?? []) sum += total;
    for (const [, { count }] of this.times.get(metric)?.entries() ?? []) sum += count;
    return sum;
  }

  #countsOf(metric: Metric): BoundedNames<Count> {
    return entryOf(
      this.counts,
      metric,
      () => new BoundedNames(this.mostNames, () => ({ total: 0 })),
    );
  }

  #timesOf(metric: Metric): BoundedNames<Histogram> {
    return entryOf(
      this.times,
      metric,
      () => new BoundedNames(this.mostNames, () => new Histogram()),
    );
  }
}

/** The factor between the values of a metric and those in its histograms. */
export const scaleOf = (metric: Metric): number => (metric === 'CLS' ? thousandths : 1);

function entryOf<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
