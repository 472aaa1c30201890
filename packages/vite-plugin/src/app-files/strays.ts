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
  if (file.endsWith('.live.tsx')) return 'Move it to src/live, and import it in a page.';
  if (isIslandFile(file)) return 'Move it to src/islands, and import it in a page.';
  if (name.startsWith('_'))
    return 'Only _layout.tsx, _error.tsx and _plugins.ts start with "_"; put helpers outside of src/pages, or into a folder that starts with "_".';
  const isEndpoint = /^(?:\([^/]*\)\/)*api\//.test(file) && !extension.endsWith('x');
  if (extension === 'ts') {
    if (!readsLikeRoute(read(), file)) return undefined;
    if (!isEndpoint)
      return `Rename it to ${name}.tsx if it is a page, or move it into src/pages/api if it is an endpoint, or out of src/pages if it is a helper.`;
  }
  // The three dots of a rest stay.
  const stem = name.replaceAll(/(?<!\.)\.(?!\.)/g, '-');
  return `Rename it to ${stem}.${isEndpoint ? 'ts' : 'tsx'}, or move it out of src/pages if it is a helper.`;
}
