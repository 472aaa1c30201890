import { fileURLToPath } from 'node:url';

import type { Browser, Page, Route, WebSocketRoute } from 'playwright';
import { build, type Rollup } from 'vite';

/** What a client sends in a join. */
export interface Join {
  topic: string;
  token: string;
  have?: number;
  page: string;
}

export interface LiveOptions {
  /** The page's body; by default a host around `html`. */
  body?: string;
  /** Answers a join with what follows channel and reference in the frame; `undefined` leaves it unanswered. */
  answerJoin?: (join: Join, count: number) => unknown[] | undefined;
  /** Stops the page's clock, so that the test moves it. */
  clock?: boolean;
  /** The page's content security policy, besides what the tests need. */
  policy?: string;
  /** Runs in the page before anything else. */
  before?: () => void;
  /** Answers requests for other paths. */
  serve?: (route: Route, path: string) => Promise<void>;
}

declare global {
  interface Window {
    client: typeof import('./entry.js') & { stop(): void };
    seen: { name: string; detail: any }[];
  }
}

const origin = 'http://skerry.test';

/** When the clock of a page stops. */
const midnight = Date.UTC(2026, 0, 1);

/** A page with the client on it, and the server's end of its line. */
export class LivePage {
  readonly joins: Join[] = [];
  readonly lines: WebSocketRoute[] = [];
  readonly #frames: unknown[][] = [];
  readonly #waiting: ((frame: unknown[]) => void)[] = [];
  /** The channel joined last, by topic. */
  readonly channels = new Map<string, number>();
  /** The topic that a test speaks on. */
  topic = 'lv:a';
  /** Channels that the client left. */
  readonly left: number[] = [];
  heartbeats = 0;
  /** How many frames the server says that it has sent, where it does. */
  count: number | undefined;
  /** Whether the server answers heartbeats, and takes new lines. */
  isAwake = true;

  private constructor(
    readonly page: Page,
    readonly options: LiveOptions,
  ) {}

