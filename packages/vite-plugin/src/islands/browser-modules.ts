import type { EnvironmentModuleGraph, Rolldown } from 'vite';

import { isEntryFile } from '../app-files/app-files.js';
import { fileOf, isIslandFile } from '../app-files/island-file.js';
import { shortestWay } from './ways.js';

/**
 * What leads to what in the code of browsers, beyond the imports of one module graph: Vite bundles each worker by itself, and the
 * URL of a file is no import.
 */
export class BrowserModules {
  /** The modules of the server that a build has met. */
  readonly serverOnly = new Set<string>();
  /** True while what pages load is bundled: its end knows the way from there to a worker. */
  isPageBundled = false;
  readonly #importers = new Map<string, Set<string>>();

  constructor(readonly root: () => string) {}

  clear(): void {
    this.serverOnly.clear();
    this.#importers.clear();
  }

  /** Notes what a module names by URLs now. */
  noteUrls(importer: string, files: readonly string[]): void {
    for (const importers of this.#importers.values()) importers.delete(moduleOf(importer));
    for (const file of files) this.#note(file, importer);
  }

  /** Notes the imports of a bundle, once it is read. */
  noteBundle(context: Rolldown.PluginContext): void {
    for (const module of context.getModuleIds()) {
      const { importers = [], dynamicImporters = [] } = context.getModuleInfo(module) ?? {};
      for (const importer of [...importers, ...dynamicImporters]) this.#note(module, importer);
    }
  }

  #note(module: string, importer: string): void {
    const name = moduleOf(module);
    const importers = this.#importers.get(name) ?? new Set();
    this.#importers.set(name, importers.add(moduleOf(importer)));
  }

  /** The shortest way from where the app's code of browsers begins to a module; on the development server, with the graph of its modules. */
  wayTo(module: string, graph?: EnvironmentModuleGraph): string[] {
    const importersOf = (name: string): string[] => [
      ...(this.#importers.get(name) ?? []),
      ...(graph ? importersIn(graph, name) : []),
    ];
    return shortestWay(
      moduleOf(module),
      (name) => importersOf(name).filter((importer) => !importer.startsWith('\0virtual:')),
      (name) => this.begins(name),
    );
  }

  /** Tells whether the app's code of browsers begins with a module. */
  begins(module: string): boolean {
    return isIslandFile(module) || isEntryFile(this.root(), module);
  }
}

/** A worker is a module with several names: that of its file stands for all. */
const moduleOf = (id: string): string =>
  /[?&](?:worker|sharedworker|worker_file)\b/.test(id) ? fileOf(id) : id;

const importersIn = (graph: EnvironmentModuleGraph, module: string): string[] =>
  [...(graph.getModulesByFile(fileOf(module)) ?? []), graph.getModuleById(module)]
    .filter((node) => node && moduleOf(node.id ?? '') === module)
    .flatMap((node) => [...(node?.importers ?? [])])
    .map(({ id }) => moduleOf(id ?? ''));
