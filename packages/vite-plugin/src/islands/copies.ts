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
 * @param compat whether Preact takes the place of React: in all modules, or in those that Preact islands reach
 */
export function islandCopies(appParts: AppParts, compat: boolean | 'some'): Plugin {
  const { jsxOwners } = appParts;
  const graphs = new WeakMap<object, SharedCode>();
  let takesReact = compat !== false;
  const graphOf = (environment: object): SharedCode => {
    let graph = graphs.get(environment);
    if (!graph) graphs.set(environment, (graph = new SharedCode(appParts, takesReact)));
    return graph;
  };
  const frameworkOf = (importer: string): Framework | undefined =>
    compat === true && jsxOwners.isKnownBrowserCode(importer)
      ? 'preact'
      : jsxOwners.frameworkOf(importer);
  return {
    name: 'skerry:island-copies',
    enforce: 'pre',
    configResolved({ resolve }) {
      // An app may put Preact in the place of React itself.
      const isReact = (find: string | RegExp) =>
        typeof find === 'string' ? find === 'react' : find.test('react');
      takesReact ||= resolve.alias.some(({ find }) => isReact(find));
    },
    buildStart() {
      graphOf(this.environment).forgetAll();
    },
    resolveId: {
      filter: { id: /^[^\0]/ },
      async handler(source, importer, options) {
        const framework = importer && frameworkOf(importer);
        if (!framework || (options as { scan?: boolean }).scan) return undefined;
        const found = await this.resolve(source, importer, { ...options, skipSelf: true });
        if (!found || found.external) return found;
        const shared = graphOf(this.environment);
        if (!(await shared.needsCopy(found.id, framework, resolveIn(this)))) return found;
        const id = copyFor(framework, found.id);
        shared.noteImporter(id, importer);
        return { ...found, id };
      },
    },
    transform: {
      filter: { id: /\.[jt]sx(?:\?on=(?:preact|react))?$/ },
      async handler(code, id) {
        const file = fileOf(id);
        const copyOf = frameworkOfCopy(id);
        const framework = copyOf ?? (isIslandFile(file) ? frameworkOfIsland(file) : undefined);
        if (!framework) return;
        const shared = graphOf(this.environment);
        const foreign = await shared.foreignRuntime(file, framework);
        const at = foreign && firstJsx(parseSync(file, code).program);
        if (!at) return;
        const titles = [...shared.wayTo(id), file].map((each) => titleOf(appParts.root, each));
        const reason = copyOf
          ? `a component of ${framework} imports it: ${titles.join(' → ')}.`
          : `is an island of ${framework}.`;
        throw new Source(code, file).errorAt(
          at,
          `${titles.at(-1)} has the JSX of ${foreign}, and ${reason}`,
          hintFor(file, framework, copyOf !== undefined),
        );
      },
    },
    /** An edit may change whose JSX a file has: then what imports it has to find it again. */
    async hotUpdate({ type, file, modules }) {
      const shared = graphOf(this.environment);
      if (type !== 'update') return void shared.forgetAll();
      if (!(await shared.changes(file))) return undefined;
      const { moduleGraph } = this.environment;
      const importers = importersUpToIslands(moduleGraph, file, (id) => !frameworkOf(id));
      for (const module of importers) moduleGraph.invalidateModule(module);
      return [...new Set([...modules, ...importers])];
    },
  };
}

/** The next step for a file whose JSX is not that of a framework. */
function hintFor(file: string, framework: Framework, isImported: boolean): string {
  const line = `Begin it with /** @jsxImportSource ${framework} */`;
  if (!isIslandFile(file))
    return `${line}, or let nothing say whose it is: then it is that of whoever imports it.`;
  return isImported
    ? 'Make both islands of one framework, or pass the inner one as children from the page.'
    : `${line}, or let Preact take the place of React by the option \`compat\`.`;
}

/** The importers of a file, and theirs, up to code of which is known whose it is. */
function importersUpToIslands(
  graph: EnvironmentModuleGraph,
  file: string,
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
  for (const module of graph.getModulesByFile(file) ?? []) collect(module);
  return found;
}
