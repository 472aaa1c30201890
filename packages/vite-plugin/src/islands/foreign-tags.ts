import { readFile } from 'node:fs/promises';
import { type ESTree, parseSync } from 'vite';

import { isIslandImport } from '../app-files/island-file.js';
import type { JsxOwners } from '../app-files/jsx-owners.js';
import { namedRuntime } from '../app-files/jsx-pragmas.js';
import { type CompileError, firstJsx, importedTags, Source } from '../compile/index.js';
import type { Resolve } from '../modules/resolve-import.js';

/** The app around a file whose tags are checked. */
export interface Around {
  readonly root: string;
  readonly jsxOwners: JsxOwners;
  readonly resolve: Resolve;
}

/**
 * Finds a tag of a component of Preact or React that is no island, in a page, a live view or another component of Skerry. The error
 * names the file to rename.
 */
export async function findForeignTag(
  code: string,
  file: string,
  { root, jsxOwners, resolve }: Around,
): Promise<CompileError | undefined> {
  const { program, errors } = parseSync(file, code);
  if (errors.length > 0) return undefined;
  for (const { tag, source, at } of importedTags(program)) {
    if (isIslandImport(source)) continue;
    const found = await resolve(source, file).catch(() => undefined);
    if (!found || !/\.[jt]sx$/.test(found) || found.includes('/node_modules/')) continue;
    const other = await readFile(found, 'utf8').catch(() => '');
    if (!(await jsxOwners.isBrowserCode(root, found, other))) continue;
    if (!firstJsx(parseSync(found, other).program)) continue;
    const path = found.replace(`${root}/`, '');
    return noIsland(new Source(code, file), at, tag, path, namedRuntime(other) ?? 'preact');
  }
  return undefined;
}

function noIsland(source: Source, at: ESTree.Node, tag: string, path: string, framework: string) {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const island = name.replace(/\.([jt]sx)$/, framework === 'react' ? '.react.$1' : '.island.$1');
  return source.errorAt(
    at,
    `<${tag}> is a component of ${framework} (${path}) and no island, so nothing can be shown here.`,
    `Rename that file to ${island} and import its default export, or make it one of Skerry's: outside of a folder islands, without a first line that names ${framework}.`,
  );
}
