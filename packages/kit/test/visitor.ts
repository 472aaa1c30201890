import { once } from 'node:events';
import { isDeepStrictEqual } from 'node:util';
import { livePath } from '@skerry/wire';

import { WebSocket } from 'ws';

import { patience } from '../../../test/patience.js';
import { type App, type AppOptions, createApp } from '../src/app/app.js';
import { type RunningServer, serveApp } from '../src/node/serve.js';
import type { Connection } from '../src/channel/connection.js';
import type { AppConfig, Plugin } from '../src/core/config.js';
import type { HookName, HookPayloads } from '../src/hooks/payloads.js';
import { definePlugin } from '../src/plugin/define.js';
import { hookNames } from '../src/hooks/table.js';
import type { PluginHooks } from '../src/hooks/types.js';
import type { ServerModule } from '../src/page/server-module.js';
import type { LiveView } from '../src/live/author/define.js';
import { noAssets } from '../src/page/assets.js';
import { component } from '../src/template/component.js';
import { parsePage } from '../src/testing/dom.js';

/** What a test says of the app that it visits. */
export interface SiteOptions extends Omit<AppConfig, 'plugins'> {
  build?: string;
  mode?: 'development' | 'production';
  /** The regions in pages that were written as files. */
  prerendered?: AppOptions['prerendered'];
  markup?: AppOptions['markup'];
  assets?: AppOptions['assets'];
  /** Pages by their file; without any, the views stand one after the other on `/`. */
  routes?: Readonly<Record<string, unknown>>;
  /** `src/server.ts` */
  server?: ServerModule | undefined;
  /** Plugins of the test, after the one that watches. */
  plugins?: readonly Plugin[];
  /** Taps of the test. */
  taps?: (hooks: PluginHooks) => void;
}

/** A region as its page names it. */
export interface Host {
  readonly id: string;
  readonly token: string;
  readonly topic: string;
  readonly html: string;
}

// A test may stop the clock, and is to end all the same.
const { setTimeout, clearTimeout } = globalThis;

const secret = 'a secret for tests, of 32 bytes or more';

/** Serves views over a real server and real sockets, and watches every hook. */
export async function serveViews(
  views: Readonly<Record<string, LiveView>>,
  {
    build = 'test',
    mode = 'development',
    routes,
    prerendered,
    markup,
    assets = noAssets,
    taps = () => {},
    plugins = [],
    server,
    ...config
  }: SiteOptions = {},
): Promise<Site> {
  const site = new Site();
  const page = { default: () => Object.values(views).map((view) => component(view, {})) };
  const watch = definePlugin({
    name: 'test:watch',
    setup: ({ hooks }) => {
      taps(hooks);
      for (const name of hookNames) watchHook(hooks, name, site);
    },
  });
  const silent = { info() {}, warn() {}, error() {} };
  const modules = {
    config: { log: silent, ...config, plugins: [watch(), ...plugins] },
    routes: routes ?? { 'index.tsx': page },
    views,
    server,
  };
  site.app = createApp({ modules, mode, build, secret, prerendered, markup, assets });
  site.server = await serveApp(site.app, { port: 0, host: '127.0.0.1', stopTime: patience });
  return site;
}

function watchHook<Name extends HookName>(hooks: PluginHooks, name: Name, site: Site): void {
  const look = (payload: HookPayloads[Name]): undefined => {
    site.fired.push({ name, payload });
    // What the hook announces is done in this turn of the event loop.
    setImmediate(() => site.changed());
  };
  // seam: to look and answer nothing is allowed on every hook
  hooks[name].tap(look as never, { stage: -1000 });
}

/** An app that is served, as a test sees it. */
export class Site {
  app!: App;
  server!: RunningServer;
  /** Every call of a hook, oldest first. */
  readonly fired: { name: HookName; payload: unknown }[] = [];
  readonly #waiting = new Set<() => void>();

  /** The payloads that a hook was handed. */
  calls<Name extends HookName>(hook: Name): HookPayloads[Name][] {
    return this.fired
      .filter(({ name }) => name === hook)
      .map(({ payload }) => payload as HookPayloads[Name]);
  }

  /** The codes or messages of the errors that were reported. */
  get errors(): string[] {
    return this.calls('onError').map(({ error }) => {
      const { code, message } = error as Error & { code?: string };
      return code ?? message;
    });
  }

  /** The connections, in the order in which they were made. */
  get connections(): Connection[] {
    return this.calls('onConnect').map(({ connection }) => connection as Connection);
  }

  get origin(): string {
    return `http://127.0.0.1:${this.server.port}`;
  }

