import { readFileSync, statSync } from 'node:fs';

import { FileError, readsLikeRoute } from './exports.js';
import { isIslandFile } from './island-file.js';

/** Tells whether a file under `src/pages` is a script that should be a route: no test, and not in a folder that starts with `_`. */
export const isForRoutes = (file: string): boolean =>
  /\.[cm]?[jt]sx?$/.test(file) && !/(?:^|\/)_[^/]*\/|\.(?:test|spec|d)\.\w+$/.test(file);

/** Checks a file. Returns false if it is wrong, and others can do without it. @param file its path under `src` */
export type Check = (file: string, check: () => unknown) => boolean;

/**
 * Refuses a file under `src/pages` that looks like a page or an endpoint but would answer nothing.
 *
 * @param source the folder `src`
 * @param file its path there
 * @throws FileError
 */
export function refuseStray(source: string, file: string): void {
  const route = file.slice('pages/'.length);
  if (!isForRoutes(route)) return;
  const hint = nextStep(route, () => readFileSync(`${source}/${file}`, 'utf8'));
  if (hint) throw new FileError(`src/${file} is not a route.`, hint);
}

/**
 * Refuses a symbolic link that looks like a page, an endpoint, a folder of these or a live view: Vite knows files by where they really
 * are, so it would be none.
 *
 * @param source the folder `src`
 * @param link its path there
 * @throws FileError
 */
export function refuseLink(source: string, link: string): void {
  // Editors leave links to nothing beside the files that they have open.
  const target = statSync(`${source}/${link}`, { throwIfNoEntry: false });
  const isPart = target?.isDirectory()
    ? link.startsWith('pages/')
    : /^pages\/.*\.[jt]sx?$|\.live\.tsx$/.test(link);
  if (target && isPart)
    throw new FileError(
      `src/${link} is a symbolic link, which takes no part in the app.`,
      target.isDirectory()
        ? 'Put the folder here itself.'
        : 'Put the file here itself, or one that exports what the other one does.',
    );
}

/** The next step for a file that is not a route; `undefined` if it is fine. */
function nextStep(file: string, read: () => string): string | undefined {
  const [, name, extension] = /([^/]*)\.(\w+)$/.exec(file) as unknown as [string, string, string];
  if (/\.live\.\w+$/.test(file)) return 'Move it to src/live, and import it in a page.';
  if (isIslandFile(file)) return 'Move it to src/islands, and import it in a page.';
  const isCode = !extension.endsWith('x');
  if (name.startsWith('_')) {
    if (isCode && !readsLikeRoute(read(), file)) return undefined;
    return 'Of the files that start with "_", only _layout.tsx, _error.tsx and _plugins.ts take part in routes; helpers that end in .ts may, and others belong into a folder that starts with "_".';
  }
  // The three dots of a rest stay.
  const stem = isCode ? name : name.replaceAll(/(?<!\.)\.(?!\.)/g, '-');
  return `Rename it to ${stem}.${isCode ? 'ts' : 'tsx'}, or move it out of src/pages if it is a helper.`;
}
