import type { AppConfig } from '../core/config.js';
import { fail } from '../core/errors.js';
import type { LiveView } from '../live/author/define.js';
import { type Endpoint, toEndpoint } from './endpoint.js';
import { type PageModule, toPageModule } from './module.js';
import { PageChain } from './page.js';
import { routeFile } from '../route/pattern.js';
import { createRouteTable, type RouteTable } from '../route/table.js';
import { liveView } from '../template/live.js';

/** The modules of an app, as its files export them. */
export interface AppModules {
  /** The default export of `src/app.ts`. */
  config?: AppConfig;
  /** The modules under `src/pages`, by their path there. */
  routes: Readonly<Record<string, unknown>>;
  /** The default exports of the `*.live.tsx` files, by their path under `src` without that ending. */
  views: Readonly<Record<string, LiveView>>;
}

/** The modules under `src/pages`, checked and in order. */
export interface Site {
  table: RouteTable;
  /** A page or an error page with the layouts around it, by its file. */
  chain(file: string): PageChain;
  endpoint(file: string): Endpoint;
}

/**
 * Puts the modules under `src/pages` in order.
 *
 * @throws SkerryError `bad-module`, `bad-route`, `route-conflict`
 */
export function createSite(routes: AppModules['routes']): Site {
  const table = createRouteTable(Object.keys(routes));
  const pages = new Map<string, PageModule>();
  const endpoints = new Map<string, Endpoint>();
  for (const [file, module] of Object.entries(routes)) {
    const kind = routeFile(file)?.kind;
    if (kind !== 'page') refuseExport(file, module, 'prerender', 'pages');
    if (kind !== 'endpoint') refuseExport(file, module, 'crossOrigin', 'endpoints');
    if (kind === 'endpoint') endpoints.set(file, toEndpoint(file, module));
    else if (kind) pages.set(file, toPageModule(file, module));
  }
  const chains = new Map<string, PageChain>();
  for (const { file, layouts } of [...table.routes, ...table.errors]) {
    const files = [...layouts, file];
    if (pages.has(file))
      chains.set(
        file,
        new PageChain(
          files,
          files.map((each) => pages.get(each) as PageModule),
        ),
      );
  }
  return {
    table,
    chain: (file) => chains.get(file) as PageChain,
    endpoint: (file) => endpoints.get(file) as Endpoint,
  };
}

function refuseExport(file: string, module: unknown, name: string, whose: string): void {
  if (name in (module as object))
    throw fail('bad-module', {
      file: `src/pages/${file}`,
      problem: `exports \`${name}\`, which only ${whose} do`,
    });
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
