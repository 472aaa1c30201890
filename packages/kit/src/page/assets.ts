/** The files that a browser needs beside a page. */
export interface Assets {
  /** Style sheets of a file under `src/pages` and of all that it imports, in the order of the imports. */
  styles(file: string): readonly string[];
  /** Modules that every page loads: the development server's client. */
  scripts: readonly string[];
  /** The module that starts regions: for pages that have one. */
  client?: ClientAssets;
  /** The module that starts islands: for pages that have one that hydrates. */
  islands?: ClientAssets;
  /** The modules of an island, so that one that hydrates at once is fetched at once. */
  islandPreloads?(name: string): readonly string[];
  /** Returns true if a file under `src/pages`, or something that it imports, shows regions: then a page that is still rendered may bring one. */
  hasRegions?(file: string): boolean;
  /** Returns true if a file under `src/pages`, or something that it imports, shows islands: then a region may bring one later. */
  hasIslands?(file: string): boolean;
  /** Whether the app has an island of this name, and the strategy: browsers may name others. */
  isIsland?(name: string, strategy: string): boolean;
}

/** The browser's half of the app. */
export interface ClientAssets {
  script: string;
  /** What the script imports, so that it is fetched at once. */
  preloads: readonly string[];
  styles: readonly string[];
}

/** Assets of an app that has none. */
export const noAssets: Assets = { styles: () => [], scripts: [] };
