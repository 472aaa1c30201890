import type { Assets } from '@skerry/kit/server';
import type { EnvironmentModuleGraph, EnvironmentModuleNode, ViteDevServer } from 'vite';

import { virtual } from '../modules/modules.js';
import { fileOf } from '../app-files/island-file.js';
import { islandUrl } from './registry.js';
import { wrapperQuery } from './wrapper.js';

/** The islands' part of the development server's assets. */
export function islandAssets({
  config: { base, root },
  environments,
}: ViteDevServer): Pick<Assets, 'islands' | 'islandPreloads' | 'hasIslands'> {
  return {
    islands: { script: `${base}@id/__x00__${virtual.islands}`, preloads: [], styles: [] },
    islandPreloads: (name) => [islandUrl(base, name)],
    hasIslands: (file) => reachesIsland(environments.ssr.moduleGraph, `${root}/src/pages/${file}`),
  };
}

/**
 * Finds the file of an island by its name. Browsers may ask for any name: only the name of an island that the app imports
 * leads to a file.
 */
export function findIsland(name: string, { environments }: ViteDevServer): string | undefined {
  const ending = wrapperQuery(name);
  const ids = [...environments.ssr.moduleGraph.idToModuleMap.keys()];
  const wrapper = ids.find((id) => id.endsWith(ending));
  return wrapper && fileOf(wrapper);
}

/** Tells whether a file reaches an island by its imports. */
function reachesIsland(graph: EnvironmentModuleGraph, file: string): boolean {
  const seen = new Set<EnvironmentModuleNode>();
  const search = (node: EnvironmentModuleNode): boolean => {
    if (seen.has(node)) return false;
    seen.add(node);
    return (node.id?.includes('?island=') ?? false) || [...node.importedModules].some(search);
  };
  return [...(graph.getModulesByFile(file) ?? [])].some(search);
}
