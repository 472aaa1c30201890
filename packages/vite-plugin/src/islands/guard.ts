import { setTimeout } from 'node:timers/promises';
import type { EnvironmentModuleGraph, Plugin, Rolldown } from 'vite';

import { isEntryFile } from '../app-files/app-files.js';
import { fileOf, isIslandFile } from '../app-files/island-file.js';
import { builtin, doesWithout, namedPrefix, serverOnlyHint, titleOf } from './server-only.js';

/** Keeps modules of the server out of the browser's code; the error shows the chain of imports. */
export function guard(): Plugin {
  let root: string;
  const found = new Set<string>();
  return {
    name: 'skerry:guard',
    enforce: 'pre',
    applyToEnvironment: ({ config }) => config.consumer === 'client',
    configResolved(config) {
      root = config.root;
    },
    buildStart() {
      found.clear();
    },
    resolveId: {
      filter: { id: [/^@skerry\/kit(?:\/|$)/, builtin] },
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
        if (serverOnlyHint(root, id) === undefined) return undefined;
        if (this.environment.mode === 'dev')
          return this.error(message(root, await wayTo(root, id, this.environment.moduleGraph)));
        found.add(id);
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
        const way = (await wayTo(root, id, moduleGraph)).slice(0, -1);
        this.error(message(root, [...way, dependency.id, namedPrefix + source]));
      },
    },
    buildEnd(error) {
      const [id] = found;
      if (id !== undefined && !error)
        this.error(message(root, chainTo(root, id, importersOf(this))));
    },
  };
}

/** What Vite leaves of a module of Node; since 8.4 its name is in a variable. */
const leftOut =
  /\bpath(?:\$\d+)? = "([^"]+)";\s*console\.warn\(`Module "\$|\bModule "([^"$]+)" has been externalized for browser/;

type Importers = (id: string) => readonly string[];

const importersOf =
  (context: Rolldown.PluginContext): Importers =>
  (id) => {
    const { importers = [], dynamicImporters = [] } = context.getModuleInfo(id) ?? {};
    return [...importers, ...dynamicImporters];
  };

function message(root: string, chain: readonly string[]): string {
  const titles = chain.map((module) => titleOf(root, module));
  const lines = titles.map((title, i) => `  ${'  '.repeat(i)}${i === 0 ? '' : '→ '}${title}`);
  return (
    `${titles[0]} runs in the browser and reaches ${titles.at(-1)}, which belongs on the server:\n` +
    `${lines.join('\n')}\n${serverOnlyHint(root, chain.at(-1) ?? '')}`
  );
}

/** Does the same in development, where a module may be read before its importers are known. */
async function wayTo(root: string, id: string, graph: EnvironmentModuleGraph): Promise<string[]> {
  const importers: Importers = (module) =>
    [...(graph.getModuleById(module)?.importers ?? [])].flatMap((node) => node.id ?? []);
  for (let tries = 0; tries < 20; tries++) {
    const way = chainTo(root, id, importers);
    if (way.length > 1) return way;
    await setTimeout(50);
  }
  return [id];
}

/** The shortest way from a module where the browser's code of the app begins to another one. */
function chainTo(root: string, id: string, importers: Importers): string[] {
  const ways = [[id]];
  const seen = new Set([id]);
  for (const way of ways) {
    const [first] = way as [string];
    if (way.length > 1 && (isIslandFile(first) || isEntryFile(root, first))) return way;
    for (const importer of importers(first)) {
      if (seen.has(importer) || importer.startsWith('\0virtual:')) continue;
      seen.add(importer);
      ways.push([importer, ...way]);
    }
  }
  return [id];
}