  changed(): void {
    for (const look of this.#waiting) look();
  }

  /** Waits until something is so; looked at again whenever a hook was called. */
  async until(condition: () => boolean): Promise<void> {
    await waitFor(
      this.#waiting,
      condition,
      () => `fired ${this.fired.map(({ name }) => name).join(' ')}`,
    );
  }

  /** Fetches a page. */
  async visit(
    path = '/',
    { cookie, ...init }: RequestInit & { cookie?: string } = {},
  ): Promise<Visit> {
    const headers = { ...init.headers, ...(cookie ? { cookie } : {}) };
    const response = await fetch(this.origin + path, { redirect: 'manual', ...init, headers });
    const html = await response.text();
    const hosts = parsePage(html)
      .querySelectorAll('skerry-live')
      .map((host) => {
        const id = host.getAttribute('id')!.slice('lv-'.length);
        const token = host.getAttribute('data-token')!;
        return { id, token, topic: `lv:${id}`, html: host.innerHTML };
      });
    const given = response.headers.get('set-cookie')?.split(';')[0];
    return { response, html, hosts, cookie: given ?? cookie ?? '' };
  }

  /** Opens a connection. */
  async connect(
    cookie: string,
    {
      version = 'skerry-1',
      headers = {},
    }: { version?: string; headers?: Record<string, string> } = {},
  ): Promise<Line> {
    const socket = this.socket(`?vsn=${version}`, { cookie, ...headers });
    const line = new Line(socket);
    await once(socket, 'open');
    return line;
  }

  /** Opens a socket, which may be refused. */
  socket(query: string, headers: Record<string, string> = {}): WebSocket {
    return new WebSocket(`ws://127.0.0.1:${this.server.port}${livePath}${query}`, { headers });
  }

  /** The status that the upgrade of a socket is answered with. */
  async refusal(query: string, headers: Record<string, string> = {}): Promise<number | undefined> {
    const socket = this.socket(query, headers);
    socket.on('error', () => {});
    const [, response] = await once(socket, 'unexpected-response');
    socket.terminate();
    return response.statusCode;
  }

  /** Fetches the page and joins its regions in order, on channels from 1 up. */
  async open(path = '/', page = 'page'): Promise<Opened> {
    const visit = await this.visit(path);
    const line = await this.connect(visit.cookie);
    const [host] = visit.hosts;
    for (const [i, each] of visit.hosts.entries()) await line.join(i + 1, each, { have: 0, page });
    return { ...visit, line, host: host! };
  }

  async stop(): Promise<void> {
    await this.server.stop();
  }
}

/** A page that was fetched. */
export interface Visit {
  readonly response: Response;
  readonly html: string;
  readonly hosts: readonly Host[];
  readonly cookie: string;
}

/** A page that was fetched and whose regions are joined. */
export interface Opened extends Visit {
  readonly line: Line;
  readonly host: Host;
}

/** A frame of `skerry-1` from the server. */
export type Frame = readonly any[]; // seam: whatever the server says, for a test to look at

/** A browser's end of a connection, in raw frames. */
export class Line {
  /** What was received and not asked for yet. */
  readonly frames: Frame[] = [];
  /** Code with which the connection was closed. */
  readonly closed: Promise<number>;
  /** The cookie that the server set with the upgrade. */
  setCookie: string | undefined;
  readonly #waiting = new Set<() => void>();
  #beats = 0;

  constructor(readonly socket: WebSocket) {
    socket.on('message', (data) => {
      this.frames.push(JSON.parse(String(data)) as Frame);
      for (const look of this.#waiting) look();
    });
    this.closed = new Promise((resolve) => socket.on('close', (code) => resolve(code)));
    socket.on('upgrade', ({ headers }) => (this.setCookie = headers['set-cookie']?.[0]));
    socket.on('error', () => {});
  }

  /** The pair of that cookie, as a browser sends it. */
  get cookie(): string {
    return this.setCookie?.split(';')[0] ?? '';
  }

  send(frame: unknown): void {
    this.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  /** The first frame, of those not taken yet, that fits; waits for it. */
  async next(fits: (frame: Frame) => boolean = () => true): Promise<Frame> {
    const found = () => this.frames.findIndex(fits);
    await waitFor(
      this.#waiting,
      () => found() >= 0,
      () => `received ${JSON.stringify(this.frames)}`,
    );
    return this.frames.splice(found(), 1)[0]!;
  }

  /** Sends a frame of `skerry-1` and waits for its answer. */
  async ask(frame: readonly [channel: number, ref: number, ...rest: unknown[]]): Promise<Frame> {
    this.send(frame);
    const [channel, ref] = frame;
    return this.next((answer) => isDeepStrictEqual(answer.slice(0, 2), [channel, ref]));
  }

  join(
    channel: number,
    { topic, token }: Pick<Host, 'topic' | 'token'>,
    rest: { have?: number; page?: string } = {},
  ): Promise<Frame> {
    return this.ask([channel, 0, { topic, token, ...rest }]);
  }

  /** Waits until the server has dealt with all that was sent, and returns what it said meanwhile. */
  async settled(): Promise<readonly Frame[]> {
    await this.ask([0, ++this.#beats]);
    return this.frames.splice(0);
  }

  /** Stops reading. */
  pause(): void {
    this.socket.pause();
  }

  /** Reads again. */
  resume(): void {
    this.socket.resume();
  }

  /** Drops the connection, as a browser that vanishes. */
  cut(): void {
    this.socket.terminate();
  }
}

/** Waits for a condition that `waiting` is told to look at; fails with what is there instead. */
function waitFor(
  waiting: Set<() => void>,
  condition: () => boolean,
  instead: () => string,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = () => {
      clearTimeout(timer);
      waiting.delete(look);
    };
    const look = () => {
      if (!condition()) return;
      done();
      resolve();
    };
    const timer = setTimeout(() => {
      done();
      reject(new Error(`This did not come about: ${condition.toString()}; ${instead()}`));
    }, patience);
    waiting.add(look);
    look();
  });
}
