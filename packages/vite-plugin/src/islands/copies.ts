import {
  type EnvironmentModuleGraph,
  type EnvironmentModuleNode,
  parseSync,
  type Plugin,
} from 'vite';

import {
  copyFor,
  fileOf,
  type Framework,
  frameworkOf as frameworkOfIsland,
  frameworkOfCopy,
  isIslandFile,
} from '../app-files/island-file.js';
import { firstJsx, Source } from '../compile/index.js';
import { resolveIn } from '../modules/resolve-import.js';
import type { AppParts } from '../plugin-parts/app-parts.js';
import { titleOf } from './server-only.js';
import { SharedCode } from './shared-code.js';

/**
 * Gives code that islands share the JSX of the island that imports it, if nothing else says whose it is: each framework
 * has a copy of such a module, and of what leads to it.
 *
 * @param isAllPreact whether Preact takes the place of React in all modules, and not only where Preact islands reach it
 */
export function islandCopies(appParts: AppParts, isAllPreact: boolean): Plugin {
  const { jsxOwners } = appParts;
  const graphs = new WeakMap<object, SharedCode>();
  const graphOf = (environment: object): SharedCode => {
    let graph = graphs.get(environment);
    if (!graph) graphs.set(environment, (graph = new SharedCode(appParts)));
    return graph;
  };
  const frameworkOf = (importer: string): Framework | undefined =>
    isAllPreact && jsxOwners.isKnownBrowserCode(importer)
      ? 'preact'
      : jsxOwners.frameworkOf(importer);
  return {
    name: 'skerry:island-copies',
    enforce: 'pre',
    buildStart() {
      graphOf(this.environment).forgetAll();
    },
    resolveId: {
      filter: { id: /^[^\0]/ },
      async handler(source, importer, options) {
        const framework = importer && frameworkOf(importer);
        if (!framework || importer.startsWith('\0') || (options as { scan?: boolean }).scan)
          return undefined;
        const found = await this.resolve(source, importer, { ...options, skipSelf: true });
        if (!found || found.external) return found;
        const shared = graphOf(this.environment);
        const needsCopy = await shared.needsCopy(found.id, framework, resolveIn(this));
        const id = needsCopy ? copyFor(framework, found.id) : found.id;
        shared.noteImporter(id, importer);
        return { ...found, id };
      },
    },
    transform: {
      filter: { id: /\?on=(?:preact|react)$|\.(?:island|react)\.[jt]sx$/ },
      async handler(code, id) {
        const file = fileOf(id);
        const framework = frameworkOfCopy(id) ?? frameworkOfIsland(file);
        const shared = graphOf(this.environment);
        const { hooks, runtime } = await shared.foreignParts(file, framework, resolveIn(this));
        if (hooks === undefined && runtime === undefined) return;
        const { program, module } = parseSync(file, code);
        const at = hooks
          ? module.staticImports.find(({ moduleRequest }) => moduleRequest.value === hooks)
          : firstJsx(program);
        if (!at) return;
        const way = shared.wayTo(id).map((each) => titleOf(appParts.root, each));
        const isImported = way.length > 1;
        const reason = isImported
          ? `a component of ${framework} imports it: ${way.join(' → ')}.`
          : `is an island of ${framework}.`;
        const what = hooks ? `imports ${hooks}` : `has the JSX of ${runtime}`;
        throw new Source(code, file).errorAt(
          'moduleRequest' in at ? at.moduleRequest : at,
          `${way.at(-1)} ${what}, and ${reason}`,
          hooks ? hintForHooks : hintFor(file, framework, isImported),
        );
      },
    },
    /** An edit may change whose JSX a file has: then what imports it has to find it again. */
    async hotUpdate({ type, file, modules }) {
      const changed = await graphOf(this.environment).noteEdit(file, type);
      if (changed.length === 0) return undefined;
      const { moduleGraph } = this.environment;
      const importers = importersUpToIslands(moduleGraph, changed, (id) => !frameworkOf(id));
      for (const module of importers) moduleGraph.invalidateModule(module);
      return [...new Set([...modules, ...importers])];
    },
  };
}

const hintForHooks = 'Import from react in its place: in Preact islands that is preact/compat.';

/** The next step for a file whose JSX is not that of a framework. */
function hintFor(file: string, framework: Framework, isImported: boolean): string {
  const line = `Begin it with /** @jsxImportSource ${framework} */`;
  if (!isIslandFile(file))
    return `${line}, or let nothing say whose it is: then it is that of whoever imports it.`;
  return isImported
    ? 'Make both islands of one framework, or pass the inner one as children from the page.'
    : `${line}.`;
}

/** The importers of files, and theirs, up to code of which is known whose it is. */
function importersUpToIslands(
  graph: EnvironmentModuleGraph,
  files: readonly string[],
  isOpen: (id: string) => boolean,
): Set<EnvironmentModuleNode> {
  const found = new Set<EnvironmentModuleNode>();
  const collect = ({ importers }: EnvironmentModuleNode): void => {
    for (const importer of importers) {
      if (found.has(importer)) continue;
      found.add(importer);
      if (frameworkOfCopy(importer.id ?? '') || isOpen(importer.id ?? '')) collect(importer);
    }
  };
  for (const file of files)
    for (const module of graph.getModulesByFile(file) ?? []) collect(module);
  return found;
}
