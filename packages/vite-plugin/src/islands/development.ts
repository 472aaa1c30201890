import type { Assets } from '@skerry/kit/server';
import type { EnvironmentModuleGraph, EnvironmentModuleNode, ViteDevServer } from 'vite';

import { isLiveFile } from '../app-files/app-files.js';
import { virtual } from '../modules/modules.js';
import { fileOf, isWrapper } from '../app-files/island-file.js';
import { islandUrl } from './registry.js';
import { wrapperQuery } from './wrapper.js';

/** The part of the development server's assets that depends on islands and on what pages import. */
export function islandAssets(
  { config: { base }, environments }: ViteDevServer,
  fileOfPage: (name: string) => string,
): Pick<Assets, 'islands' | 'islandPreloads' | 'hasIslands' | 'hasRegions'> {
  const pageReaches = (file: string, isWanted: (module: EnvironmentModuleNode) => boolean) =>
    reaches(environments.ssr.moduleGraph, fileOfPage(file), isWanted);
  return {
    islands: { script: `${base}@id/__x00__${virtual.islands}`, preloads: [], styles: [] },
    islandPreloads: (name) => [islandUrl(base, name)],
    hasIslands: (page) => pageReaches(page, ({ id }) => isWrapper(id ?? '')),
    hasRegions: (page) => pageReaches(page, ({ file }) => isLiveFile(file ?? '')),
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

/** Returns true if a file, or one of its imports, is a wanted module. */
function reaches(
  graph: EnvironmentModuleGraph,
  file: string,
  isWanted: (module: EnvironmentModuleNode) => boolean,
): boolean {
  const seen = new Set<EnvironmentModuleNode>();
  const search = (node: EnvironmentModuleNode): boolean => {
    if (seen.has(node)) return false;
    seen.add(node);
    return isWanted(node) || [...node.importedModules].some(search);
  };
  return [...(graph.getModulesByFile(file) ?? [])].some(search);
}
