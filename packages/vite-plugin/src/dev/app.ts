import type {
  App,
  ClientAssets,
  createApp,
  createListener,
  guardProcess,
  Listener,
} from '@skerry/kit/server';
import type { MarkupInspector } from '@skerry/kit/markup';
import {
  buildErrorMessage,
  type Rollup,
  type RunnableDevEnvironment,
  type ViteDevServer,
} from 'vite';

import { isPluginList } from '../app-files/exports.js';
import { islandAssets } from '../islands/development.js';
import { loadsEverywhere, virtual } from '../modules/modules.js';
import type { AppParts } from '../plugin-parts/app-parts.js';
import { stylesOf } from '../modules/style-sheets.js';
import { errorPayload, type Overlay } from './overlay.js';
import { developmentSecret } from './secret.js';

/** One version of the app's module. kit comes with it, so that the app and its pages share one kit. */
interface AppModule {
  modules: Parameters<App['replace']>[0];
  kit: {
    createApp: typeof createApp;
    createListener: typeof createListener;
    guardProcess: typeof guardProcess;
    MarkupInspector: typeof MarkupInspector;
  };
}

interface WatchedModule extends AppModule {
  /** Subscribes to every later version. */
  watch(watcher: { replaced(next: AppModule): void; failed(): void }): void;
}

/** An app that runs. */
interface Running {
  app: App;
  listener: Listener;
  /** The version that it runs. */
  module: AppModule;
  /** Stops its handling of uncaught errors. */
  unguard: () => void;
}

/** The app on the development server. The first request starts it, and edits replace its modules. */
export class DevApp {
  readonly #server: ViteDevServer;
  readonly #overlay: Overlay;
  readonly #appParts: AppParts;
  #starting: Promise<Running> | undefined;
  #running: Running | undefined;
  /** Resolves when the app has the latest version. */
  #replacing = Promise.resolve();
  #failed = false;
  /** The last failure of a start that was shown. */
  #shown: unknown;
  /** True if the latest version could not be loaded, and the one before still runs. */
  #isBehind = false;
  #reload = false;

  constructor(server: ViteDevServer, overlay: Overlay, appParts: AppParts) {
    this.#server = server;
    this.#appParts = appParts;
    this.#overlay = overlay;
  }

  /** Endings of pages in other languages. */
  get pageExtensions(): AppParts['pageExtensions'] {
    return this.#appParts.pageExtensions;
  }

  /** True if any request has asked for the app. */
  get isWanted(): boolean {
    return this.#failed || this.#starting !== undefined;
  }

  /** True if the latest version could not be loaded. */
  get isBroken(): boolean {
    return this.#failed || this.#isBehind;
  }

  /** The running app; rejects if it cannot be started. */
  async whenRunning(): Promise<Running> {
    return this.#running ?? (this.#starting ??= this.#start());
  }

  /** Notes that open pages must reload with the next version. */
  reloadPagesWithNext(): void {
    this.#reload = true;
  }

  /** Shows a failure in the terminal and in open pages. The running app goes on. */
  showFailure(error: unknown): void {
    const { err } = errorPayload(error);
    const text = buildErrorMessage(err as Rollup.RollupError, [err.message]);
    this.#server.config.logger.error(text, { timestamp: true });
    this.#overlay.showError(error);
  }

