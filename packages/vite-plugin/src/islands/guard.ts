import { setTimeout } from 'node:timers/promises';
import type { EnvironmentModuleGraph, Plugin, Rolldown } from 'vite';

import { fileOf } from '../app-files/island-file.js';
import type { BrowserModules } from './browser-modules.js';
import { placeOfImport } from './import-place.js';
import { builtin, doesWithout, namedPrefix, serverOnlyHint, titleOf } from './server-only.js';

/** Keeps modules of the server out of the browser's code, that of workers included; the error shows the chain of imports. */
export function guard(modules: BrowserModules): Plugin {
  let isWorker = false;
  return {
    name: 'skerry:guard',
    enforce: 'pre',
    applyToEnvironment: ({ config }) => config.consumer === 'client',
    configResolved(config) {
      isWorker = config.isWorker;
    },
    buildStart() {
      if (isWorker) return;
      modules.clear();
      modules.isPageBundled = true;
    },
    resolveId: {
      filter: { id: [/^@skerry\/kit(?:\/(?!paths$)|$)/, builtin] },
      async handler(source, importer = '') {
        if (source.startsWith('@skerry/kit') || source.startsWith('node:'))
          return namedPrefix + source;
        // A package may have the name of a module of Node.
        const resolved = await this.resolve(source, importer, { skipSelf: true });
        const isMissing = resolved?.id.startsWith('__vite-browser-external');
        return isMissing && !doesWithout(importer, source) ? namedPrefix + source : resolved;
      },
    },
    load: {
      filter: {
        id: [
          /^\0skerry:server-only\//,
          /\.(?:live|server)\.[cm]?[jt]sx?/,
          /\/src\/(?:pages|server)\/|\/src\/app\.ts/,
        ],
      },
      async handler(id) {
        if (serverOnlyHint(modules.root(), id) === undefined) return undefined;
        if (this.environment.mode === 'dev')
          return refuse(this, modules, id, this.environment.moduleGraph);
        modules.serverOnly.add(id);
        // Every import of it works for now: the build fails once all modules are read.
        return { code: 'module.exports = {};', moduleType: 'js' };
      },
    },
    transform: {
      // Packages that the development server has bundled name the modules of Node that it left out.
      filter: { id: /\/deps\//, code: leftOut },
      async handler(code, id) {
        if (this.environment.mode !== 'dev') return;
        const { moduleGraph, depsOptimizer } = this.environment;
        const dependency = depsOptimizer?.metadata.depInfoList.find(
          ({ file }) => file === fileOf(id),
        );
        const [, inVariable, inText] = leftOut.exec(code) ?? [];
        const source = inVariable ?? inText;
        if (!dependency || !source) return;
        const way = (await wayIn(modules, moduleGraph, id)).slice(0, -1);
        refuseWay(this, modules, [...way, dependency.id, namedPrefix + source]);
      },
    },
    async buildEnd(error) {
      if (!isWorker) modules.isPageBundled = false;
      const [id] = modules.serverOnly;
      if (id === undefined || error) return;
      modules.noteBundle(this);
      if (!modules.isPageBundled) await refuse(this, modules, id);
    },
  };
}

/** What Vite leaves of a module of Node; since 8.4 its name is in a variable. */
const leftOut =
  /\bpath(?:\$\d+)? = "([^"]+)";\s*console\.warn\(`Module "\$|\bModule "([^"$]+)" has been externalized for browser/;

/** Refuses server code that browser code reaches, with the way to it and the place of its last step. */
export async function refuse(
  context: Rolldown.PluginContext,
  modules: BrowserModules,
  id: string,
  graph?: EnvironmentModuleGraph,
): Promise<never> {
  return refuseWay(context, modules, graph ? await wayIn(modules, graph, id) : modules.wayTo(id));
}

function refuseWay(
  context: Rolldown.PluginContext,
  modules: BrowserModules,
  way: readonly string[],
): never {
  const place = placeOfImport(way.at(-2) ?? '', way.at(-1) as string);
  const error = message(modules.root(), way);
  return context.error(place ? { message: error, id: place.file, loc: place } : error);
}

function message(root: string, chain: readonly string[]): string {
  const titles = chain.map((module) => titleOf(root, module));
  const lines = titles.map((title, i) => `  ${'  '.repeat(i)}${i === 0 ? '' : '→ '}${title}`);
  return (
    `${titles[0]} runs in the browser and reaches ${titles.at(-1)}, which belongs on the server:\n` +
    `${lines.join('\n')}\n${serverOnlyHint(root, chain.at(-1) ?? '')}`
  );
}

/** The way in development, where a module may be read before its importers are known. */
async function wayIn(
  modules: BrowserModules,
  graph: EnvironmentModuleGraph,
  id: string,
): Promise<string[]> {
  let way = modules.wayTo(id, graph);
  for (let tries = 0; tries < 20 && !modules.begins(way[0] as string); tries++) {
    await setTimeout(50);
    way = modules.wayTo(id, graph);
  }
  return way;
}