  static async open(browser: Browser, html: string, options: LiveOptions = {}): Promise<LivePage> {
    const page = await browser.newPage();
    const live = new LivePage(page, options);
    if (options.clock) {
      await page.clock.install({ time: midnight });
      await page.clock.pauseAt(midnight + 1000);
    }
    await page.addInitScript(() => {
      window.seen = [];
      for (const name of ['update', 'refused', 'tide'])
        addEventListener(`skerry:${name}`, (event) =>
          window.seen.push({ name, detail: (event as CustomEvent).detail }),
        );
    });
    if (options.before) await page.addInitScript(options.before);
    await page.routeWebSocket('**/_skerry/live/websocket**', (line) => live.#accept(line));
    const files = await bundle;
    const body =
      options.body ?? `<skerry-live id="lv-a" data-token="token-a">${html}</skerry-live><hr>`;
    await page.route(`${origin}/**`, async (route) => {
      const path = new URL(route.request().url()).pathname.slice(1);
      const headers = options.policy ? { 'content-security-policy': options.policy } : {};
      if (path === '')
        await route.fulfill({ contentType: 'text/html', headers, body: documentOf(body) });
      else if (files.has(path))
        await route.fulfill({ contentType: 'text/javascript', body: files.get(path)! });
      else if (options.serve) await options.serve(route, path);
      else await route.fulfill({ status: 404, body: '' });
    });
    await page.goto(`${origin}/`, { waitUntil: 'commit' });
    return live;
  }

  /** Opens a page whose region has joined. */
  static async joined(browser: Browser, html: string, options?: LiveOptions): Promise<LivePage> {
    const live = await LivePage.open(browser, html, options);
    await live.state('live');
    // A line that was heard of just now is not in doubt.
    if (options?.clock) await live.page.clock.runFor(1000);
    return live;
  }

  /** Waits until the first region shows a state. */
  async state(state: string): Promise<void> {
    await this.page.waitForSelector(`skerry-live[data-state=${state}]`, { state: 'attached' });
  }

  /** Shows another region in place of what the page holds, and waits until it has joined. */
  async show(html: string): Promise<void> {
    const id = `r${this.joins.length}`;
    this.topic = `lv:${id}`;
    await this.page.evaluate(
      ([name, content]) => {
        window.seen = [];
        document.body.innerHTML = `<skerry-live id="lv-${name}" data-token="t">${content}</skerry-live>`;
      },
      [id, html],
    );
    await this.state('live');
    this.#frames.length = this.#waiting.length = 0;
  }

  get line(): WebSocketRoute {
    return this.lines.at(-1)!;
  }

  #accept(line: WebSocketRoute): void {
    this.lines.push(line);
    if (!this.isAwake) return;
    line.onMessage((text) => this.#receive(JSON.parse(text as string) as unknown[], line));
  }

  #receive(frame: unknown[], line: WebSocketRoute): void {
    const [channel, ref, third] = frame as [number, number, unknown];
    if (channel === 0) {
      this.heartbeats++;
      const count = this.count === undefined ? [] : [this.count];
      if (this.isAwake) line.send(JSON.stringify([0, ref, {}, ...count]));
    } else if (frame.length === 2) {
      this.left.push(channel);
    } else if (typeof third === 'object' && third !== null) {
      this.channels.set((third as Join).topic, channel);
      this.joins.push(third as Join);
      const { answerJoin = () => [{}, 0] } = this.options;
      const answer = answerJoin(third as Join, this.joins.length);
      if (answer) line.send(JSON.stringify([channel, 0, ...answer]));
    } else if (this.#waiting.length) this.#waiting.shift()!(frame);
    else this.#frames.push(frame);
  }

  /** The next event of the client. */
  next(): Promise<unknown[]> {
    const frame = this.#frames.shift();
    return frame ? Promise.resolve(frame) : new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** What the client has sent that nobody asked for yet. */
  get unread(): unknown[][] {
    return this.#frames;
  }

  get channel(): number {
    return this.channels.get(this.topic)!;
  }

  /** Sends a frame on the channel. */
  send(...rest: unknown[]): void {
    this.line.send(JSON.stringify([this.channel, ...rest]));
  }

  /** Sends a frame that holds an update and waits until it is applied. */
  async push(...rest: unknown[]): Promise<void> {
    const before = await this.updates();
    this.send(...rest);
    await this.page.waitForFunction(
      (count) => window.seen.filter(({ name }) => name === 'update').length > count,
      before,
    );
  }

  updates(): Promise<number> {
    return this.page.evaluate(() => window.seen.filter(({ name }) => name === 'update').length);
  }

  /** What the page was told by events of this name. */
  seen(name: string): Promise<any[]> {
    return this.page.evaluate(
      (wanted) => window.seen.filter((event) => event.name === wanted).map(({ detail }) => detail),
      name,
    );
  }

  /** What the first region holds. */
  html(): Promise<string> {
    return this.page.locator('skerry-live').first().innerHTML();
  }

  /** The same without markers. */
  async clean(): Promise<string> {
    return withoutMarkers(await this.html());
  }

  close(): Promise<void> {
    return this.page.close();
  }
}

/** Drops what only says where things are. */
export const withoutMarkers = (html: string): string =>
  html.replaceAll(/<!--.*?-->/g, '').replaceAll(/ (?:data-s|data-k|data-state)="[^"]*"/g, '');

const documentOf = (body: string): string =>
  `<!doctype html><meta charset="utf-8"><title>Test</title><script type="module" async>
    import * as client from '/client.js';
    window.client = { ...client, ...client.start() };
  </script><body>${body}`;

/** The client as a browser loads it, by path. */
const bundle = (async () => {
  const result = (await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      target: 'es2022',
      lib: {
        entry: fileURLToPath(new URL('entry.ts', import.meta.url)),
        formats: ['es'],
        fileName: () => 'client.js',
      },
    },
  })) as Rollup.RollupOutput[];
  const chunks = result[0]!.output.filter((file) => file.type === 'chunk');
  return new Map(chunks.map(({ fileName, code }) => [fileName, code]));
})();
