import { fail } from '../../core/errors.js';
import type { Log } from '../../core/log.js';

/** Warns of handlers and renders that block the event loop, of each at most once a minute. */
export class SlowWork {
  readonly #log: Log;
  readonly #limit: number;
  /** The names of this minute's warnings. */
  readonly #told = new Set<string>();
  #minute = 0;

  /** @param limit milliseconds without a pause, above which a warning is due */
  constructor(log: Log, limit: number) {
    this.#log = log;
    this.#limit = limit;
  }

  /** Notes that work of a view is done, or waits; it began at this time of `performance.now()`. */
  noteWork(view: string, handler: string, started: number): void {
    const now = performance.now();
    if (now - started > this.#limit) this.#warn(view, handler, now - started);
  }

  #warn(view: string, handler: string, milliseconds: number): void {
    const minute = Math.floor(Date.now() / 60_000);
    if (minute !== this.#minute) this.#told.clear();
    this.#minute = minute;
    const name = `${view} ${handler}`;
    if (this.#told.has(name)) return;
    this.#told.add(name);
    const slow = fail('slow-handler', { view, handler, milliseconds: Math.round(milliseconds) });
    this.#log.warn(`${slow.message} ${slow.hint}`);
  }
}
