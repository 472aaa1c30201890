import type { DevEnvironment, EnvironmentModuleNode, HotUpdateOptions } from 'vite';

import { isAppFile, isEntryFile } from '../app-files/app-files.js';
import { isLiveFile } from '../app-files/app-files.js';
import { isIslandFile } from '../app-files/island-file.js';
import { virtual } from '../modules/modules.js';
import { isLinked } from '../modules/style-sheets.js';
import type { DevApp } from './app.js';

/**
 * Decides the effect of an edit on the server: the modules to replace, or none if they cannot be read, so that the old code
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
  const changed = [...modules, ...appModuleFor(dev, environment, options)];
  if (changed.length === 0) return undefined;
  try {
    // Reading waits for an editor that has emptied the file and not yet written it: the watcher may report only the first change.
    if (type !== 'delete') await options.read();
    for (const module of changed)
      if (type !== 'delete' || module.file !== file) await environment.transformRequest(module.url);
  } catch (error) {
    dev.showFailure(error);
    return [];
  }
  const isReplaced = runsInBrowsers(options.server.environments.client, file);
  if (changed.some((module) => reachesPage(module, isReplaced))) dev.reloadPagesWithNext();
  await dev.retryStart();
  return changed;
}

/**
 * The module that imports all files of the app, if a file was added or removed, if one that it does not import has another
 * role now, or if a new one may be the missing import.
 */
function appModuleFor(
  dev: DevApp,
  { moduleGraph, config }: DevEnvironment,
  { type, file, modules }: HotUpdateOptions,
): EnvironmentModuleNode[] {
  const module = moduleGraph.getModuleById(`\0${virtual.app}`);
  if (!module) return [];
  // On the server Vite does not remember the importers of a file that was missing.
  const mayBeMissed = type === 'create' && dev.isBroken;
  if (mayBeMissed) moduleGraph.invalidateAll();
  const isImported = type === 'update' && modules.length > 0;
  if (!mayBeMissed && (isImported || !isAppFile(config.root, file, dev.pageExtensions))) return [];
  moduleGraph.invalidateModule(module);
  return [module];
}

/**
 * Tells whether a module reaches a page other than by a live view, which renders again by itself, or by an island that
 * browsers replace.
 */
function reachesPage(
  module: EnvironmentModuleNode,
  isReplaced: boolean,
  seen = new Set<EnvironmentModuleNode>(),
): boolean {
  const { file } = module;
  if (seen.has(module) || (file && isLiveFile(file))) return false;
  if (isReplaced && file && isIslandFile(file)) return false;
  seen.add(module);
  if (module.id === `\0${virtual.app}`) return true;
  return [...module.importers].some((importer) => reachesPage(importer, isReplaced, seen));
}

/** Tells whether a file runs in browsers. A file that no browser has asked for yet is known only by its name. */
const runsInBrowsers = ({ moduleGraph }: DevEnvironment, file: string): boolean =>
  [...(moduleGraph.getModulesByFile(file) ?? [])].some(
    ({ isSelfAccepting }) => isSelfAccepting !== undefined,
  );

/**
 * Updates the browser's entries after an edit, in addition to Vite's own update: a file that they import may appear or go, and the
 * plugins may be others.
 */
export function clientUpdate(
  { moduleGraph, config }: DevEnvironment,
  { type, file, modules }: HotUpdateOptions,
  isOfPlugins: boolean,
): EnvironmentModuleNode[] | undefined {
  const isOther = type !== 'update' && isEntryFile(config.root, file);
  if (!isOther && !isOfPlugins) return undefined;
  const entries = [virtual.client, virtual.islands, virtual.everyPage].flatMap(
    (name) => moduleGraph.getModuleById(`\0${name}`) ?? [],
  );
  for (const entry of entries) moduleGraph.invalidateModule(entry);
  return [...modules, ...entries];
}
