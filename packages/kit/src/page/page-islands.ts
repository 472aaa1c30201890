import type { IslandInfo } from '../template/island/island-element.js';

/** What a document has to know of the islands in it. */
export class PageIslands {
  /** Whether one of them hydrates. */
  hydrate = false;
  /** Names of those that hydrate at once. */
  readonly urgent = new Set<string>();

  /** Takes note of an island in the page. */
  readonly add = ({ name, strategy }: IslandInfo): void => {
    if (strategy !== 'none') this.hydrate = true;
    if (strategy === 'load') this.urgent.add(name);
  };
}
