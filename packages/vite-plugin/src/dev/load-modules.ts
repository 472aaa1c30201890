import { posix } from 'node:path';
import type {
  AppOptions,
  checkIslands,
  checkRoute,
  checkServer,
  checkViews,
} from '@skerry/kit/server';

import { isPluginList } from '../app-files/exports.js';

/** A file, and a function that imports it. */
export type Load = readonly [file: string, load: () => Promise<Record<string, unknown>>];

/** The files of the app, as its module names them. */
export interface LoadableFiles {
  readonly routes: Readonly<Record<string, Load>>;
  readonly views: Readonly<Record<string, Load>>;
  /** The modules of the pages that plugins add. */
  readonly parts: Readonly<Record<string, Load>>;
  readonly viewsOfPlugins: readonly Load[];
  readonly config: Load | undefined;
  /** `src/server.ts` */
  readonly server: Load | undefined;
  /** `src/islands.server.ts` */
  readonly islands: Load | undefined;
}

export type Modules = AppOptions['modules'];

/** The modules of the app, and the files that could not be loaded. */
export interface Loaded {
  readonly modules: Modules;
  readonly failures: readonly LoadFailure[];
}
export interface LoadFailure {
  readonly file: string;
  readonly error: unknown;
}

interface Checks {
  readonly checkIslands: typeof checkIslands;
  readonly checkRoute: typeof checkRoute;
  readonly checkServer: typeof checkServer;
  readonly checkViews: typeof checkViews;
}

/**
 * Loads the modules of the app. In the place of a module that cannot be loaded stands the one before; if there is none, routes
 * that need it fail when they are asked for.
 *
 * @param last the modules of the version before
 * @throws the error of `src/app.ts`, `src/server.ts`, `src/islands.server.ts` or a list of plugins, without a version before
 */
export async function loadModules(
  files: LoadableFiles,
  { checkIslands, checkRoute, checkServer, checkViews }: Checks,
  last?: Modules,
): Promise<Loaded> {
  const failures: LoadFailure[] = [];
  const tryLoad = async <T>(
    [file, load]: Load,
    use: (module: Record<string, unknown>) => T,
    otherwise: (error: unknown) => T,
  ): Promise<T> => {
    try {
      return use(await load());
    } catch (error) {
      failures.push({ file, error });
      return otherwise(error);
    }
  };
  const routes: Record<string, unknown> = {};
  const broken = new Map<string, unknown>();
  for (const [name, load] of Object.entries(files.routes))
    routes[name] = await tryLoad<unknown>(
      load,
      (module) => {
        checkRoute(name, module);
        return module;
      },
      (error) => {
        const before = last?.routes[name];
        if (before) return before;
        if (isPluginList(name)) throw error;
        broken.set(name, error);
        return undefined;
      },
    );
  const views: Record<string, Modules['views'][string]> = {};
  for (const [id, load] of Object.entries(files.views)) {
    const view = await tryLoad(
      load,
      (module) => checkViews({ [id]: module.default as Modules['views'][string] })[id],
      () => last?.views[id],
    );
    if (view) views[id] = view;
  }
  for (const load of files.viewsOfPlugins)
    await tryLoad(
      load,
      ({ default: view }) => Object.assign(views, { [(view as { id: string }).id]: view }),
      () => ({}),
    );
  const parts: Record<string, unknown> = {};
  for (const [part, load] of Object.entries(files.parts))
    parts[part] = await tryLoad<unknown>(
      load,
      (module) => module,
      (error) => last?.parts?.[part] ?? brokenPage(error),
    );
  /** What the whole app needs: without a version before, the app cannot start. */
  const loadNeeded = async <T>(
    load: Load | undefined,
    use: (module: Record<string, unknown>) => T,
    before: T | undefined,
  ): Promise<T | undefined> =>
    load &&
    tryLoad<T | undefined>(load, use, (error) => {
      if (!last) throw error;
      return before;
    });
  // seam: kit checks what they export; the options as they are set up
  const config = await loadNeeded(
    files.config,
    (module) => module.default as Modules['config'],
    last?.config,
  );
  const server = await loadNeeded(
    files.server,
    (module) => checkServer(module as unknown as Modules['server']),
    last?.server,
  );
  const islands = await loadNeeded(
    files.islands,
    (module) => checkIslands(module as unknown as Modules['islands']),
    last?.islands,
  );
  return {
    modules: {
      routes: withBroken(routes, broken),
      views,
      parts,
      ...(config && { config }),
      server,
      islands,
    },
    failures,
  };
}

/** Puts modules that fail in the place of those that could not be loaded, and of all routes that these are around. */
function withBroken(
  routes: Record<string, unknown>,
  broken: ReadonlyMap<string, unknown>,
): Record<string, unknown> {
  const names = Object.keys(routes);
  for (const [name, error] of broken) {
    const folder = posix.dirname(`/${name}`);
    const isAround = /(?:^|\/)_layout\.[jt]sx$/.test(name);
    const needing = names.filter(
      (each) => each === name || (isAround && isBelow(folder, each) && !isPluginList(each)),
    );
    for (const each of needing)
      routes[each] = /\.[jt]s$/.test(each) ? brokenEndpoint(error) : brokenPage(error);
  }
  return routes;
}

const isBelow = (folder: string, name: string): boolean =>
  folder === '/' || `/${name}`.startsWith(`${folder}/`);

/** Nobody passes a guard that could not be loaded; a request gets the error. */
const brokenGuard =
  (error: unknown) =>
  ({ step }: { step: string }): void => {
    if (step !== 'request') throw error;
  };

function brokenPage(error: unknown): Record<string, unknown> {
  const fail = (): never => {
    throw error;
  };
  return { default: fail, guard: brokenGuard(error) };
}

function brokenEndpoint(error: unknown): Record<string, unknown> {
  const { default: fail, guard } = brokenPage(error);
  const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
  return { ...Object.fromEntries(methods.map((method) => [method, fail])), guard };
}
