import type {
  DevEnvironment,
  EnvironmentModuleGraph,
  EnvironmentModuleNode,
  HotUpdateOptions,
} from 'vite';

import { isEntryFile } from '../app-files/app-files.js';
import { virtual } from '../modules/modules.js';
import { compileAll } from './compile-edited.js';
import type { ImportedNames } from './imported-names.js';
import type { Writes } from './writes.js';

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
    // No page has asked for what nobody imports.
    if (module.isSelfAccepting !== undefined || module.importers.size === 0) continue;
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
