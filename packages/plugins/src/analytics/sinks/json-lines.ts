import { appendFile } from 'node:fs/promises';

import type { Measurement, Metric, Sink } from '../counters/measurement.js';
import { checkBounds } from './bounds.js';

/** The options of the JSON-lines sink. */
export interface JsonLinesOptions {
  /** The file; lines are appended, and it is opened for each write, so that a tool may move it away. */
  readonly file: string;
  /** The metrics to write; all but the durations of mounts, renders and islands if absent. */
  readonly metrics?: readonly Metric[];
  /** Lines that wait for the disk; 10,000 if absent. Further ones are dropped, and counted. */
  readonly maxWaiting?: number;
}

const usual: readonly Metric[] = [
  'view',
  'referrer',
  'error-page',
  'event',
  'request',
  'hydration',
  'error',
  'LCP',
  'INP',
  'CLS',
  'visitors',
];

/** Appends each measurement to a file as a line of JSON. */
class JsonLinesSink implements Sink {
  readonly #file: string;
  readonly #metrics: ReadonlySet<Metric>;
  readonly #maxWaiting: number;
  #report: (error: unknown) => void = () => {};
  #waiting: string[] = [];
  #dropped = 0;
  #failing = false;
  #writing: Promise<void> | undefined;

  constructor({ file, metrics = usual, maxWaiting = 10_000 }: JsonLinesOptions) {
    checkBounds('jsonLines', { maxWaiting });
    this.#file = file;
    this.#metrics = new Set(metrics);
    this.#maxWaiting = maxWaiting;
  }

  start(report: (error: unknown) => void): void {
    this.#report = report;
  }

  take(measurement: Measurement): void {
    if (!this.#metrics.has(measurement.metric)) return;
    if (this.#waiting.length >= this.#maxWaiting) this.#dropped += 1;
    else this.#waiting.push(`${JSON.stringify(measurement)}\n`);
    this.#writing ??= this.#writeWaiting();
  }

  async stop(): Promise<void> {
    await this.#writing;
    if (this.#waiting.length + this.#dropped > 0) await this.#writeBatch();
  }

  /** Writes all lines that wait, those that come meanwhile too; never rejects. */
  async #writeWaiting(): Promise<void> {
    // The lines of one turn of the event loop are one write.
    await Promise.resolve();
    while (this.#waiting.length > 0 && (await this.#writeBatch()));
    this.#writing = undefined;
  }

  /** Writes the lines that wait now. @returns false if they could not be written: they are counted as dropped */
  async #writeBatch(): Promise<boolean> {
    const lines = this.#waiting;
    const dropped = this.#dropped;
    this.#waiting = [];
    this.#dropped = 0;
    const gap = dropped > 0 ? `${JSON.stringify({ at: Date.now(), dropped })}\n` : '';
    try {
      await appendFile(this.#file, gap + lines.join(''));
      this.#failing = false;
      return true;
    } catch (error) {
      this.#dropped += dropped + lines.length;
      if (!this.#failing) this.#report(error);
      this.#failing = true;
      return false;
    }
  }
}

/**
 * Appends each measurement to a file as a line of JSON (https://jsonlines.org). The app never waits for the disk: what it
 * cannot take in time is dropped, and a line `{ at, dropped }` says how many were.
 *
 * @throws TypeError if `maxWaiting` is no whole number above 0
 */
export const jsonLines = (options: JsonLinesOptions): Sink => new JsonLinesSink(options);
