/** Ids that are remembered until a time; of more than `max` the oldest are forgotten first. */
export class ExpiringIds {
  readonly #max: number;
  /** The time of each, in milliseconds. */
  readonly #until = new Map<string, number>();

  constructor(max: number) {
    this.#max = max;
  }

  get size(): number {
    return this.#until.size;
  }

  /** Remembers an id until a time in milliseconds. */
  add(id: string, until: number): void {
    this.#until.delete(id);
    this.#until.set(id, until);
    const now = Date.now();
    for (const [oldest, time] of this.#until) {
      if (this.#until.size <= this.#max && time > now) break;
      this.#until.delete(oldest);
    }
  }

  has(id: string): boolean {
    const until = this.#until.get(id);
    return until !== undefined && until > Date.now();
  }

  /** Forgets an id. Returns whether it was remembered. */
  take(id: string): boolean {
    const known = this.has(id);
    this.#until.delete(id);
    return known;
  }
}
