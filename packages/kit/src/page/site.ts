import { posix } from 'node:path';

import type { AppConfig } from '../core/config.js';
import { fail } from '../core/errors.js';
import type { Guard } from '../core/guard.js';
import type { LiveView } from '../live/author/define.js';
import type { PluginFolder } from '../plugin/order.js';
import type { PluginParts } from '../plugin/parts.js';
import { type Endpoint, toEndpoint } from './endpoint.js';
import { checkIslands, type IslandsModule } from './islands-module.js';
import { type PageModule, toPageModule } from './module.js';
import { PageChain } from './page.js';
import type { ServerModule } from './server-module.js';
import { addedRoute, patternText, routeFile } from '../route/pattern.js';
import { createRouteTable, type Route, type RouteTable } from '../route/table.js';
import { canonicalPath } from '../route/path.js';
import { errorPagesFor, type Match, matchRoute } from '../route/match.js';
import { liveView } from '../template/live.js';

/** The modules of an app, as its files export them. */
export interface AppModules {
  /** The default export of `src/app.ts`. */
  config?: AppConfig;
  /** `src/server.ts` */
  server?: ServerModule | undefined;
  /** `src/islands.server.ts` */
  islands?: IslandsModule | undefined;
  /** The modules under `src/pages`, by their path there. */
  routes: Readonly<Record<string, unknown>>;
  /** The default exports of the `*.live.tsx` files, by their path under `src` without that ending. */
  views: Readonly<Record<string, LiveView>>;
  /** The modules of the pages that plugins add, by the names that they give. */
  parts?: Readonly<Record<string, unknown>>;
}

/** The pages and endpoints of an app, checked and in order. */
export interface Site {
  table: RouteTable;
  /** A page or an error page with the layouts around it, by its file. */
  chain(file: string): PageChain;
  endpoint(file: string): Endpoint;
  /** The guards of a page or an endpoint and of the layouts around it, outermost first. */
  guardsOf(file: string): readonly Guard[];
  /** The guards of the page at a path, or of the error page that is shown there. */
  guardsAt(path: string, errorPage?: string): readonly Guard[];
  /** The params of a path. */
  paramsAt(path: string): Readonly<Record<string, string>>;
  /** Concerns itself with the islands of its pages. */
  readonly islands: IslandsModule | undefined;
}

/**
 * Puts the modules under `src/pages`, and the routes of plugins, in order.
 *
 * @param base the path of the app
 * @throws SkerryError `bad-module`, `bad-route`, `route-conflict`, `missing-part`
 */
export function createSite(
  { routes, parts: modules = {}, islands }: Pick<AppModules, 'routes' | 'parts' | 'islands'>,
  added?: Pick<PluginParts, 'pages' | 'endpoints'>,
  base?: string,
): Site {
  const pages = new Map<string, PageModule>();
  const endpoints = new Map<string, Endpoint>();
  for (const [file, module] of Object.entries(routes)) {
    const { kind, segments = [] } = routeFile(file) ?? {};
    const place = `src/pages/${file}`;
    if ('guards' in (module as object))
      throw fail('bad-module', { file: place, problem: 'exports `guards`; write `guard`' });
    if (kind !== 'page' && kind !== 'endpoint')
      refuseExport(place, module, 'prerender', 'pages and endpoints');
    if (kind !== 'endpoint') refuseExport(place, module, 'crossOrigin', 'endpoints');
    if (kind === 'endpoint') endpoints.set(file, toEndpoint(place, module, patternText(segments)));
    else if (kind && kind !== 'plugins') pages.set(file, toPageModule(place, module));
  }
  const own = (added?.endpoints ?? []).map(({ plugin, folder, pattern, handlers }) => {
    const name = `the endpoint ${pattern}`;
    endpoints.set(name, toEndpoint(`${name} of the plugin ${plugin}`, handlers, pattern));
    return addedRoute(plugin, name, 'endpoint', folder, pattern);
  });
  const shown = (added?.pages ?? []).map(({ plugin, folder, pattern, part }) => {
    const module = modules[part];
    if (module === undefined) throw fail('missing-part', { plugin, part });
    pages.set(part, toPageModule(`${part} of the plugin ${plugin}`, module));
    return addedRoute(plugin, part, 'page', folder, pattern);
  });
  const table = createRouteTable(Object.keys(routes), [...own, ...shown], base);
  return new AppSite(table, pages, endpoints, checkIslands(islands));
}

/**
 * Checks one module under `src/pages`.
 *
 * @throws SkerryError `bad-module`, `bad-route`
 */
export const checkRoute = (file: string, module: unknown): void =>
  void createSite({ routes: { [file]: module } });

