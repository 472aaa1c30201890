/** Names that this process has seen in use, which browsers may tell of: at most so many. */
class KnownNames {
  readonly #known = new Map<string, string>();

  constructor(readonly most = 1000) {}

  protected note(key: string, name: string): void {
    if (this.#known.size < this.most) this.#known.set(key, name);
  }

  protected find(key: string): string | undefined {
    return this.#known.get(key);
  }
}

/** The islands that this process has rendered. */
export class KnownIslands extends KnownNames {
  /** Notes an island that was rendered. */
  noteIsland(name: string, strategy: string): void {
    this.note(`${name} ${strategy}`, name);
  }

  /** Tells whether there is such an island. */
  hasIsland(name: string, strategy: string): boolean {
    return this.find(`${name} ${strategy}`) !== undefined;
  }
}

/** The pages that this process has answered with. */
export class KnownPages extends KnownNames {
  /** Notes the page that is at a path. */
  notePage(path: string, page: string): void {
    this.note(path, page);
  }

  /** The page at a path, by the name that its views are counted under. */
  pageAt(path: string): string | undefined {
    return this.find(path);
  }
}
