import type { Measurement } from '../counters/measurement.js';
import { Bucket } from './bucket.js';

/** The length of one bucket, in milliseconds. */
export const spanLengths = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

/** The length of the buckets of a series. */
export type Span = keyof typeof spanLengths;

/** The latest buckets of one length, so many and no more; days are those of UTC. */
export class Series {
  /** Oldest first; a span in which nothing was seen has none. */
  readonly #buckets: Bucket[] = [];

  constructor(
    readonly span: Span,
    readonly most: number,
    readonly mostNames: number,
  ) {}

  /** Adds what was seen to its bucket; what is older than all of them is left out. */
  addMeasurement(measurement: Measurement): void {
    this.#bucketAt(measurement.at)?.addMeasurement(measurement);
  }

  /** The buckets that are not too old at a time, oldest first. */
  bucketsAt(now: number): readonly Bucket[] {
    this.#dropOld(this.#startOf(now));
    return this.#buckets;
  }

  /** The starts of all spans that are kept at a time, oldest first, whether something was seen in them or not. */
  startsAt(now: number): number[] {
    const last = this.#startOf(now);
    return Array.from(
      { length: this.most },
      (_, i) => last - (this.most - 1 - i) * spanLengths[this.span],
    );
  }

  #startOf(at: number): number {
    return at - (at % spanLengths[this.span]);
  }

  #bucketAt(at: number): Bucket | undefined {
    const start = this.#startOf(at);
    const latest = this.#buckets.at(-1);
    if (latest?.start === start) return latest;
    if (latest && start < latest.start)
      return this.#buckets.find((bucket) => bucket.start === start);
    const bucket = new Bucket(start, this.mostNames);
    this.#buckets.push(bucket);
    this.#dropOld(start);
    return bucket;
  }

  #dropOld(latest: number): void {
    const oldest = latest - (this.most - 1) * spanLengths[this.span];
    while (this.#buckets[0] && this.#buckets[0].start < oldest) this.#buckets.shift();
  }
}
