/** A token bucket: allows so many at once, and so many a second in the long run. */
export class Rate {
  #left: number;
  #at = performance.now();

  constructor(
    readonly perSecond: number,
    readonly burst: number,
  ) {
    this.#left = burst;
  }

  /** Takes so many at this time of `performance.now()`; `false` if fewer are left. */
  take(now: number, count = 1): boolean {
    this.#left = Math.min(this.burst, this.#left + ((now - this.#at) / 1000) * this.perSecond);
    this.#at = now;
    if (this.#left < count) return false;
    this.#left -= count;
    return true;
  }
}
