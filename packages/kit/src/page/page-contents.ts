import type { IslandInfo } from '../template/island/island-element.js';

/** The live parts of a page, as far as it is rendered. */
export class PageContents {
  /** True if it contains a region: then it loads the script that starts regions. */
  hasRegion = false;
  /** True if it contains an island that hydrates, in its regions too. */
  hydrates = false;
  /** Names of the islands that hydrate at once. */
  readonly urgentIslands = new Set<string>();
  #preloaded = 0;
  #posts = '';

  /** Adds the forms by which a region works without script. */
  readonly addPosts = (html: string): void => void (this.#posts += html);

  /** The forms that were added since the last call. */
  takePosts(): string {
    const posts = this.#posts;
    this.#posts = '';
    return posts;
  }

  /** Names of the islands that hydrate at once and were added since the last call. */
  takeUrgent(): string[] {
    const added = [...this.urgentIslands].slice(this.#preloaded);
    this.#preloaded = this.urgentIslands.size;
    return added;
  }

  /** Adds an island of the page or of a region in it. */
  readonly addIsland = ({ name, strategy }: IslandInfo): void => {
    if (strategy !== 'none') this.hydrates = true;
    if (strategy === 'load' || strategy === 'only') this.urgentIslands.add(name);
  };
}
