/** A token bucket: so many at once, and so many a second in the long run. */
export class Rate {
  #left: number;
  #at = Date.now();

  constructor(
    readonly perSecond: number,
    readonly burst: number,
  ) {
    this.#left = burst;
  }

  /** Takes one; `false` where there is none. */
  take(): boolean {
    const now = Date.now();
    this.#left = Math.min(this.burst, this.#left + ((now - this.#at) / 1000) * this.perSecond);
    this.#at = now;
    if (this.#left < 1) return false;
    this.#left--;
    return true;
  }
}
