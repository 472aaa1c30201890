import { readFile } from 'node:fs/promises';

import { isLiveFile } from '../app-files/app-files.js';
import { hasPageExtension } from '../app-files/page-extensions.js';
import { isIslandFile, islandName } from '../app-files/island-file.js';
import { importedBy } from '../modules/imported-by.js';
import type { Resolve } from '../modules/resolve-import.js';
import { isLinked } from '../modules/style-sheets.js';
import type { AppParts } from '../plugin-parts/app-parts.js';
import { globbed } from './globbed.js';

/** A part of a page in the browser: a style sheet, or an island that server code imports. */
export type Part = { style: string } | { island: string; file: string };

/** Everything that a file reaches by its imports. */
export interface Reachable {
  /** In the order of the imports, without the imports of islands. */
  parts: Part[];
  /** Names of the directives that are written there. */
  directives: Set<string>;
  /** True if a live view is there. */
  regions: boolean;
  /** True if signals are made there, which islands may then receive. */
  signals: boolean;
}

/**
 * Finds the style sheets and islands that each file reaches. It runs before the builds: the browser's build makes the files
 * that the server's build names.
 *
 * @param app tells whether the imports of a file count: packages ship finished code, except those that are made for Skerry
 */
export async function findReachable(
  files: Iterable<string>,
  resolve: Resolve,
  app: App,
): Promise<Map<string, Reachable>> {
  const read = reader(resolve, app);
  const result = new Map<string, Reachable>();
  for (const file of files) result.set(file, await reachableFrom(app.root, file, read));
  return result;
}

type App = Pick<AppParts, 'root' | 'isCompiled' | 'pageExtensions' | 'jsxOwners'>;

async function reachableFrom(root: string, file: string, read: Read): Promise<Reachable> {
  const reachable: Reachable = { parts: [], directives: new Set(), regions: false, signals: false };
  const seen = new Set([file]);
  /** @param isOfIsland true for what an island imports: that is browser code, whatever the file says */
  const walk = async (id: string, isOfIsland = false): Promise<void> => {
    if (isLinked(id)) return void reachable.parts.push({ style: id });
    if (isLiveFile(id)) reachable.regions = true;
    const { imports, directives, ...own } = await read(id);
    const isBrowser = isOfIsland || own.isBrowser;
    for (const name of directives) reachable.directives.add(name);
    for (const { source, to } of imports) {
      if (/^@preact\/signals(?:-core)?$/.test(source)) reachable.signals = true;
      const island = isIslandFile(to) && !isBrowser ? islandName(root, source, to) : '';
      if (seen.has(island || to)) continue;
      seen.add(island || to);
      if (island) reachable.parts.push({ island, file: to });
      else await walk(to, isBrowser);
    }
  };
  await walk(file);
  return reachable;
}

interface Imports {
  imports: { source: string; to: string }[];
  directives: readonly string[];
  /** True for a component of a framework, in which an island is a plain component. */
  isBrowser: boolean;
}

type Read = (file: string) => Promise<Imports>;

function reader(resolve: Resolve, app: App): Read {
  const known = new Map<string, Promise<Imports>>();
  return (file) => {
    let imports = known.get(file);
    if (!imports) known.set(file, (imports = readImports(file, resolve, app)));
    return imports;
  };
}

async function readImports(file: string, resolve: Resolve, app: App): Promise<Imports> {
  const isScript = /\.[cm]?[jt]sx?$/.test(file);
  // The app itself imports the style sheets of packages.
  if (
    file.startsWith('\0') ||
    !(isScript || hasPageExtension(file, ['.mdx', ...app.pageExtensions])) ||
    !app.isCompiled(file)
  )
    return { imports: [], directives: [], isBrowser: false };
  const code = await readFile(file, 'utf8');
  const found = await Promise.all(
    (isScript ? importedBy(code, file) : importsInText(code)).map(async (source) => ({
      source,
      to: await resolve(source, file),
    })),
  );
  const imports = found.filter(
    (item): item is { source: string; to: string } => item.to !== undefined,
  );
  return {
    imports: [...imports, ...globbed(code, file).map((to) => ({ source: to, to }))],
    directives: file.endsWith('x') || !isScript ? directivesIn(code) : [],
    isBrowser: await app.jsxOwners.isBrowserCode(app.root, file, code),
  };
}

/** The imports of a page in another language, such as MDX: each begins a line. */
const importsInText = (text: string): string[] =>
  [...text.matchAll(/^import\s[^'"`;]*(['"])([^'"\n]+)\1/gm)].map(
    ([, , source]) => source as string,
  );

const directivesIn = (code: string): string[] =>
  [...code.matchAll(/\bclient:([a-z][\w-]*)/gi)].map(([, name]) => name as string);
