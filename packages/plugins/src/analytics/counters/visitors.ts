import { createHmac, randomBytes } from 'node:crypto';

import { HyperLogLog } from './hyperloglog.js';

/** The number of visitors of a day (UTC). */
export interface DayVisitors {
  /** The day, as `2026-08-01`. */
  readonly day: string;
  /** The number, within 2 %. */
  readonly count: number;
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/**
 * Counts the visitors of a day. A visitor is an address and a browser, hashed with a salt that is made anew every day and is
 * kept in memory alone; of the hash only a few bits are kept, together with those of others. Nobody can be found in it, or be
 * known again on another day.
 */
export class Visitors {
  #day = '';
  #salt = randomBytes(32);
  #seen = new HyperLogLog();
  readonly #onDay: (day: DayVisitors) => void;

  /** @param onDay receives the number of a day that is over */
  constructor(onDay: (day: DayVisitors) => void) {
    this.#onDay = onDay;
  }

  /** The visitors of the day so far. */
  countToday(at: number): DayVisitors {
    this.#begin(at);
    return { day: this.#day, count: this.#seen.estimateCount() };
  }

  /** Counts a visitor. @returns a hash that is of use until the day is over */
  addVisitor(at: number, address: string, agent: string): bigint {
    const hash = this.hashOf(at, address, agent);
    this.#seen.addHash(hash);
    return hash;
  }

  /** The hash of a visitor: 64 bits that change every day. */
  hashOf(at: number, address: string, agent: string): bigint {
    this.#begin(at);
    const digest = createHmac('sha256', this.#salt).update(`${address}\n${agent}`).digest();
    return digest.readBigUInt64BE();
  }

  /** Tells the number of the day that is running; for the end of the app. */
  endDay(at: number): void {
    const today = this.countToday(at);
    if (today.count > 0) this.#onDay(today);
  }

  /** Forgets the day before, with its salt. */
  #begin(at: number): void {
    const day = dayOf(at);
    if (day === this.#day) return;
    const former = { day: this.#day, count: this.#seen.estimateCount() };
    this.#day = day;
    this.#salt = randomBytes(32);
    this.#seen = new HyperLogLog();
    if (former.count > 0) this.#onDay(former);
  }
}
