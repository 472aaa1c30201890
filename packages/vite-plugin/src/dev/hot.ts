import type { DevEnvironment, EnvironmentModuleNode, HotUpdateOptions } from 'vite';

import { isAppFile } from '../files.js';
import { virtual } from '../modules.js';
import { isLinked } from '../style-sheets.js';
import type { DevApp } from './app.js';

/**
 * Decides what an edit does on the server: the modules to replace, or none where they cannot be read, so that the old code
 * goes on. The app's own module accepts every update, so nothing above it is loaded again.
 */
export async function serverUpdate(
  dev: DevApp,
  environment: DevEnvironment,
  options: HotUpdateOptions,
): Promise<EnvironmentModuleNode[] | undefined> {
  if (!dev.isWanted) return undefined;
  const { type, file, modules } = options;
  // Style sheets are the browser's: Vite replaces the links.
  if (isLinked(file) && !/\.module\./.test(file)) return [];
  const changed = [...modules, ...appModuleFor(environment, options)];
  if (changed.length === 0) return undefined;
  try {
    for (const module of changed)
      if (type !== 'delete' || module.file !== file) await environment.transformRequest(module.url);
  } catch (error) {
    dev.fail(error);
    return [];
  }
  if (changed.some((module) => reachesPage(module))) dev.reloadWithNext();
  await dev.retry();
  return changed;
}

/**
 * The module that imports all files of the app, where there is one more or less of them, or one that it does not import is
 * another now.
 */
function appModuleFor(
  { moduleGraph, config }: DevEnvironment,
  { type, file, modules }: HotUpdateOptions,
): EnvironmentModuleNode[] {
  const module = moduleGraph.getModuleById(`\0${virtual.app}`);
  const isImported = type === 'update' && modules.length > 0;
  if (isImported || !module || !isAppFile(config.root, file)) return [];
  moduleGraph.invalidateModule(module);
  return [module];
}

/** Whether a page shows what a module says by other ways than a live view: regions render again by themselves. */
function reachesPage(
  module: EnvironmentModuleNode,
  seen = new Set<EnvironmentModuleNode>(),
): boolean {
  if (seen.has(module) || module.file?.endsWith('.live.tsx')) return false;
  seen.add(module);
  if (module.id === `\0${virtual.app}`) return true;
  return [...module.importers].some((importer) => reachesPage(importer, seen));
}

/** What the browser's modules do about an edit beside what Vite does: the app's own script may appear or go. */
export function clientUpdate(
  { moduleGraph, config }: DevEnvironment,
  { type, file, modules }: HotUpdateOptions,
): EnvironmentModuleNode[] | undefined {
  const module = moduleGraph.getModuleById(`\0${virtual.client}`);
  if (type === 'update' || !module || file !== `${config.root}/src/client.ts`) return undefined;
  moduleGraph.invalidateModule(module);
  return [...modules, module];
}
