/** The islands that this process has rendered: those that a browser may name. */
export class KnownIslands {
  readonly #known = new Set<string>();
  readonly #most: number;

  /** @param most the number of islands, each with each of its strategies */
  constructor(most = 1000) {
    this.#most = most;
  }

  /** Notes an island that was rendered. */
  addIsland(name: string, strategy: string): void {
    if (this.#known.size < this.#most) this.#known.add(`${name} ${strategy}`);
  }

  /** Tells whether there is such an island. */
  hasIsland(name: string, strategy: string): boolean {
    return this.#known.has(`${name} ${strategy}`);
  }
}
