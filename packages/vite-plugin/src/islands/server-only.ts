import { existsSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname } from 'node:path';

import { isLinked } from '../modules/style-sheets.js';
import { fileOf, isIslandFile } from '../app-files/island-file.js';

/** Prefix of a module that is not a file of the app: kit, or a module of Node. */
export const namedPrefix = '\0skerry:server-only/';

/** A kind of server module, with the next step if browser code imports it. */
interface Kind {
  is(path: string, file: string): boolean;
  hint: string;
}

const share =
  'pass what the island needs as props, or move the code that both sides use into a file of its own.';

const kinds: readonly Kind[] = [
  {
    is: (_, file) => /\.live\.[jt]sx$/.test(file) && !isOfPackage(file),
    hint: 'For the types of a live view write `import type`; to show it inside an island, pass it as children from the page.',
  },
  {
    is: (path) => /^src\/(?:pages\/.*\.[cm]?[jt]sx?|(?:app|server)\.ts)$/.test(path),
    hint: `Write \`import type\` for its types, ${share}`,
  },
  {
    is: (path, file) =>
      (/\.server\.[cm]?[jt]sx?$/.test(file) && !isOfPackage(file)) ||
      (path.startsWith('src/server/') && !isLinked(file)),
    hint: `Write \`import type\` for its types, ${share}`,
  },
  {
    is: (_, file) => /^@skerry\/kit\/jsx(?:-dev)?-runtime$/.test(named(file) ?? ''),
    hint: 'Its JSX is for pages and live views. Begin the file of a component of islands with /** @jsxImportSource preact */, or react.',
  },
  {
    is: (_, file) => /^@skerry\/kit(?:\/|$)/.test(named(file) ?? ''),
    hint: 'Write `import type` for types; an island imports its run-time code from @skerry/islands.',
  },
  {
    is: (_, file) => named(file) !== undefined,
    hint: 'Browsers have no such module. Do this on the server and pass the result as props, or use a package for browsers.',
  },
];

const isOfPackage = (file: string): boolean => file.includes('/node_modules/');

/** The name of a module that is not a file of the app. */
export const named = (id: string): string | undefined =>
  id.startsWith(namedPrefix) ? id.slice(namedPrefix.length) : undefined;

/** The name of a module in a message. */
export const titleOf = (root: string, id: string): string =>
  named(id) ??
  fileOf(id)
    .replace(`${root}/`, '')
    .replace(/^.*\/node_modules\//, '');

/** The next step if a module belongs to the server; otherwise `undefined`. */
export function serverOnlyHint(root: string, id: string): string | undefined {
  const file = named(id) === undefined ? fileOf(id) : id;
  if (isIslandFile(file)) return undefined;
  const path = file.startsWith(`${root}/`) ? file.slice(root.length + 1) : '';
  return kinds.find(({ is }) => is(path, file))?.hint;
}

/** Imports of modules of Node. */
export const builtin = new RegExp(`^(?:node:.+|${builtinModules.join('|')})$`);

/** Tells whether a package works without a module of Node in browsers, by its package.json. */
export function doesWithout(importer: string, source: string): boolean {
  for (let folder = dirname(importer); folder !== dirname(folder); folder = dirname(folder)) {
    const file = `${folder}/package.json`;
    if (!existsSync(file)) continue;
    const { name, browser } = JSON.parse(readFileSync(file, 'utf8')) as {
      name?: string;
      browser?: Record<string, unknown> | string;
    };
    if (typeof browser === 'object') return browser[source] === false;
    if (name !== undefined) return false;
  }
  return false;
}
