import { pageBase } from '../app-files/base.js';
import type { WholeApp } from '../plugin-parts/app-parts.js';

/** The modules that the plugin writes, by purpose. */
export const virtual = {
  /** All modules of the app. */
  app: 'virtual:skerry/app',
  /** The same in the run of an app's tests: with all of them loaded. */
  modules: 'virtual:skerry/modules',
  /** What `@skerry/kit/paths` is in an app. */
  paths: 'virtual:skerry/paths',
  /** The browser's entry for regions. */
  client: 'virtual:skerry/client',
  /** The browser's entry for late content. */
  late: 'virtual:skerry/late',
  /** The browser's entry for style sheets in late content. */
  lateStyles: 'virtual:skerry/late-styles',
  /** The browser's entry for pages with holes on a host of files. */
  holes: 'virtual:skerry/holes',
  /** The browser's entry of every page, for modules of plugins. */
  everyPage: 'virtual:skerry/every-page',
  /** The browser's entry for islands. */
  islands: 'virtual:skerry/islands',
  /** In development, an island; its name and `.js` follow. */
  island: 'virtual:skerry/island/',
  /** The entry of the production server: it prepares the process, and starts the built app. */
  server: 'virtual:skerry/server',
  /** The built app, and the parts of kit that run it. */
  builtApp: 'virtual:skerry/built-app',
  /** The entry of the process that writes pages as files at build. */
  prerender: 'virtual:skerry/prerender',
} as const;

const text = (value: unknown): string => JSON.stringify(value);

/** The module that gathers all modules of the app. */
export function appModule({ routes, views, config, server, islands, parts }: WholeApp): string {
  const imports: string[] = [];
  const load = (file: string): string => {
    const name = `file${imports.length}`;
    imports.push(`import * as ${name} from ${text(file)};`);
    return name;
  };
  const members = (files: ReadonlyMap<string, string>, part: string): string =>
    [...files].map(([name, file]) => `${text(name)}: ${load(file)}${part}`).join(', ');
  const pages = new Map(parts.pages.map(({ part }) => [part, part]));
  const ofPlugins = parts.views.map(({ part }) => `...byId(${load(part)})`);
  const all = [
    `routes: { ${members(routes, '')} }`,
    `views: { ${[members(views, '.default'), ...ofPlugins].filter(Boolean).join(', ')} }`,
    `parts: { ${members(pages, '')} }`,
  ];
  if (config) all.push(`config: ${load(config)}.default`);
  if (server) all.push(`server: ${load(server)}`);
  if (islands) all.push(`islands: ${load(islands)}`);
  return `${imports.join('\n')}\n${byId}export const modules = { ${all.join(', ')} };\n`;
}

/** The module that puts the base of the app before its paths. @param base Vite's option */
export const pathsModule = (base: string): string =>
  // An address of another host is that of files alone. In a run of tests only `import.meta.env` knows the base.
  `export const pathTo = (path) => ${pageBase(base) === base ? 'import.meta.env.BASE_URL.slice(0, -1) + path' : 'path'};\n`;

const byId = 'const byId = ({ default: view }) => ({ [view.id]: view });\n';

/** The module that a browser loads for regions: the app's own, then the regions start. */
export function clientModule({ client, parts }: WholeApp): string {
  const own = client ? `import ${text(client)};\n` : '';
  const { imports, calls } = clientCalls(parts, 'live');
  const hooks = calls === '' ? '' : "import { hooks } from '@skerry/client/hooks';\n";
  return `import { start } from '@skerry/client';\n${hooks}${imports}${calls}${own}start();\n`;
}

/** Hands the options of plugins to their browser modules. */
function clientCalls({ clients }: WholeApp['parts'], wanted: string) {
  const some = clients.filter(({ where }) => where === wanted);
  return {
    imports: some.map(({ part }, i) => `import plugin${i} from ${text(part)};\n`).join(''),
    calls: some
      .map(
        ({ plugin, options }, i) =>
          `hooks.addPlugin(${text(plugin)}, plugin${i}, ${text(options)});\n`,
      )
      .join(''),
  };
}

/** The module that every page loads, if plugins want one: it loads theirs once the browser is idle. */
export function everyPageModule({ parts }: WholeApp): string {
  const calls = parts.clients
    .filter(({ where }) => where === 'all')
    .map(
      ({ plugin, part, options }) =>
        `  load(${text(plugin)}, () => import(${text(part)}), ${text(options)});\n`,
    );
  return `${loadPart}(globalThis.requestIdleCallback ?? setTimeout)(() => {\n${calls.join('')}});\n`;
}

