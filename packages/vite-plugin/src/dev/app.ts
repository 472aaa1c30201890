import type { App, Listener } from '@skerry/kit/server';
import type { RunnableDevEnvironment, ViteDevServer } from 'vite';

import { virtual } from '../modules/modules.js';
import type { AppParts } from '../plugin-parts/app-parts.js';
import { type AppModule, hasSamePlugins, type WatchedModule } from './app-module.js';
import { developmentAssets } from './assets.js';
import { LoadFailures, unloaded } from './load-failures.js';
import { type Loaded, loadModules, type Modules } from './load-modules.js';
import type { Overlay } from './overlay.js';
import { PageNews } from './page-news.js';
import { RunFailures } from './run-failures.js';
import { developmentSecret } from './secret.js';
import type { Terminal } from './terminal.js';
import type { Writes } from './writes.js';

/** An app that runs. */
interface Running {
  app: App;
  listener: Listener;
  /** The version that it runs. */
  kit: AppModule['kit'];
  modules: Modules;
  /** Stops its handling of uncaught errors. */
  unguard: () => void;
}

/** The app on the development server. The first request starts it, and edits replace its modules. */
export class DevApp {
  readonly #server: ViteDevServer;
  readonly #overlay: Overlay;
  readonly #terminal: Terminal;
  readonly #runFailures: RunFailures;
  readonly #appParts: AppParts;
  #starting: Promise<Running> | undefined;
  #running: Running | undefined;
  /** Resolves when the app has the latest version. */
  #replacing = Promise.resolve();
  #failed = false;
  /** The files that could not be compiled. */
  readonly brokenFiles = new Set<string>();
  readonly #loadFailures: LoadFailures;
  /** The last failure of a start that was shown. */
  #shown: unknown;
  /** True if the latest version could not be loaded, and the one before still runs. */
  #isBehind = false;
  readonly news: PageNews;
  #close!: () => void;
  readonly #closed = new Promise<undefined>((resolve) => {
    this.#close = () => resolve(undefined);
  });

  constructor(
    server: ViteDevServer,
    overlay: Overlay,
    terminal: Terminal,
    appParts: AppParts,
    writes: Writes,
  ) {
    this.#server = server;
    this.#appParts = appParts;
    this.#overlay = overlay;
    this.#terminal = terminal;
    this.#runFailures = new RunFailures(server);
    this.#loadFailures = new LoadFailures(overlay, writes, terminal);
    this.news = new PageNews(server);
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
    return this.#failed || this.#isBehind || !this.#loadFailures.isEmpty;
  }

  /** The running app; rejects if it cannot be started. */
  async whenRunning(): Promise<Running> {
    return this.#running ?? (this.#starting ??= this.#start());
  }

  /** Shows that the app cannot be started, until it can. A running app goes on. */
  showFailure(error: unknown): void {
    this.#terminal.writeFailure(error);
    this.#overlay.showError(error);
  }

  /** Shows that a file cannot be compiled, until it can. */
  noteBroken(file: string, error: unknown): void {
    this.brokenFiles.add(file);
    this.#terminal.writeFailure(error);
    this.#overlay.showError(error, file);
  }

  /** Notes that a file can be compiled, or is gone. */
  noteMended(file: string): void {
    this.brokenFiles.delete(file);
    this.#overlay.clearError(file);
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
      this.news.tellPages();
    } catch (error) {
      this.showStartFailure(error);
    }
  }

  async closeApp(): Promise<void> {
    this.#close();
    await this.#starting?.catch(() => undefined);
    await this.#replacing;
    this.#running?.unguard();
    await this.#running?.app.close();
    // The logger may be one of the author, and go on.
    this.#terminal.forgetFailures();
  }

  async #start(): Promise<Running> {
    const { runner } = this.#ssr;
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
      const loaded = await this.#load(module);
      if (!loaded) throw new Error('The development server is closed.');
      const { modules, failures } = loaded;
      this.#loadFailures.noteFailures(failures);
      // No request meets it.
      const [misfit] = this.#appParts.misfits;
      if (misfit) this.#overlay.showError(misfit.error, unloaded);
      return (this.#running = await this.#run(module.kit, modules));
    } catch (error) {
      this.#failed = true;
      this.news.reloadPagesWithNext();
      this.#starting = undefined;
      this.#forgetModules();
      throw error;
    }
  }

  /** The modules of a version; `undefined` if the server is closed meanwhile, where nothing is loaded any more. */
  async #load({ files, kit }: AppModule, last?: Modules): Promise<Loaded | undefined> {
    const { misfits } = this.#appParts;
    const loaded = await Promise.race([loadModules(files, kit, last), this.#closed]);
    return loaded && { ...loaded, failures: [...misfits, ...loaded.failures] };
  }

  async #run(kit: AppModule['kit'], modules: Modules): Promise<Running> {
    const { config } = this.#server;
    const app = kit.createApp({
      modules,
      mode: 'development',
      build: 'development',
      base: config.base,
      secret: developmentSecret(config),
      assets: await developmentAssets(this.#server, this.#appParts),
      markup: new kit.MarkupInspector(),
      onFailure: (error, where, place) => {
        // The page itself has reported more, with the place; see `island-errors.ts`.
        if ((error as { code?: unknown }).code === 'island-in-browser')
          return config.server.forwardConsole.unhandledErrors;
        // The page shows it as its author wants.
        if (where !== 'boundary' && (where === 'request' || error.name !== 'VisibleError'))
          this.#runFailures.tellPages(error, place);
        return false;
      },
    });
    const unguard = kit.guardProcess(app);
    try {
      await app.started;
    } catch (error) {
      await app.close();
      unguard();
      throw error;
    }
    return { app, listener: kit.createListener(app), kit, modules, unguard };
  }

  async #replace(next: AppModule): Promise<void> {
    await this.#starting?.catch(() => undefined);
    const running = this.#running;
    // The edit came while the start was about to fail.
    if (!running) return this.retryStart();
    const { app } = running;
    const isSameKit = next.kit.createApp === running.kit.createApp;
    const last = isSameKit ? running.modules : undefined;
    const began = performance.now();
    const loaded = await this.#load(next, last);
    if (!loaded) return;
    const { modules, failures } = loaded;
    if (!(await this.#loadFailures.areWritten(failures, began))) return;
    this.#isBehind = false;
    // From here on, failures of the new version are shown.
    this.#overlay.clearError();
    const hasNews = this.#loadFailures.showFailures(failures);
    if (isSameKit && hasSamePlugins(modules, running.modules)) {
      running.modules = modules;
      await this.#runFailures.bringVersion(() => this.#orStop(running, () => app.replace(modules)));
    } else {
      this.#isBehind = true;
      this.news.reloadPagesWithNext();
      // Two versions of the server code would use the same port, or the same queue.
      const isAlone = running.modules.server !== undefined;
      if (isAlone) await this.#stop(running);
      await this.#runFailures.bringVersion(async () => {
        this.#running = await (isAlone
          ? this.#orStop(running, () => this.#run(next.kit, modules))
          : this.#run(next.kit, modules));
      });
      this.#isBehind = false;
      if (!isAlone) await this.#stop(running);
    }
    // What pages show is no other; the version after this one may be.
    if (!hasNews) this.news.tellPages();
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
      this.news.reloadPagesWithNext();
      this.#forgetModules();
      await this.#stop(running);
      this.#shown = error;
      throw error;
    }
  }

  /** Lets the next start load each module anew: the runner remembers failures, also some that would not come again. */
  #forgetModules(): void {
    this.#ssr.runner.clearCache();
    // Otherwise Vite 8.4 gives modules a context `import.meta.hot` without data, and the app hears of no edit.
    this.#ssr.moduleGraph.invalidateAll();
  }

  get #ssr(): RunnableDevEnvironment {
    return this.#server.environments.ssr as RunnableDevEnvironment;
  }
}