class AppSite implements Site {
  readonly table: RouteTable;
  readonly #chains = new Map<string, PageChain>();
  readonly #endpoints: ReadonlyMap<string, Endpoint>;
  readonly #guards = new Map<string, readonly Guard[]>();
  readonly #isGuarded: boolean;

  constructor(
    table: RouteTable,
    pages: ReadonlyMap<string, PageModule>,
    endpoints: ReadonlyMap<string, Endpoint>,
    readonly islands: IslandsModule | undefined,
  ) {
    this.table = table;
    this.#endpoints = endpoints;
    for (const page of [...table.routes, ...table.errors]) {
      const { file, layouts } = page;
      const files = [...layouts, file];
      const modules = files.map((each) => pages.get(each) ?? endpoints.get(each)!);
      const guards = modules.flatMap(({ guard }) => guard ?? []);
      if (guards.length > 0) {
        refuseGuardedFile(file, pages.get(file) ?? endpoints.get(file));
        this.#guards.set(file, guards);
      }
      const isError = !('kind' in page);
      if (pages.has(file))
        this.#chains.set(file, new PageChain(files, modules as PageModule[], isError));
    }
    this.#isGuarded = this.#guards.size > 0;
  }

  chain(file: string): PageChain {
    return this.#chains.get(file) as PageChain;
  }

  endpoint(file: string): Endpoint {
    return this.#endpoints.get(file) as Endpoint;
  }

  guardsOf(file: string): readonly Guard[] {
    return this.#guards.get(file) ?? none;
  }

  guardsAt(path: string, errorPage?: string): readonly Guard[] {
    if (errorPage !== undefined) return this.guardsOf(errorPage);
    const file = this.#isGuarded ? routeAt(this.table, path)?.file : undefined;
    return file === undefined ? none : this.guardsOf(file);
  }

  paramsAt(path: string): Readonly<Record<string, string>> {
    return matchAt(this.table, path)?.params ?? {};
  }
}

/** A file is sent to everybody, whoever the layouts around its page let through. @throws SkerryError `bad-module` */
function refuseGuardedFile(file: string, route: PageModule | Endpoint | undefined): void {
  if (!route?.prerender) return;
  const problem =
    'exports `prerender`, and it or a layout around it has a `guard`: a file is sent to everybody. Remove one of the two, or move the page out of that folder';
  throw fail('bad-module', { file: `src/pages/${file}`, problem });
}

const none: readonly Guard[] = [];

/** The route that answers a path. */
export const routeAt = (table: RouteTable, path: string): Route | undefined =>
  matchAt(table, path)?.route;

function matchAt(table: RouteTable, path: string): Match | undefined {
  const canonical = canonicalPath(path, table.base);
  return 'segments' in canonical ? matchRoute(table, canonical.segments) : undefined;
}

/** The folder of the page at a path, or of the error page that would be shown there. */
export function folderAt(table: RouteTable, path: string): string | undefined {
  const canonical = canonicalPath(path, table.base);
  if (!('segments' in canonical)) return undefined;
  const { segments } = canonical;
  const route = matchRoute(table, segments)?.route;
  if (route) return route.folder;
  const [page] = errorPagesFor(table, segments);
  return page && posix.dirname(`/${page.file}`).slice(1);
}

/**
 * The plugins of an app: those of its own list, and those of the folders under `src/pages`, as their `_plugins.ts` list them.
 *
 * @throws SkerryError `bad-module`
 */
export const pluginFolders = (
  plugins: PluginFolder['plugins'],
  routes: AppModules['routes'],
): PluginFolder[] => [
  { folder: '', list: 'plugins', plugins },
  ...Object.entries(routes).flatMap(([file, module]) => {
    const route = routeFile(file);
    if (route?.kind !== 'plugins') return [];
    const { default: plugins } = module as { default?: PluginFolder['plugins'] };
    const list = `src/pages/${file}`;
    if (!Array.isArray(plugins))
      throw fail('bad-module', {
        file: list,
        problem: 'has no default export that is an array of plugins',
      });
    return { folder: route.folder, list, plugins };
  }),
];

function refuseExport(file: string, module: unknown, name: string, whose: string): void {
  if (name in (module as object))
    throw fail('bad-module', { file, problem: `exports \`${name}\`, which only ${whose} do` });
}

/**
 * Checks the default exports of the files of live views.
 *
 * @throws SkerryError `bad-module`
 */
export function checkViews(views: AppModules['views']): AppModules['views'] {
  for (const [id, view] of Object.entries<unknown>(views))
    if (typeof view !== 'object' || view === null || !(liveView in view))
      throw fail('bad-module', {
        file: `src/${id}.live.tsx`,
        problem: 'has no default export made by defineLive()',
      });
  return views;
}
