const minute = 60_000;

/** Counts admissions in whole minutes, in all and by key, so that no key is remembered for longer than one. */
export class Quota {
  readonly #inAll: number;
  readonly #perKey: number;
  readonly #taken = new Map<string, number>();
  #total = 0;
  #minute = 0;

  constructor(inAll: number, perKey: number) {
    this.#inAll = inAll;
    this.#perKey = perKey;
  }

  /** Takes one for all of these keys; `false` where one of them, or all there are, have had theirs in this minute. */
  take(keys: readonly string[]): boolean {
    const now = Math.floor(Date.now() / minute);
    if (now !== this.#minute) {
      this.#minute = now;
      this.#total = 0;
      this.#taken.clear();
    }
    const spent = (key: string) => (this.#taken.get(key) ?? 0) >= this.#perKey;
    if (this.#total >= this.#inAll || keys.some(spent)) return false;
    this.#total++;
    // Only admissions are remembered, so their number bounds the map.
    for (const key of keys) this.#taken.set(key, (this.#taken.get(key) ?? 0) + 1);
    return true;
  }
}

/** Milliseconds until the minute ends in which such counts begin anew. */
export const untilNextMinute = (): number => minute - (Date.now() % minute);
