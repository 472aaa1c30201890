import { loadIslands } from '@skerry/islands/server';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

import { createLiveServer, type LiveServer } from '../channel/live-server.js';
import { type ResolvedConfig, resolveConfig } from '../core/config.js';
import type { Log } from '../core/log.js';
import { RequestPolicy } from '../core/request-policy.js';
import { toError } from '../core/thrown.js';
import { createLocals } from '../core/trace.js';
import { createKeyRing } from '../core/token.js';
import { createPlugins } from '../plugin/plugins.js';
import type { HooksOptions } from '../hooks/registry.js';
import type { MarkupInspector } from '../markup/inspector.js';
import { addRunningApp } from '../live/messages/app-publish.js';
import type { Publish } from '../live/messages/topics.js';
import type { Health, Usage } from '../live/registry/usage.js';
import { type Assets, noAssets } from '../page/assets.js';
import { answerRequest, notStarted } from './respond.js';
import { ServerCode } from './server-code.js';
import { checkServer } from '../page/server-module.js';
import { createInternalRoutes } from './internal-routes.js';
import { IslandReports } from './island-reports.js';
import { signOffTo } from './sign-off.js';
import { speculationRules } from './speculation-rules.js';
import { LoopDelays } from './loop-delay.js';
import type { Prerendered } from '../prerender/prerendered.js';
import type { PageFile } from '../page/holes.js';
import {
  type AppModules,
  checkViews,
  createSite,
  folderAt,
  pluginFolders,
  routeAt,
  type Site,
} from '../page/site.js';

/** The options of an app. */
export interface AppOptions {
  modules: AppModules;
  /** The mode; error pages show details of a failure in development only. */
  mode: 'development' | 'production';
  /** The name of this build; tokens of another build are stale. */
  build: string;
  assets?: Assets;
  /** The path under which the app is, with a slash at both ends; `/` by default. */
  base?: string | undefined;
  /** The regions in pages that the build has written as files. */
  prerendered?: Prerendered['regions'] | undefined;
  /** Pages with holes that the build has written as files, by their canonical path. */
  pageFiles?: Readonly<Record<string, PageFile>> | undefined;
  /** Signs sessions and tokens if the app's own options set no secret; of several, the first is the newest. */
  secret?: string | readonly string[] | undefined;
  /** Takes messages if the app's own options set no log. */
  log?: Log;
  /** Finds what browsers would repair in pages and regions; the development server and tests give it. */
  markup?: MarkupInspector | undefined;
  /** Receives every failure with its work and its place, as `onError` does: the development server shows it. */
  onFailure?: HooksOptions['onFailure'];
}

/** A running app. */
export interface App {
  /** The options, with their defaults. */
  readonly config: ResolvedConfig;
  /** Decides which requests are allowed. */
  readonly policy: RequestPolicy;
  /** Resolves when every tap of `onStart`, and `start` of `src/server.ts`, is done; rejected with `start-failed` if one failed. Nothing else reports that. */
  readonly started: Promise<void>;
  /** Answers a request, once the app has started; never throws or rejects. */
  fetch(request: Request): Response | Promise<Response>;
  /** Takes over the upgrade of the path that regions connect to, or refuses it, once the app has started; resolves then. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void | Promise<void>;
  /** Reports a failure on the way between Node's server and the app. */
  report(error: unknown): void;
  /** Sends a message to every region and plugin that subscribed to the topic. @throws SkerryError `bad-topic` */
  readonly publish: Publish;
  /** Reports an error that nothing caught and that belongs to no known work; see `guardProcess`. */
  panic(thrown: unknown): void;
  /** The numbers of connections and regions, and estimates of their memory. */
  usage(): Usage;
  /**
   * Replaces the pages and live views, once their islands are loaded; open regions render again. The options stay. Other server code takes the place of that which
   * runs: requests wait for its start, and the promise is rejected with `start-failed` if that fails.
   */
  replace(modules: AppModules): Promise<void> | undefined;
  /** The state of the process since the last call. */
  health(): Health;
  /**
   * Ends every connection, and waits for the server code and the plugins.
   *
   * @param drained resolves when the open requests are answered: what they use is ended then
   */
  close(reason?: string, drained?: PromiseLike<unknown>): Promise<void>;
}

const liveServers = new WeakMap<App, LiveServer>();

/** The regions and connections of an app, for its tests. */
export const liveServerOf = (app: App): LiveServer => liveServers.get(app) as LiveServer;

