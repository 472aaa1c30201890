import type { WholeApp } from '../plugin-parts/app-parts.js';

const text = (value: unknown): string => JSON.stringify(value);

/**
 * The module of the app in development. It names the files, each with a function that imports it, so that a file that cannot be
 * loaded costs only what needs it. With them come the parts of kit that run the app, and a report of every new version.
 */
export function developmentAppModule({
  routes,
  views,
  config,
  server,
  islands,
  parts,
}: WholeApp): string {
  const load = (file: string): string => `[${text(file)}, () => import(${text(file)})]`;
  const members = (files: Iterable<readonly [name: string, file: string]>): string =>
    [...files].map(([name, file]) => `${text(name)}: ${load(file)}`).join(', ');
  return `
import {
  checkIslands, checkRoute, checkServer, checkViews, createApp, createListener, guardProcess,
} from '@skerry/kit/server';
import { MarkupInspector } from '@skerry/kit/markup';
export const kit = {
  checkIslands, checkRoute, checkServer, checkViews, createApp, createListener, guardProcess, MarkupInspector,
};
export const files = {
  routes: { ${members(routes)} },
  views: { ${members(views)} },
  parts: { ${members(parts.pages.map(({ part }) => [part, part]))} },
  viewsOfPlugins: [${parts.views.map(({ part }) => load(part)).join(', ')}],
  config: ${config ? load(config) : 'undefined'},
  server: ${server ? load(server) : 'undefined'},
  islands: ${islands ? load(islands) : 'undefined'},
};
const data = import.meta.hot?.data ?? {};
export const watch = (watcher) => void (data.watcher = watcher);
import.meta.hot?.accept((next) => next ?? data.watcher?.failed());
data.watcher?.replaced({ files, kit });
`;
}
