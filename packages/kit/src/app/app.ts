import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

import { createLiveServer } from '../channel/live-server.js';
import { type ResolvedConfig, resolveConfig } from '../core/config.js';
import type { Log } from '../core/log.js';
import { RequestPolicy } from '../core/request-policy.js';
import { toError } from '../core/thrown.js';
import { createKeyRing } from '../core/token.js';
import { createHooks } from '../hooks/registry.js';
import type { MarkupInspector } from '../markup/inspector.js';
import type { Usage } from '../live/registry/usage.js';
import { type Assets, noAssets } from '../page/assets.js';
import { answerRequest } from './respond.js';
import { createInternalRoutes } from './internal-routes.js';
import { IslandReports } from './island-reports.js';
import { type LoopDelay, LoopDelays } from './loop-delay.js';
import type { Prerendered } from '../prerender/prerendered.js';
import { type AppModules, createSite, checkViews } from '../page/site.js';

/** What an app is made of. */
export interface AppOptions {
  modules: AppModules;
  /** Whether error pages show what failed. */
  mode: 'development' | 'production';
  /** Names this build; the tokens of another are stale. */
  build: string;
  assets?: Assets;
  /** The regions in pages that the build has written as files. */
  prerendered?: Prerendered['regions'] | undefined;
  /** What signs sessions and tokens where the app's own options set nothing; of several the first is the newest. */
  secret?: string | readonly string[] | undefined;
  /** Where messages go where the app's own options set nothing. */
  log?: Log;
  /** Finds what browsers would repair in pages and regions; the development server and tests give it. */
  markup?: MarkupInspector | undefined;
  /** Hears of every failure, and in what work it was, as `onError` does: the development server shows it. */
  onFailure?: (error: Error, where: string) => void;
}

/** A running app. */
export interface App {
  /** Its options, complete. */
  readonly config: ResolvedConfig;
  /** Decides who may ask. */
  readonly policy: RequestPolicy;
  /** Answers a request; never rejects. */
  fetch(request: Request): Promise<Response>;
  /** Takes over the upgrade of the path that regions connect to, or refuses it; settled then. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void | Promise<void>;
  /** Takes note of a failure on the way between Node's server and the app. */
  report(error: unknown): void;
  /** Sends a message to every region that subscribed to the topic. */
  publish(topic: string, message?: unknown): void;
  /** Reports what was thrown where nothing caught it and nobody is known to be to blame; see `guardProcess`. */
  panic(thrown: unknown): void;
  /** How many connections and regions there are, and about how many bytes those hold. */
  usage(): Usage;
  /** Goes on with other pages and live views; open regions render again. The options stay. */
  replace(modules: AppModules): void;
  /** How the process fares since this was asked the last time. */
  health(): Health;
  /** Ends every connection and waits for the plugins. */
  close(reason?: string): Promise<void>;
}

/** How an app's process fares. */
export interface Health {
  /** How long the event loop kept work waiting, in milliseconds. */
  readonly loopDelay: LoopDelay;
}

/** Starts an app. */
export function createApp(options: AppOptions): App {
  const { modules, mode, build, assets = noAssets, log = console, secret, onFailure } = options;
  const config = resolveConfig({ ...(secret && { secret }), ...modules.config }, { log });
  const { limits } = config;
  const ring = createKeyRing(config.secrets);
  const hooks = createHooks(config.plugins, { limits, log: config.log, onFailure });
  let site = createSite(modules.routes);
  const views = checkViews(modules.views);
  const development = mode === 'development';
  const policy = new RequestPolicy(config, { development });
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
    prerendered: new Map(Object.entries(options.prerendered ?? {})),
  });

  const report = (thrown: unknown, url: URL, where = 'request'): void =>
    hooks.onError.call({ error: toError(thrown), where, url });
  const panic = (thrown: unknown, url?: URL): void => {
    const error = toError(thrown);
    hooks.onError.call({ error, where: 'uncaught', url });
    hooks.onPanic.call({ error, url });
  };
  const publish = live.publish.bind(live);
  const usage = () => live.usage;
  // In development the loop has other work than the app's.
  const loopDelays = new LoopDelays(limits, development ? undefined : config.log);
  const health = (): Health => ({ loopDelay: loopDelays.read() });
  const islandReports = new IslandReports({
    hooks,
    limits,
    assets,
    region: (id) => live.find(id),
  });
  const internalRoutes = createInternalRoutes({ islandReports });
  hooks.onStart.call({ plugins: config.plugins.map(({ name }) => name) });

  return {
    config,
    policy,
    publish,
    panic: (thrown) => panic(thrown),
    usage,
    health,
    // A request keeps the version of the pages that it began with.
    fetch: (request) =>
      answerRequest(
        {
          site,
          policy,
          sessions: live.sessions,
          hooks,
          assets,
          config,
          development,
          markup: options.markup,
          report,
          panic,
          mount: live.mount,
          publish,
          usage,
          health,
          internalRoutes,
        },
        request,
      ),
    upgrade: live.upgrade,
    report: (thrown) => hooks.onError.call({ error: toError(thrown), where: 'transport' }),
    replace(next) {
      const nextViews = checkViews(next.views);
      site = createSite(next.routes);
      live.replaceViews(nextViews);
    },
    async close(reason = 'stop') {
      hooks.onShutdown.call({ reason });
      live.close();
      loopDelays.stop();
      await hooks.settled();
    },
  };
}