/** Starts an app. Requests wait until it has {@link App.started}. */
export function createApp(options: AppOptions): App {
  const { modules, mode, build, assets = noAssets, log = console, secret, onFailure } = options;
  const config = resolveConfig(
    { ...(secret && { secret }), ...modules.config },
    { log, base: options.base },
  );
  const { limits } = config;
  let server = checkServer(modules.server);
  const ring = createKeyRing(config.secrets);
  // Plugins add routes, and those of folders ask where a page is.
  let site: Site;
  const { hooks, names, parts, connectHost, stopPlugins } = createPlugins(
    pluginFolders(config.plugins, modules.routes),
    {
      limits,
      log: config.log,
      onFailure,
      mode,
      base: config.base,
      folderOf: (path) => folderAt(site.table, path),
    },
  );
  site = createSite(modules, parts, config.base);
  const views = checkViews(modules.views);
  const development = mode === 'development';
  const policy = new RequestPolicy(config, { development });
  const locals = createLocals();
  const live = createLiveServer({
    ring,
    build,
    hooks,
    limits,
    log: config.log,
    views,
    policy,
    development,
    markup: options.markup,
    pages: {
      guardsAt: (path, errorPage) => site.guardsAt(path, errorPage),
      paramsAt: (path) => site.paramsAt(path),
    },
    prerendered: new Map(Object.entries(options.prerendered ?? {})),
    signOffTo: config.speculation && signOffTo(config.base),
    base: config.base,
    locals,
  });

  const pageAt = (path: string): string | undefined => {
    const route = routeAt(site.table, path);
    return route?.kind === 'page' ? route.pattern : undefined;
  };
  const isIsland = (name: string, strategy: string): boolean =>
    assets.isIsland?.(name, strategy) ?? false;
  connectHost({ ...live.host, site: { pageAt, isIsland } });

  const report = (thrown: unknown, url: URL, where = 'request'): void =>
    hooks.onError.call({ error: toError(thrown), where, url });
  const panic = (thrown: unknown, url?: URL): void => {
    const error = toError(thrown);
    hooks.onError.call({ error, where: 'uncaught', url });
    hooks.onPanic.call({ error, url });
  };
  const publish: Publish = live.publish.bind(live);
  const forgetApp = addRunningApp(publish);
  const serverCode = new ServerCode({
    publish,
    log: config.log,
    limits,
    locals,
    panic,
    report: (thrown, where) => hooks.onError.call({ error: toError(thrown), where }),
  });
  const usage = () => live.usage;
  // In development the loop also does work that is not the app's.
  const loopDelays = new LoopDelays(limits, development ? undefined : config.log);
  const health = (): Health => ({ loopDelay: loopDelays.read() });
  const islandReports = new IslandReports({
    hooks,
    limits,
    assets,
    region: (id) => live.find(id),
  });
  const pageFiles = new Map(Object.entries(options.pageFiles ?? {}));
  const { speculation } = config;
  const internalRoutes = createInternalRoutes({
    islandReports,
    speculationRules: speculation && (() => speculationRules(site.table, speculation)),
    development,
    base: config.base,
  });
  /** Pending until the app has started; stays rejected if that fails. */
  let starting: Promise<void> | undefined;
  const begin = (work: Promise<unknown>): Promise<void> => {
    starting = work.then(() => void (starting = undefined));
    // The owner of `started`, or of the replacement, and each waiting request handle a failure.
    starting.catch(() => {});
    return starting;
  };
  const runTaps = () => hooks.onStart.call({ plugins: names });
  const tapped = loadIslands()?.then(runTaps) ?? runTaps();
  if (tapped || server)
    void begin(Promise.resolve(tapped).then(() => serverCode.startCode(server)));
  const answer = (request: Request): Response | Promise<Response> =>
    answerRequest(
      {
        site,
        policy,
        sessions: live.sessions,
        locals,
        hooks,
        assets,
        config,
        development,
        markup: options.markup,
        report,
        panic,
        mount: live.mount,
        openPageChannel: live.openPageChannel,
        takePost: live.takePost,
        publish,
        usage,
        health,
        internalRoutes,
        pageFiles,
      },
      request,
    );

  const app: App = {
    started: starting ?? Promise.resolve(),
    config,
    policy,
    publish,
    panic: (thrown) => panic(thrown),
    usage,
    health,
    // A request keeps the version of the pages that it began with.
    fetch: (request) =>
      starting
        ? starting.then(
            () => answer(request),
            () => notStarted(config.headers),
          )
        : answer(request),
    upgrade: (request, socket, head) =>
      starting
        ? starting.then(
            // Its browser may have left, or the handshake may have taken too long.
            () => (socket.destroyed ? undefined : live.upgrade(request, socket, head)),
            () => void socket.destroy(),
          )
        : live.upgrade(request, socket, head),
    report: (thrown) => hooks.onError.call({ error: toError(thrown), where: 'transport' }),
    replace(next) {
      const replace = (): Promise<void> | undefined => {
        const nextViews = checkViews(next.views);
        const nextServer = checkServer(next.server);
        site = createSite(next, parts, config.base);
        live.replaceViews(nextViews);
        if (nextServer === server) return undefined;
        server = nextServer;
        return begin(serverCode.endCode().then(() => serverCode.startCode(nextServer)));
      };
      return loadIslands()?.then(replace) ?? replace();
    },
    async close(reason = 'stop', drained = undefined) {
      serverCode.abortCode();
      // The taps of onShutdown end the work that those of onStart have begun.
      if (starting) await starting.catch(() => {});
      hooks.onShutdown.call({ reason });
      live.close();
      loopDelays.stop();
      // Open requests use what the code and the plugins have begun.
      await drained;
      await serverCode.endCode();
      await stopPlugins();
      forgetApp();
      await hooks.settled();
    },
  };
  liveServers.set(app, live);
  return app;
}
