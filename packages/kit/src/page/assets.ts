/** The files that a browser needs in addition to a page. */
export interface Assets {
  /** True if all of it stays as it is while the app runs: in production. */
  areFixed?: boolean;
  /** Style sheets of a file under `src/pages` and of its imports, in the order of the imports. */
  styles(file: string): readonly string[];
  /** Modules that every page loads: the development server's client. */
  scripts: readonly string[];
  /** The module that starts regions, for pages with a region. */
  client?: ClientAssets;
  /** The module that starts islands, for pages with an island that hydrates. */
  islands?: ClientAssets;
  /** The module that puts late content in its place, in browsers that do not do it themselves. */
  late?: ClientAssets;
  /** The module that holds late content back until its style sheets are there. */
  lateStyles?: ClientAssets;
  /** The module that requests the holes of a page whose file comes from a host of files. */
  holes?: ClientAssets;
  /** The modules of an island: the page preloads those of an island that hydrates at once. */
  islandPreloads?(name: string): readonly string[];
  /** Returns true if a file under `src/pages`, or one of its imports, shows regions: a streamed page may then bring one later. */
  hasRegions?(file: string): boolean;
  /** Returns true if a file under `src/pages`, or one of its imports, shows islands: a region may then bring one later. */
  hasIslands?(file: string): boolean;
  /** Returns true if the app has an island of this name and strategy: browsers may name others. */
  isIsland?(name: string, strategy: string): boolean;
}

/** The browser's half of the app. */
export interface ClientAssets {
  script: string;
  /** The imports of the script, for the page to preload. */
  preloads: readonly string[];
  styles: readonly string[];
}

/** The assets of an app without any. */
export const noAssets: Assets = { areFixed: true, styles: () => [], scripts: [] };
