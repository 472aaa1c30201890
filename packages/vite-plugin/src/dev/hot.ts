import { posix } from 'node:path';
import {
  type DevEnvironment,
  type EnvironmentModuleGraph,
  type EnvironmentModuleNode,
  type HotUpdateOptions,
  isRunnableDevEnvironment,
} from 'vite';

import { isAppFile, isEntryFile } from '../app-files/app-files.js';
import { isLiveFile } from '../app-files/app-files.js';
import { isIslandFile } from '../app-files/island-file.js';
import { virtual } from '../modules/modules.js';
import { isCssModule, isLinked } from '../modules/style-sheets.js';
import type { DevApp } from './app.js';
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

/** A file that does not compile. */
interface CompileFailure {
  readonly file: string;
  readonly error: unknown;
}

/** Compiles the modules of an edited file, and what it concerns, so that a fault is known before anything is replaced. */
async function compileAll(
  environment: DevEnvironment,
  { type, file, read }: HotUpdateOptions,
  modules: Iterable<EnvironmentModuleNode>,
): Promise<CompileFailure[]> {
  const failures = new Map<string, unknown>();
  const tryWork = async (of: string | null, work: () => unknown): Promise<void> => {
    try {
      await work();
    } catch (error) {
      failures.set(of ?? file, error);
    }
  };
  // Waits for an editor that has emptied the file and not yet written it.
  if (type !== 'delete') await tryWork(file, read);
  for (const module of modules)
    if ((type !== 'delete' || module.file !== file) && hasCode(module, environment))
      await tryWork(module.file, () => environment.transformRequest(module.url));
  return Array.from(failures, ([of, error]) => ({ file: of, error }));
}

/** Tells whether a module has code: of a file that is imported as text, Vite watches the file itself, too. */
const hasCode = ({ id, file }: EnvironmentModuleNode, environment: DevEnvironment): boolean =>
  id !== file ||
  /\.[cm]?[jt]sx?$/.test(file ?? '') ||
  (isRunnableDevEnvironment(environment) &&
    environment.runner.evaluatedModules.getModuleById(file ?? '') !== undefined);

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

/**
 * Updates the browser's entries after an edit, in addition to Vite's own update: a file that they import may appear or go, and the
 * plugins may be others.
 */
export async function clientUpdate(
  environment: DevEnvironment,
  options: HotUpdateOptions,
  writes: Writes,
  names: ImportedNames,
  isOfPlugins: boolean,
): Promise<EnvironmentModuleNode[] | undefined> {
  const { moduleGraph, config } = environment;
  const { type, file, modules } = options;
  const edited = modules.filter(({ isSelfAccepting }) => isSelfAccepting !== undefined);
  const { inVain, mended } = await names.importersConcerned(environment, edited);
  const missing = type === 'delete' ? importersOf(edited) : [];
  for (const module of missing) moduleGraph.invalidateModule(module);
  const known = [...new Set([...edited, ...inVain, ...mended, ...missing])];
  for (const module of known) if (module.isSelfAccepting) accepting.add(module);
  const orphans = new Set<EnvironmentModuleNode>();
  const compiled = importersFirst(known, orphans);
  if (known.length > 0 && (await compileAll(environment, options, compiled)).length > 0) {
    if (!(await writes.isWritten(file, options.timestamp))) return [];
    for (const module of known) if (accepting.has(module)) module.isSelfAccepting = true;
  }
  if (type === 'update') await compileMended(environment, modules);
  // Vite would load pages again for what nobody imports.
  const used = [...modules, ...mended, ...missing].filter((module) => !orphans.has(module));
  for (const orphan of orphans) forget(moduleGraph, orphan);
  acceptLinks(used);
  const isOther = type !== 'update' && isEntryFile(config.root, file);
  if (!isOther && !isOfPlugins) return used;
  const entries = [virtual.client, virtual.islands, virtual.everyPage].flatMap(
    (name) => moduleGraph.getModuleById(`\0${name}`) ?? [],
  );
  for (const entry of entries) moduleGraph.invalidateModule(entry);
  return [...used, ...entries];
}

/** The modules that browsers replace of those that import what is gone: what accepted its own updates would not tell them. */
const importersOf = (modules: readonly EnvironmentModuleNode[]): EnvironmentModuleNode[] =>
  modules
    .flatMap(({ importers }) => [...importers])
    .filter(({ isSelfAccepting }) => isSelfAccepting);

/** Compiles modules that were faulty until now: a page that asked for one shows its error until it hears of an update. */
async function compileMended(
  environment: DevEnvironment,
  modules: readonly EnvironmentModuleNode[],
): Promise<void> {
  for (const module of modules) {
    if (module.isSelfAccepting !== undefined) continue;
    // What is still faulty is shown when a page asks for it.
    await environment.transformRequest(module.url).catch(() => undefined);
    // Vite would load pages again for others.
    if (!module.isSelfAccepting) forget(environment.moduleGraph, module);
  }
}

/** Modules of islands that browsers replace. Vite forgets that of one that imports what is not there, and would load pages again. */
const accepting = new WeakSet<EnvironmentModuleNode>();

/** Makes a module as if no browser had asked for it. */
function forget(graph: EnvironmentModuleGraph, module: EnvironmentModuleNode): void {
  graph.invalidateModule(module);
  delete module.isSelfAccepting;
}

/**
 * Gives edited modules and their importers in the order in which to compile them: with the edit, an importer may import a copy in
 * the place of a module.
 *
 * @param orphans gets the modules that nobody imports any more, in place of giving them
 */
function* importersFirst(
  modules: readonly EnvironmentModuleNode[],
  orphans: Set<EnvironmentModuleNode>,
): Generator<EnvironmentModuleNode> {
  const imported = new Set(modules.filter(({ importers }) => importers.size > 0));
  for (const module of modules.toReversed())
    if (imported.has(module) && [...module.importers].every((each) => orphans.has(each)))
      orphans.add(module);
    else yield module;
}

/** Lets Vite replace the links of CSS modules as it does those of other style sheets, in place of reloading pages. */
function acceptLinks(modules: readonly EnvironmentModuleNode[]): void {
  for (const module of modules)
    for (const each of [module, ...module.importers])
      if (each.type === 'css') each.isSelfAccepting = true;
}
