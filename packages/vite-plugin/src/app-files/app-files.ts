import { type Dirent, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRouteTable } from '@skerry/kit/server';

import { mayPrerender } from './exports.js';
import { isIslandFile, nameBeside } from './island-file.js';
import { hasPageExtension, mayBeRoute, type PageExtensions } from './page-extensions.js';
import { findStrategies, isStrategy } from './strategies.js';
import { type Check, isForRoutes, refuseLink, refuseStray } from './strays.js';

/** The files that make an app. Paths are absolute and written with `/`. */
export interface AppFiles {
  /** By their path under `src/pages`. */
  routes: ReadonlyMap<string, string>;
  /** Live views, by their path under `src` without `.live.tsx`. */
  views: ReadonlyMap<string, string>;
  /** `src/app.ts` */
  config: string | undefined;
  /** `src/server.ts` */
  server: string | undefined;
  /** `src/client.ts` */
  client: string | undefined;
  /** `src/islands.server.ts`, or `.tsx` */
  islands: string | undefined;
  /** The app's own strategies, by name. */
  strategies: ReadonlyMap<string, string>;
}

const pagesFolder = 'pages/';

/** A file that takes no part in the app, though its place says so. */
export interface Misfit {
  readonly file: string;
  readonly error: unknown;
}

/**
 * Finds the files of the app in a folder.
 *
 * @param leaveOut receives files that are wrong, which then are not among those that are found; without it, the first one is thrown
 * @throws SkerryError `bad-route`, `route-conflict`; FileError
 */
export function findAppFiles(
  root: string,
  pageExtensions: PageExtensions = [],
  leaveOut: (misfit: Misfit) => void = ({ error }) => {
    throw error;
  },
): AppFiles {
  const source = `${root}/src`;
  const wrong = new Set<string>();
  const isRight: Check = (file, check) => {
    try {
      check();
      return true;
    } catch (error) {
      wrong.add(file);
      leaveOut({ file: `${source}/${file}`, error });
      return false;
    }
  };
  const { files: all, links } = listFiles(source);
  for (const link of links) isRight(link, () => refuseLink(source, link));
  const pages = all.filter((file) => file.startsWith(pagesFolder));
  const routes = new Set(
    routesOf(
      pages.filter((file) => mayBeRoute(file, pageExtensions)),
      isRight,
    ),
  );
  for (const file of pages)
    if (!routes.has(file) && !wrong.has(file)) isRight(file, () => refuseStray(source, file));
  const views = all.filter((file) => roleOf(file) === 'view');
  const one = (name: string): string | undefined =>
    all.includes(name) ? `${source}/${name}` : undefined;
  return {
    routes: new Map(
      [...routes].map((file) => [file.slice(pagesFolder.length), `${source}/${file}`]),
    ),
    views: new Map(views.map((file) => [file.replace(liveEnding, ''), `${source}/${file}`])),
    config: one('app.ts'),
    server: one('server.ts'),
    client: one('client.ts'),
    islands: one('islands.server.ts') ?? one('islands.server.tsx'),
    strategies: findStrategies(all, source, isRight),
  };
}

/** The files that take part in routes: of two that answer one path, the first. */
function routesOf(files: readonly string[], isRight: Check): string[] {
  const tableOf = (some: readonly string[]) =>
    createRouteTable(some.map((file) => file.slice(pagesFolder.length)));
  const right: string[] = [];
  try {
    tableOf(files);
    right.push(...files);
  } catch {
    // One by one, to know which of them is wrong.
    for (const file of files) if (isRight(file, () => tableOf([...right, file]))) right.push(file);
  }
  return tableOf(right).files.map((file) => pagesFolder + file);
}

/** Tells whether the app changes when this file appears or goes. */
export function isAppFile(
  root: string,
  file: string,
  pageExtensions: PageExtensions = [],
): boolean {
  if (!file.startsWith(`${root}/src/`)) return false;
  const name = file.slice(root.length + '/src/'.length);
  const isPage = name.startsWith('pages/') && hasPageExtension(name, pageExtensions);
  return isPage || roleOf(name) !== undefined;
}

/** Tells whether a file is one that the browser's entries import by its place: `src/client.ts`, or a strategy. */
export function isEntryFile(root: string, file: string): boolean {
  if (!file.startsWith(`${root}/src/`)) return false;
  const name = file.slice(root.length + '/src/'.length);
  return name === 'client.ts' || isStrategy(name);
}

/** Tells whether there is a page or an endpoint: layouts and error pages answer no request. */
export const answersSomething = ({ routes }: AppFiles): boolean =>
  [...routes.keys()].some((file) => !/(?:^|\/)_[^/]*$/.test(file));

/** Tells whether some page asks to be written as a file at build. */
export const prerendersSomething = ({ routes }: AppFiles): boolean =>
  [...routes.values()].some((file) => mayPrerender(readFileSync(file, 'utf8'), file));

/** The path under `src` of a file whose exports are checked. */
export function fileWithDuty(
  root: string,
  file: string,
  pageExtensions: PageExtensions = [],
): string | undefined {
  if (!file.startsWith(`${root}/src/`)) return undefined;
  const name = file.slice(root.length + '/src/'.length);
  if (Object.hasOwn(ownFiles, name) && name !== 'client.ts') return name;
  if (isStrategy(name) || isIslandFile(name)) return name;
  const isRoute =
    name.startsWith('pages/') &&
    mayBeRoute(name, pageExtensions) &&
    createRouteTable([name.slice('pages/'.length)]).files.length === 1;
  return isRoute ? name : undefined;
}

/** Tells whether a file is a page, a layout or an error page. */
export const isRouteFile = (root: string, file: string): boolean =>
  /\.[jt]sx$/.test(file) && fileWithDuty(root, file)?.startsWith('pages/') === true;

const liveEnding = /\.live\.tsx$/;

/** Returns true for a file that exports a live view, by its name. */
export const isLiveFile = (file: string): boolean => liveEnding.test(file);

/** The roles of files that have one each, by their path under `src`. */
const ownFiles: Readonly<Record<string, 'config' | 'server' | 'client' | 'islands'>> = {
  'app.ts': 'config',
  'server.ts': 'server',
  'client.ts': 'client',
  'islands.server.ts': 'islands',
  'islands.server.tsx': 'islands',
};

/** The role of a file, by its path under `src`. */
function roleOf(file: string): 'route' | 'view' | (typeof ownFiles)[string] | undefined {
  if (isLiveFile(file)) return 'view';
  if (file.startsWith('pages/'))
    return isForRoutes(file.slice('pages/'.length)) ? 'route' : undefined;
  return ownFiles[file];
}

/** The name of the live view in a file: its path under `src`, or from the folder of the app or in its package, without the ending. */
export function viewId(root: string, file: string): string | undefined {
  if (!isLiveFile(file)) return undefined;
  // A test runner's root may be a whole workspace.
  const source = file.startsWith(`${root}/src/`) ? root.length : file.lastIndexOf('/src/');
  const path = source < 0 ? nameBeside(root, file) : file.slice(source + '/src/'.length);
  return path.replace(liveEnding, '');
}

/** The files below a folder, and the symbolic links; none if there is no such folder. */
function listFiles(folder: string): { files: string[]; links: string[] } {
  const entries = existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
    : [];
  const pathsOf = (some: Dirent[]): string[] =>
    some
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(folder.length + 1)
          .replaceAll('\\', '/'),
      )
      .sort();
  return {
    files: pathsOf(entries.filter((entry) => entry.isFile())),
    links: pathsOf(entries.filter((entry) => entry.isSymbolicLink())),
  };
}
