import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Assets } from '@skerry/kit/server';
import type { EnvironmentModuleGraph, EnvironmentModuleNode, ViteDevServer } from 'vite';

import { virtual } from '../modules.js';
import { fileOf, isIslandFile, isIslandImport } from './name.js';
import { islandPath } from './registry.js';

/** What the development server knows of islands, for pages. */
export function islandAssets({
  config: { base, root },
  environments,
}: ViteDevServer): Pick<Assets, 'islands' | 'islandPreloads' | 'hasIslands'> {
  return {
    islands: { script: `${base}@id/__x00__${virtual.islands}`, preloads: [], styles: [] },
    islandPreloads: (name) => [`${base}${islandPath}${name}.js`],
    hasIslands: (file) => reachesIsland(environments.ssr.moduleGraph, `${root}/src/pages/${file}`),
  };
}

/** Finds the file of an island by its name; `undefined` where there is none. */
export async function findIsland(
  name: string,
  { config: { root }, environments }: ViteDevServer,
): Promise<string | undefined> {
  if (!isIslandImport(name)) return undefined;
  const places = [`${root}/src/${name}.tsx`, `${root}/src/${name}`, join(root, name)];
  const file =
    places.find((place) => existsSync(place)) ??
    (await environments.ssr.pluginContainer.resolveId(name, `${root}/package.json`))?.id;
  return file && isIslandFile(fileOf(file)) ? fileOf(file) : undefined;
}

/** Whether a file and what it imports bring in an island. */
function reachesIsland(graph: EnvironmentModuleGraph, file: string): boolean {
  const seen = new Set<EnvironmentModuleNode>();
  const search = (node: EnvironmentModuleNode): boolean => {
    if (seen.has(node)) return false;
    seen.add(node);
    return (node.id?.includes('?island=') ?? false) || [...node.importedModules].some(search);
  };
  return [...(graph.getModulesByFile(file) ?? [])].some(search);
}