const loadPart = `const load = (name, part, options) =>
  part()
    .then((module) => module.default({ options }))
    .catch((error) => console.error('The plugin ' + name + ' failed in the browser:', error));
`;

/** Tells whether plugins have a module for every page. */
export const loadsEverywhere = ({ clients }: WholeApp['parts']): boolean =>
  clients.some(({ where }) => where === 'all');

/** The module that a browser loads for late content, if it does not put it in its place itself. */
export const lateModule = `import '@skerry/client/late';\n`;

/** The module that a browser loads for late content with style sheets, if it does not wait for them itself. */
export const lateStylesModule = `import '@skerry/client/late-styles';\n`;

/** The module that a browser loads for the holes of a page, if the page comes from a host of files. */
export const holesModule =
  `import { fillHoles } from '@skerry/client/holes';\n` +
  `void fillHoles(() => import('${virtual.late}'), () => import('${virtual.lateStyles}'));\n`;

/** A placeholder in the server's code for the name of the build, which is known once all code is. */
export const buildMark = '__SKERRY_BUILD__';

/** The files that a browser loads for regions, or for islands. */
export interface Script {
  script: string;
  preloads: readonly string[];
  styles: readonly string[];
}

/** The output of the browser's build. */
export interface BuiltAssets {
  /** By file under `src/pages`. */
  styles: Record<string, readonly string[]>;
  client: Script;
  late: Script;
  lateStyles: Script;
  holes: Script;
  /** Absent if no plugin has a module for every page. */
  everyPage: Script | undefined;
  /** Absent if the app has no islands. */
  islands: Script | undefined;
  /** The scripts that each island is loaded with, by its name. */
  islandPreloads: Record<string, readonly string[]>;
  /** The strategies by which islands may hydrate. */
  strategies: readonly string[];
  /** The files under `src/pages` that reach a live view. */
  withRegions: readonly string[];
  /** The files under `src/pages` that reach an island. */
  withIslands: readonly string[];
}

/** The modules of the app and its assets, as an entry of the server's build has them. */
const appParts = (assets: BuiltAssets): string => `
import { modules } from '${virtual.app}';
const { styles, client, late, lateStyles, holes, everyPage, islands, islandPreloads, strategies, withRegions, withIslands } = ${text(assets)};
const assets = {
  areFixed: true,
  scripts: everyPage ? [everyPage.script] : [],
  styles: (file) => styles[file] ?? [],
  client,
  late,
  lateStyles,
  holes,
  ...(islands && { islands }),
  islandPreloads: (name) => islandPreloads[name] ?? [],
  hasRegions: (file) => withRegions.includes(file),
  hasIslands: (file) => withIslands.includes(file),
  isIsland: (name, strategy) => Object.hasOwn(islandPreloads, name) && strategies.includes(strategy),
};
`;

/** A file beside the server's entry with the facts about prerendered pages. */
export const prerenderedFile = 'prerendered.json';

/** The entry of the production server. Everything else is loaded once the process is prepared. @param mode the mode of the build */
export const serverModule = (mode: string): string => `
import { prepareProcess } from '@skerry/kit/start';
prepareProcess(${text(mode)});
const { runServer, builtApp } = await import('${virtual.builtApp}');
await runServer(builtApp);
`;

/** The facts about a build that the built app needs. */
export interface BuildFacts {
  readonly assets: BuiltAssets;
  /** The path of the app. */
  readonly base: string;
  /** True if pages are written as files. */
  readonly prerenders: boolean;
}

/** The built app; a preview runs it inside another server. */
export const builtAppModule = ({ assets, base, prerenders }: BuildFacts): string => `
import { join } from 'node:path';
export * as kit from '@skerry/kit/server';
export { runServer } from '@skerry/kit/server';
${appParts(assets)}
export const builtApp = {
  modules,
  assets,
  base: ${text(base)},
  build: '${buildMark}',
  files: join(import.meta.dirname, '../client'),${
    prerenders
      ? `
  prerendered: join(import.meta.dirname, '${prerenderedFile}'),`
      : ''
  }
};
`;

/** The entry of the process that writes pages as files at build. */
export const prerenderModule = ({ assets, base }: Omit<BuildFacts, 'prerenders'>): string => `
import { runPrerender } from '@skerry/kit/server';
${appParts(assets)}
void runPrerender({ modules, assets, base: ${text(base)} });
`;
