import type { Pace } from '../src/chaos/pace.js';

/** A clock that a test moves by hand. */
export class HandClock implements Pace {
  #now = 0;
  #timers: { due: number; run: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  after(milliseconds: number, run: () => void): () => void {
    const timer = { due: this.#now + milliseconds, run };
    this.#timers.push(timer);
    return () => void (this.#timers = this.#timers.filter((other) => other !== timer));
  }

  /** The number of timers that wait. */
  get waiting(): number {
    return this.#timers.length;
  }

  /** Lets some milliseconds pass, and runs what is due, in order. */
  pass(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (;;) {
      const [next] = this.#timers.toSorted((a, b) => a.due - b.due);
      if (!next || next.due > end) break;
      this.#timers = this.#timers.filter((other) => other !== next);
      this.#now = Math.max(this.#now, next.due);
      next.run();
    }
    this.#now = end;
  }
}
