import { posix } from 'node:path';
import type {
  DevEnvironment,
  EnvironmentModuleGraph,
  EnvironmentModuleNode,
  HotUpdateOptions,
} from 'vite';

import { isAppFile, isLiveFile } from '../app-files/app-files.js';
import { isIslandFile } from '../app-files/island-file.js';
import { virtual } from '../modules/modules.js';
import { isCssModule, isLinked } from '../modules/style-sheets.js';
import type { DevApp } from './app.js';
import { compileAll } from './compile-edited.js';
import { classNamesOf } from './css-modules.js';
import type { ImportedNames } from './imported-names.js';
import type { Writes } from './writes.js';

/**
 * Decides the effect of an edit on the server: the modules to replace, or none if they cannot be read, so that the old code
 * goes on. The app's own module accepts every update, so nothing above it is loaded again.
 */
export async function serverUpdate(
  dev: DevApp,
  environment: DevEnvironment,
  options: HotUpdateOptions,
  writes: Writes,
  names: ImportedNames,
): Promise<EnvironmentModuleNode[] | undefined> {
  if (!dev.isWanted) return undefined;
  const { file } = options;
  const modules = options.modules.flatMap(ofServer);
  const classNames = new Map(modules.map((module) => [module, classNamesOf(module)]));
  const changed = [...modules, ...appModuleFor(dev, environment, options)];
  if (changed.length === 0) return [];
  const compile = async () => {
    const { inVain } = await names.importersConcerned(environment, modules);
    return compileAll(environment, options, [...changed, ...inVain]);
  };
  if ((await compile()).length > 0) {
    if (!(await writes.isWritten(file, options.timestamp))) return [];
    // It may have been read before it was written.
    const failures = await compile();
    if (failures.length > 0) {
      // The next save may have emptied it meanwhile.
      if (await writes.isAsNoted(file, options.timestamp))
        for (const failure of failures) dev.noteBroken(failure.file, failure.error);
      // The mend of another file takes what is new of this one.
      for (const module of changed) environment.moduleGraph.invalidateModule(module);
      return [];
    }
  }
  dev.noteMended(file);
  await checkBrokenFiles(dev, environment);
  const isReplaced = runsInBrowsers(options.server.environments.client, file);
  const isRestyled = (module: EnvironmentModuleNode): boolean =>
    options.type === 'update' &&
    isCssModule(module.url) &&
    classNames.get(module) === classNamesOf(module);
  const replaced = changed.filter((module) => !isRestyled(module));
  if (replaced.some((module) => reachesPage(module, isReplaced))) dev.news.updatePagesWithNext();
  await dev.retryStart();
  return replacedModules(environment, replaced, options.timestamp);
}

/**
 * The modules of an edited file that the server runs. Style sheets are the browser's, where Vite replaces their links; but CSS
 * modules name classes, also those that import the file.
 */
const ofServer = (module: EnvironmentModuleNode): EnvironmentModuleNode[] =>
  isLinked(module.url)
    ? [module, ...module.importers].filter(({ type, url }) => type === 'js' && isCssModule(url))
    : [module];

/**
 * The modules to replace for others that have changed: those that accept it themselves, and the app's own. Vite would also follow
 * importers that are gone, find nobody who accepts the update, and drop all modules.
 */
function replacedModules(
  { moduleGraph }: DevEnvironment,
  changed: readonly EnvironmentModuleNode[],
  timestamp: number,
): EnvironmentModuleNode[] {
  const app = moduleGraph.getModuleById(`\0${virtual.app}`);
  const accepting = changed.filter((module) => module.isSelfAccepting && module !== app);
  const invalid = new Set<EnvironmentModuleNode>();
  for (const module of changed)
    if (!accepting.includes(module)) moduleGraph.invalidateModule(module, invalid, timestamp, true);
  return app && invalid.has(app) ? [...accepting, app] : accepting;
}

/** Compiles the files again that could not be compiled: the edit may have brought what they import. */
async function checkBrokenFiles(dev: DevApp, environment: DevEnvironment): Promise<void> {
  for (const file of dev.brokenFiles)
    try {
      for (const { url } of environment.moduleGraph.getModulesByFile(file) ?? [])
        await environment.transformRequest(url);
      dev.noteMended(file);
    } catch {
      // Its error is shown already.
    }
}

/**
 * The module that imports all files of the app, if a file was added or removed, if one that it does not import has another
 * role now, or if a new one may be the missing import; then also the modules that have missed one.
 */
function appModuleFor(
  dev: DevApp,
  { moduleGraph, config }: DevEnvironment,
  { type, file, modules }: HotUpdateOptions,
): EnvironmentModuleNode[] {
  const module = moduleGraph.getModuleById(`\0${virtual.app}`);
  if (!module) return [];
  const mayBeMissed = type === 'create' && dev.isBroken;
  const missing = mayBeMissed ? importersOfMissing(moduleGraph, file) : [];
  // Another one may import it by a name that is not relative.
  if (mayBeMissed && missing.length + modules.length === 0) moduleGraph.invalidateAll();
  // A module of a file that was gone for a moment has nobody who imports it.
  const isImported = type === 'update' && modules.some(({ importers }) => importers.size > 0);
  if (!mayBeMissed && (isImported || !isAppFile(config.root, file, dev.pageExtensions))) return [];
  moduleGraph.invalidateModule(module);
  return [module, ...missing];
}

/** The modules that have missed a file which is there now. On the server Vite leaves such imports as they are written. */
const importersOfMissing = (
  { idToModuleMap }: EnvironmentModuleGraph,
  file: string,
): EnvironmentModuleNode[] =>
  [...idToModuleMap.values()].filter((module) =>
    module.transformResult?.deps?.some(
      (source) =>
        source.startsWith('.') &&
        bare(posix.resolve(posix.dirname(module.file ?? ''), source)) === bare(file),
    ),
  );

/** A path as it may be imported: without its ending, and a folder for its index. */
const bare = (path: string): string => path.replace(/\.\w+$/, '').replace(/\/index$/, '');

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
    ({ type, isSelfAccepting }) => type === 'js' && isSelfAccepting !== undefined,
  );
