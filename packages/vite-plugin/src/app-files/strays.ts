import { readFileSync } from 'node:fs';

import { FileError, readsLikeRoute } from './exports.js';
import { isIslandFile } from './island-file.js';

/** Tells whether a file under `src/pages` is a script that should be a route: no test, and not in a folder that starts with `_`. */
export const isForRoutes = (file: string): boolean =>
  /\.[cm]?[jt]sx?$/.test(file) && !/(?:^|\/)_[^/]*\/|\.(?:test|spec|d)\.\w+$/.test(file);

/**
 * Refuses a file under `src/pages` that looks like a page or an endpoint but would answer nothing.
 *
 * @param pages the folder
 * @param file its path there
 * @throws FileError
 */
export function refuseStray(pages: string, file: string): void {
  if (!isForRoutes(file)) return;
  const hint = nextStep(file, () => readFileSync(`${pages}/${file}`, 'utf8'));
  if (hint) throw new FileError(`src/pages/${file} is not a route.`, hint);
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
