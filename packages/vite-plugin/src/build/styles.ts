import { readFile } from 'node:fs/promises';
import { parseSync, type Rolldown } from 'vite';

import { isLinked } from '../style-sheets.js';

/** Finds out what an import leads to; `undefined` for nothing of the app's. */
export type Resolve = (source: string, importer: string) => Promise<string | undefined>;

/** Resolves imports as the build does. */
export const resolveIn =
  (context: Rolldown.PluginContext): Resolve =>
  async (source, importer) => {
    const found = await context.resolve(source, importer);
    return found && !found.external ? found.id : undefined;
  };

/**
 * Finds the style sheets that each file and all that it imports bring in, in the order of the imports. Done before anything
 * is built: the browser's build makes the files that the server's names.
 */
export async function findStyles(
  files: Iterable<string>,
  resolve: Resolve,
): Promise<Map<string, string[]>> {
  const known = new Map<string, Promise<string[]>>();
  const importsOf = (file: string): Promise<string[]> => {
    let imports = known.get(file);
    if (!imports) known.set(file, (imports = readImports(file, resolve)));
    return imports;
  };
  const result = new Map<string, string[]>();
  for (const file of files) {
    const styles: string[] = [];
    const seen = new Set<string>();
    const walk = async (id: string): Promise<void> => {
      if (seen.has(id)) return;
      seen.add(id);
      if (isLinked(id)) styles.push(id);
      else for (const next of await importsOf(id)) await walk(next);
    };
    await walk(file);
    result.set(file, styles);
  }
  return result;
}

async function readImports(file: string, resolve: Resolve): Promise<string[]> {
  // Packages ship finished code; what they want linked is imported from the app.
  if (!/\.[cm]?[jt]sx?$/.test(file) || /\/node_modules\/|^\0/.test(file)) return [];
  const code = await readFile(file, 'utf8');
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
  const found = await Promise.all(
    [...new Set(sources)].filter(Boolean).map((source) => resolve(source, file)),
  );
  return found.filter((id) => id !== undefined);
}
