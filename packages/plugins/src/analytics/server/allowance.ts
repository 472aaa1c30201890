const minute = 60_000;
/** Places in the table: two visitors share one rarely, and then their allowance. */
const places = 4096;

/**
 * Bounds how much is taken in a minute: of all, and of each visitor. It remembers no visitor, only counts at places that
 * hashes lead to.
 */
export class Allowance {
  readonly #taken = new Uint16Array(places);
  readonly #inAll: number;
  readonly #perVisitor: number;
  #total = 0;
  #minute = 0;

  /**
   * @param inAll at most so many in a minute
   * @param perVisitor at most so many of one visitor, up to 65,535
   */
  constructor(inAll: number, perVisitor: number) {
    this.#inAll = inAll;
    this.#perVisitor = perVisitor;
  }

  /** Takes one. @returns false if there are none left */
  takeOne(visitor: bigint, now = Date.now()): boolean {
    const current = Math.floor(now / minute);
    if (current !== this.#minute) {
      this.#minute = current;
      this.#total = 0;
      this.#taken.fill(0);
    }
    const place = Number(visitor % BigInt(places));
    const taken = this.#taken[place] as number;
    if (this.#total >= this.#inAll || taken >= this.#perVisitor) return false;
    this.#total += 1;
    this.#taken[place] = taken + 1;
    return true;
  }
}
