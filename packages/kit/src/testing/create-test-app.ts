import { type App, createApp, liveServerOf } from '../app/app.js';
import type { AppConfig, Plugin } from '../core/config.js';
import type { Locals } from '../core/locals.js';
import { createLocals } from '../core/trace.js';
import type { LiveView } from '../live/author/define.js';
import { MarkupInspector } from '../markup/inspector.js';
import { noAssets } from '../page/assets.js';
import type { ServerModule } from '../page/server-module.js';
import type { AppModules } from '../page/site.js';
import { definePlugin } from '../plugin/define.js';
import { LiveTestError } from './dom.js';

/** What a test changes of an app. */
export interface TestAppOptions {
  /** Options that differ from those of the app; limits are taken one by one. */
  config?: AppConfig;
  /** Plugins, before those of the app. */
  plugins?: readonly Plugin[];
  /** The data that guards would set: every request and every connection has it from the start, whatever taps and guards of the app set. */
  locals?: Partial<Locals>;
  /** Code of the server, in place of `src/server.ts`; `false` for none. */
  server?: ServerModule | false | undefined;
  /** The path that the app is under; by default the `base` of the `vite.config.ts` that the test runs under, or `/`. */
  base?: string | undefined;
  /** The mode of the app; `development` by default. */
  mode?: 'development' | 'production';
}

/** The modules of an app for tests, each as its file exports it. */
export interface TestAppModules extends Omit<Partial<AppModules>, 'server'>, TestAppOptions {}

/** No modules: then the app is the one of the `vite.config.ts`. */
interface NoModules {
  routes?: undefined;
  views?: undefined;
  parts?: undefined;
}

/**
 * An app for tests, with a secret of its own. Pages that browsers would repair fail.
 *
 * Without modules it is the app whose `vite.config.ts` the test runs under: its pages, live views, plugins and options, imported when it is
 * called for.
 *
 * @throws errors of the modules and of the setups of plugins, as the start of an app does; LiveTestError where there is no app to take
 * @example
 * const app = await createTestApp({ locals: { user: ann } });
 * const page = await fetchPage(app, '/');
 * @example
 * const app = createTestApp({ plugins: [hello()], parts: { 'skerry-plugin-hello/page': await import('../src/page.tsx') } });
 */
export function createTestApp(options?: TestAppOptions & NoModules): Promise<App>;
export function createTestApp(modules: TestAppModules): App;
export function createTestApp(
  options: TestAppModules | (TestAppOptions & NoModules) = {},
): App | Promise<App> {
  const hasModules = options.routes ?? options.views ?? options.parts;
  // seam: the overloads tell both apart
  return hasModules ? startTestApp(options as TestAppModules) : startOwnApp(options);
}

/** The name under which the Vite plugin hands over the app of a test run. */
const ownModules = Symbol.for('skerry.own-modules');
const handed = globalThis as {
  [ownModules]?: { readonly base: string; importModules(): Promise<{ modules: AppModules }> };
};

async function startOwnApp({ config, server, ...options }: TestAppOptions): Promise<App> {
  const own = handed[ownModules];
  if (!own)
    throw new LiveTestError(
      'createTestApp() without modules takes the app of the vite.config.ts that the test runs under, and there is none: ' +
        'run Vitest with `plugins: [skerry()]`, or give it the modules: createTestApp({ routes: { … }, views: { … } }).',
    );
  const { modules } = await own.importModules();
  const limits = { ...modules.config?.limits, ...config?.limits };
  return startTestApp({
    ...modules,
    ...options,
    server: server ?? modules.server,
    config: { ...modules.config, ...config, limits },
  });
}

function startTestApp({
  config = {},
  plugins = [],
  locals = {},
  mode = 'development',
  base = handed[ownModules]?.base,
  server,
  routes = {},
  views = {},
  ...modules
}: TestAppModules): App {
  const failures = new Set<(error: Error) => void>();
  const all = [...giving(locals), ...plugins, ...(config.plugins ?? [])];
  const markup = new MarkupInspector();
  const app = createApp({
    modules: {
      ...modules,
      server: server || undefined,
      routes,
      views: named(views),
      config: { ...config, plugins: all },
    },
    mode,
    base,
    markup,
    build: 'test',
    secret: 'a secret for tests, 32 bytes long',
    // A region may come late.
    assets: { ...noAssets, hasRegions: () => Object.keys(views).length > 0 },
    onFailure: (error) => failures.forEach((take) => take(error)),
  });
  known.set(app, { failures, locals, markup });
  return app;
}

/** Live views by the names that the tokens of their regions have: those of files come with the compiler only. */
const named = (views: AppModules['views']): AppModules['views'] =>
  Object.fromEntries(
    Object.entries<LiveView | undefined>(views).map(([name, view]) => [
      view?.id ?? name,
      view as LiveView,
    ]),
  );

/** What tests know of an app. */
interface TestApp {
  /** Receive every failure. */
  readonly failures: Set<(error: Error) => void>;
  /** The data that every request and every connection has. */
  readonly locals: Partial<Locals>;
  /** Finds what parsers of HTML would repair. */
  readonly markup: MarkupInspector;
}

const known = new WeakMap<App, TestApp>();

/** What tests know of an app that `createTestApp` has made. @throws LiveTestError for any other */
export function testAppOf(app: App): TestApp {
  const found = known.get(app);
  if (found) return found;
  const isPromise = (app as Partial<PromiseLike<App>>).then !== undefined;
  throw new LiveTestError(
    isPromise
      ? 'The app is a promise: createTestApp() without modules has to be awaited.'
      : 'The app is not one of createTestApp().',
  );
}

/** The data of a connection to an app, with some of its own. */
export const testLocals = (app: App, given: Partial<Locals> = {}): Locals =>
  holdLocals(createLocals(undefined, liveServerOf(app).locals), {
    ...known.get(app)?.locals,
    ...given,
  });

/** Gives locals the data of a test, and keeps it there: what the app sets for its own visitors changes nothing. */
function holdLocals(locals: Locals, given: Partial<Locals>): Locals {
  for (const [name, value] of Object.entries(given))
    Object.defineProperty(locals, name, {
      get: () => value,
      set() {},
      enumerable: true,
      configurable: true,
    });
  return locals;
}

/** The plugin that gives every request the data of a test. */
const giving = (given: Partial<Locals>): Plugin[] =>
  Object.keys(given).length === 0
    ? []
    : [
        definePlugin<object>({
          name: 'test:locals',
          setup: ({ hooks }) =>
            hooks.beforeRequest.tap(({ locals }) => void holdLocals(locals, given), {
              stage: -1_000_000,
            }),
        })(),
      ];
