import { readFile } from 'node:fs/promises';
import { type ESTree, parseSync } from 'vite';

import { frameworkOf, isIslandFile, isIslandImport } from '../app-files/island-file.js';
import { namedRuntime, type JsxOwners } from '../app-files/jsx-owners.js';
import { type CompileError, holdsJsx, importedTags, Source } from '../compile/index.js';
import type { Resolve } from '../modules/resolve-import.js';

/** The app around a file whose tags are checked. */
export interface Around {
  readonly root: string;
  readonly jsxOwners: JsxOwners;
  readonly resolve: Resolve;
}

/**
 * Finds a tag of a component whose JSX is not that of the file: a component of Preact or React that is no island, in a page or a
 * live view; one of Skerry in an island. The error names the file to rename, or its first line.
 */
export async function findForeignTag(
  code: string,
  file: string,
  isBrowserCode: boolean,
  { root, jsxOwners, resolve }: Around,
): Promise<CompileError | undefined> {
  const { program, errors } = parseSync(file, code);
  if (errors.length > 0) return undefined;
  for (const { tag, source, at } of importedTags(program)) {
    if (isIslandImport(source)) continue;
    const found = await resolve(source, file).catch(() => undefined);
    if (!found || !/\.[jt]sx$/.test(found) || found.includes('/node_modules/')) continue;
    const other = await readFile(found, 'utf8').catch(() => '');
    const isOthers = await jsxOwners.isBrowserCode(root, found, other);
    if (isOthers === isBrowserCode || !holdsJsx(parseSync(found, other).program)) continue;
    const path = found.replace(`${root}/`, '');
    return isOthers
      ? noIsland(new Source(code, file), at, tag, path, namedRuntime(other) ?? 'preact')
      : notOfIslands(new Source(code, file), at, tag, path, frameworkIn(code, file));
  }
  return undefined;
}

const frameworkIn = (code: string, file: string): string =>
  namedRuntime(code) ?? (isIslandFile(file) ? frameworkOf(file) : 'preact');

function noIsland(source: Source, at: ESTree.Node, tag: string, path: string, framework: string) {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const island = name.replace(/\.([jt]sx)$/, framework === 'react' ? '.react.$1' : '.island.$1');
  return source.errorAt(
    at,
    `<${tag}> is a component of ${framework} (${path}) and no island, so nothing can be shown here.`,
    `Rename that file to ${island} and import its default export, or make it one of Skerry's: outside of a folder islands, without a first line that names ${framework}.`,
  );
}

function notOfIslands(
  source: Source,
  at: ESTree.Node,
  tag: string,
  path: string,
  framework: string,
) {
  return source.errorAt(
    at,
    `<${tag}> has the JSX of Skerry (${path}), which a component of ${framework} cannot show.`,
    `Begin that file with /** @jsxImportSource ${framework} */, or move it into a folder islands.`,
  );
}
