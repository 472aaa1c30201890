import { readdirSync } from 'node:fs';
import { posix } from 'node:path';

/** The files in a folder and its subfolders, in a fixed order, without the folders and files whose path matches `except`. */
export const filesBelow = (folder: string, except: RegExp): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = posix.join(folder, entry.name);
      if (except.test(path)) return [];
      if (entry.isDirectory()) return filesBelow(path, except);
      return entry.isFile() ? [path] : [];
    });
