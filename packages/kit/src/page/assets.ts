/** The files that a browser needs beside a page. */
export interface Assets {
  /** Style sheets of a file under `src/pages` and of all that it imports, in the order of the imports. */
  styles(file: string): readonly string[];
  /** Modules of every page: the development server's client. */
  scripts: readonly string[];
  /** The module that starts regions: for pages that have one. */
  client?: ClientAssets;
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