  /** Shows the failure of a start, once for all requests that waited. */
  showStartFailure(error: unknown): void {
    if (error !== this.#shown) this.showFailure(error);
    this.#shown = error;
  }

  /** Tries to start an app again that failed to start, now that a file has changed. */
  async retryStart(): Promise<void> {
    if (!this.#failed) return;
    try {
      await this.whenRunning();
      this.#overlay.clearError();
      this.#reloadPages();
    } catch (error) {
      this.showStartFailure(error);
    }
  }

  async closeApp(): Promise<void> {
    await this.#starting?.catch(() => undefined);
    await this.#replacing;
    this.#running?.unguard();
    await this.#running?.app.close();
  }

  async #start(): Promise<Running> {
    const { runner } = this.#server.environments.ssr as RunnableDevEnvironment;
    try {
      const module: WatchedModule = await runner.import(virtual.app);
      module.watch({
        replaced: (next) => {
          // One at a time: a start may take a while.
          this.#replacing = this.#replacing
            .then(() => this.#replace(next))
            .catch((error) => this.showFailure(error));
        },
        failed: () => {
          this.#isBehind = true;
          void runner.import(virtual.app).catch((error) => this.showFailure(error));
        },
      });
      this.#failed = false;
      return (this.#running = await this.#run(module));
    } catch (error) {
      this.#failed = true;
      this.#reload = true;
      this.#starting = undefined;
      // The runner remembers failures, also some that the next request would not repeat.
      runner.clearCache();
      throw error;
    }
  }

  async #run(module: AppModule): Promise<Running> {
    const { config, environments } = this.#server;
    const app = module.kit.createApp({
      modules: module.modules,
      mode: 'development',
      build: 'development',
      secret: developmentSecret(config),
      assets: {
        styles: (file) => stylesOf(environments.ssr.moduleGraph, this.#appParts.fileOfPage(file)),
        scripts: await this.#scripts(),
        client: virtualScript(config.base, virtual.client),
        late: virtualScript(config.base, virtual.late),
        lateStyles: virtualScript(config.base, virtual.lateStyles),
        ...islandAssets(this.#server, (name) => this.#appParts.fileOfPage(name)),
      },
      markup: new module.kit.MarkupInspector(),
      onFailure: (error, where) => {
        // The page itself has reported more; see `island-errors.ts`.
        if ((error as { code?: unknown }).code === 'island-in-browser') return;
        // The page shows it as its author wants.
        if (where === 'boundary' || (where !== 'request' && error.name === 'VisibleError')) return;
        // The page of a failed region still works: an edit of its view is applied in place.
        if (where === 'request') this.#reload = true;
        this.#overlay.showError(error);
      },
    });
    const unguard = module.kit.guardProcess(app);
    try {
      await app.started;
    } catch (error) {
      await app.close();
      unguard();
      throw error;
    }
    return { app, listener: module.kit.createListener(app), module, unguard };
  }

  /** The modules that every page loads. */
  async #scripts(): Promise<string[]> {
    const { base } = this.#server.config;
    const isWanted = loadsEverywhere(await this.#appParts.readParts());
    return [
      `${base}@vite/client`,
      ...(isWanted ? [virtualScript(base, virtual.everyPage).script] : []),
    ];
  }

  async #replace(next: AppModule): Promise<void> {
    await this.#starting?.catch(() => undefined);
    const running = this.#running;
    // The edit came while the start was about to fail.
    if (!running) return this.retryStart();
    const { app, module } = running;
    this.#isBehind = false;
    // From here on, failures of the new version are shown.
    this.#overlay.clearError();
    if (
      next.kit.createApp === module.kit.createApp &&
      hasSamePlugins(next.modules, module.modules)
    ) {
      running.module = next;
      await this.#orStop(running, () => app.replace(next.modules));
    } else {
      this.#isBehind = true;
      this.#reload = true;
      // Two versions of the server code would use the same port, or the same queue.
      const isAlone = module.modules.server !== undefined;
      if (isAlone) await this.#stop(running);
      this.#running = await (isAlone
        ? this.#orStop(running, () => this.#run(next))
        : this.#run(next));
      this.#isBehind = false;
      if (!isAlone) await this.#stop(running);
    }
    this.#reloadPages();
  }

  async #stop({ app, unguard }: Running): Promise<void> {
    unguard();
    await app.close();
  }

  /** Does work without which no app runs: if it fails, the next request and the next edit start the app again. */
  async #orStop<T>(running: Running, work: () => T): Promise<Awaited<T>> {
    try {
      return await work();
    } catch (error) {
      this.#running = undefined;
      this.#starting = undefined;
      this.#failed = true;
      this.#reload = true;
      (this.#server.environments.ssr as RunnableDevEnvironment).runner.clearCache();
      await this.#stop(running);
      this.#shown = error;
      throw error;
    }
  }

  #reloadPages(): void {
    if (this.#reload) this.#server.environments.client.hot.send({ type: 'full-reload' });
    this.#reload = false;
  }
}

/** Tells whether two versions of an app have the same options and lists of plugins: a start sets these up. */
function hasSamePlugins(next: AppModule['modules'], last: AppModule['modules']): boolean {
  const names = new Set([...Object.keys(next.routes), ...Object.keys(last.routes)]);
  const lists = [...names].filter(isPluginList);
  return (
    next.config === last.config && lists.every((name) => next.routes[name] === last.routes[name])
  );
}

/** A script that the plugin writes, as the development server serves it. */
const virtualScript = (base: string, id: string): ClientAssets => ({
  script: `${base}@id/__x00__${id}`,
  preloads: [],
  styles: [],
});
