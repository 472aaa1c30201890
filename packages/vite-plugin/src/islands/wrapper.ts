import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { MagicString } from 'magic-string';
import { parseSync, type Plugin, type Rolldown } from 'vite';

import { hasNamedExports } from '../app-files/exports.js';
import {
  fileOf,
  frameworkOf,
  isIslandFile,
  isIslandImport,
  islandName,
} from '../app-files/island-file.js';
import { browserOnly } from '../compile/index.js';
import { packageName } from '../modules/installed.js';
import type { AppParts } from '../plugin-parts/app-parts.js';
import { placeOfImport } from './import-place.js';
import { titleOf } from './server-only.js';

/** Prefix of an import of a package's island, so that Node does not load it by itself. */
const scheme = 'skerry-island:';

/**
 * Replaces each island that server code imports by a definition: its component with its name and its renderer. In browser
 * code an island is the plain component.
 */
export function islandWrappers({ jsxOwners }: Pick<AppParts, 'jsxOwners'>): Plugin {
  let root: string;
  /** Without an importer, as when a module is requested by its URL, Vite names a page that does not exist. */
  const isServerCode = (importer: string | undefined): importer is string =>
    importer !== undefined &&
    !importer.endsWith('.html') &&
    !jsxOwners.isKnownBrowserCode(importer);
  return {
    name: 'skerry:islands',
    enforce: 'pre',
    applyToEnvironment: ({ config }) => config.consumer === 'server',
    configResolved(config) {
      root = config.root;
    },
    resolveId: {
      filter: { id: [/^skerry-island:/, /\.(?:island|react)(?:\.[cm]?[jt]sx?)?(?:\?only)?$/] },
      async handler(id, importer) {
        const source = id.replace(scheme, '').replace(browserOnly, '');
        const found = await this.resolve(source, importer, { skipSelf: true });
        if (!found || !isIslandFile(found.id) || !isServerCode(importer)) return found;
        return wrapperId(found.id, islandName(root, source, found.id), id.endsWith(browserOnly));
      },
    },
    load: {
      filter: { id: /[?&]island=/ },
      async handler(id) {
        if (id.includes(`${browserOnly}&`)) return browserOnlyModule(nameIn(id));
        const code = await wrapperModule(fileOf(id), nameIn(id)).catch((cause) =>
          existsSync(fileOf(id)) ? Promise.reject(cause as Error) : refuseGone(this, root, id),
        );
        // No author has written it: a source map would name the folder of the app on this machine.
        return { code, map: { mappings: '' } };
      },
    },
  };
}

/** Says who imports an island whose file was removed while the development server ran. */
function refuseGone(context: Rolldown.PluginContext, root: string, id: string): never {
  const { environment } = context;
  const module = environment.mode === 'dev' ? environment.moduleGraph.getModuleById(id) : undefined;
  const [importer = ''] = Array.from(module?.importers ?? [], (each) => each.id ?? '');
  const what = `${titleOf(root, fileOf(id))}, which is not there. Correct the import, or bring the file back.`;
  const message = importer ? `${titleOf(root, importer)} imports ${what}` : what;
  const loc = placeOfImport(importer, fileOf(id));
  return context.error(loc ? { message, id: loc.file, loc } : message);
}

/** An island's wrapper on the server has the same file as the island; its ending makes it JavaScript. */
const wrapperId = (file: string, name: string, isBrowserOnly: boolean): string =>
  `${file}${isBrowserOnly ? `${browserOnly}&` : '?'}${wrapperQuery(name)}`;

/** The end of the id of an island's wrapper. */
export const wrapperQuery = (name: string): string => `island=${encodeURIComponent(name)}.js`;

const nameIn = (id: string): string =>
  decodeURIComponent(/[?&]island=([^?&]*)\.js$/.exec(id)?.[1] ?? '');

/** The module of an island is loaded later, and by itself: if it fails, only this island does. */
async function wrapperModule(file: string, name: string): Promise<string> {
  const path = JSON.stringify(file);
  const code = await readFile(file, 'utf8');
  const parts = `name: ${JSON.stringify(name)}, packages: ${JSON.stringify(packagesIn(code, file))}`;
  return `import { defineIsland } from '@skerry/islands/server';
import { renderer } from '@skerry/islands/${frameworkOf(file)}/server';
export default defineIsland({ ${parts}, renderer, load: () => import(${path}) });
${hasNamedExports(code, file) ? `export * from ${path};\n` : ''}`;
}

/** An island that only browsers run: the server does not load it. */
const browserOnlyModule = (name: string): string =>
  `import { defineIsland } from '@skerry/islands/server';
export default defineIsland({ name: ${JSON.stringify(name)} });
`;

/** The packages that a module imports, without the frameworks of islands. */
function packagesIn(code: string, file: string): string[] {
  const sources = parseSync(file, code).module.staticImports.map(
    ({ moduleRequest }) => moduleRequest.value,
  );
  const names = sources
    .filter((source) => /^(?:@[\w-]|\w)/.test(source) && !source.includes(':'))
    .map(packageName);
  return [...new Set(names)].filter(
    (name) => !/^(?:@skerry\/.*|preact|react|react-dom)$/.test(name),
  );
}

/** In development Node itself would load imports from packages, which knows nothing about islands. */
export function packagedIslands(): Plugin {
  return {
    name: 'skerry:packaged-islands',
    enforce: 'pre',
    apply: 'serve',
    applyToEnvironment: ({ config }) => config.consumer === 'server',
    transform: {
      filter: {
        id: { include: /\.[cm]?[jt]sx?$/, exclude: /\/node_modules\// },
        code: /(['"])[^./'"][^'"]*\.(?:island|react)(?:\.[cm]?[jt]sx?)?(?:\?only)?\1/,
      },
      handler(code, id) {
        const edited = new MagicString(code);
        for (const { start, value } of requestsOf(code, id))
          if (isIslandImport(value.replace(browserOnly, '')) && !/^[./]/.test(value))
            edited.appendLeft(start + 1, scheme);
        if (!edited.hasChanged()) return undefined;
        return { code: edited.toString(), map: edited.generateMap({ hires: 'boundary' }) };
      },
    },
  };
}

/** The modules that a module imports or exports from, each where it is first named in a statement. */
function requestsOf(code: string, id: string): { start: number; value: string }[] {
  const { staticImports, staticExports } = parseSync(id, code).module;
  return [
    ...staticImports.map(({ moduleRequest }) => moduleRequest),
    ...staticExports.flatMap(({ entries }) => entries[0]?.moduleRequest ?? []),
  ];
}
