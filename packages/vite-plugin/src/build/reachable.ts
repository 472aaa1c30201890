import { readFile } from 'node:fs/promises';
import { parseSync } from 'vite';

import { isLiveFile } from '../app-files/app-files.js';
import { isBrowserCode, isIslandFile, islandName } from '../app-files/island-file.js';
import type { Resolve } from '../modules/resolve-import.js';
import { isLinked } from '../modules/style-sheets.js';

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
 * @param root where names of islands begin
 * @param isRead tells whether the imports of a file count: packages ship finished code, except those that are made for Skerry
 */
export async function findReachable(
  root: string,
  files: Iterable<string>,
  resolve: Resolve,
  isRead: (file: string) => boolean,
): Promise<Map<string, Reachable>> {
  const read = reader(resolve, isRead);
  const result = new Map<string, Reachable>();
  for (const file of files) result.set(file, await reachableFrom(root, file, read));
  return result;
}

async function reachableFrom(root: string, file: string, read: Read): Promise<Reachable> {
  const reachable: Reachable = { parts: [], directives: new Set(), regions: false, signals: false };
  const seen = new Set([file]);
  const walk = async (id: string): Promise<void> => {
    if (isLinked(id)) return void reachable.parts.push({ style: id });
    if (isLiveFile(id)) reachable.regions = true;
    const { imports, directives } = await read(id);
    for (const name of directives) reachable.directives.add(name);
    for (const { source, to } of imports) {
      if (/^@preact\/signals(?:-core)?$/.test(source)) reachable.signals = true;
      const island = isIslandFile(to) && !isBrowserCode(id) ? islandName(root, source, to) : '';
      if (seen.has(island || to)) continue;
      seen.add(island || to);
      if (island) reachable.parts.push({ island, file: to });
      else await walk(to);
    }
  };
  await walk(file);
  return reachable;
}

interface Imports {
  imports: { source: string; to: string }[];
  directives: readonly string[];
}

type Read = (file: string) => Promise<Imports>;

function reader(resolve: Resolve, isRead: (file: string) => boolean): Read {
  const known = new Map<string, Promise<Imports>>();
  return (file) => {
    let imports = known.get(file);
    if (!imports) known.set(file, (imports = readImports(file, resolve, isRead)));
    return imports;
  };
}

async function readImports(
  file: string,
  resolve: Resolve,
  isRead: (file: string) => boolean,
): Promise<Imports> {
  // The app itself imports the style sheets of packages.
  if (!/\.[cm]?[jt]sx?$/.test(file) || file.startsWith('\0') || !isRead(file))
    return { imports: [], directives: [] };
  const code = await readFile(file, 'utf8');
  const found = await Promise.all(
    sourcesOf(code, file).map(async (source) => ({ source, to: await resolve(source, file) })),
  );
  return {
    imports: found.filter((item): item is { source: string; to: string } => item.to !== undefined),
    directives: file.endsWith('x') ? directivesIn(code) : [],
  };
}

function sourcesOf(code: string, file: string): string[] {
  const { staticImports, staticExports, dynamicImports } = parseSync(file, code).module;
  const sources = [
    ...staticImports
      .filter(({ entries }) => entries.length === 0 || entries.some(({ isType }) => !isType))
      .map(({ moduleRequest }) => moduleRequest.value),
    ...staticExports.flatMap(({ entries }) =>
      entries.map(({ moduleRequest }) => moduleRequest?.value ?? ''),
    ),
    ...dynamicImports.map(
      ({ moduleRequest }) =>
        /^(['"])(.+)\1$/.exec(code.slice(moduleRequest.start, moduleRequest.end))?.[2] ?? '',
    ),
  ];
  return [...new Set(sources)].filter(Boolean);
}

const directivesIn = (code: string): string[] =>
  [...code.matchAll(/\bclient:([a-z][\w-]*)/gi)].map(([, name]) => name as string);
