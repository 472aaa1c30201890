import type { Browser, Page, Route, WebSocketRoute } from 'playwright';

import { bundle, documentOf, type EarlyClient } from './client-page.js';
import { type AnswerJoin, FarEnd } from './far-end.js';

export interface LiveOptions {
  /** The page's body; by default a host around `html`. */
  body?: string;
  answerJoin?: AnswerJoin;
  /** Stops the page's clock, so that the test moves it. */
  clock?: boolean;
  /** The page's content security policy, in addition to the needs of the tests. */
  policy?: string;
  /** Runs in the page before anything else. */
  before?: () => void;
  /** Runs in the page before the client starts. */
  prepare?: (client: EarlyClient) => void;
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

/** The time at which the clock of a page stops. */
const midnight = Date.UTC(2026, 0, 1);

/** A page with the client on it, and the server's end of its connection. */
export class LivePage extends FarEnd<WebSocketRoute> {
  private constructor(
    readonly page: Page,
    readonly options: LiveOptions,
  ) {
    super(options.answerJoin);
  }

  static async open(browser: Browser, html: string, options: LiveOptions = {}): Promise<LivePage> {
    const page = await browser.newPage();
    const live = new LivePage(page, options);
    if (options.clock) {
      await page.clock.install({ time: midnight });
      await page.clock.pauseAt(midnight + 1000);
    }
    await page.addInitScript(() => {
      window.seen = [];
      for (const type of ['skerry:update', 'skerry:refused', 'live:tide'])
        addEventListener(type, (event) =>
          window.seen.push({ name: type.split(':')[1]!, detail: (event as CustomEvent).detail }),
        );
    });
    if (options.before) await page.addInitScript(options.before);
    await page.routeWebSocket('**/_skerry/live/websocket**', (line) => live.#accept(line));
    const files = await bundle;
    const ownBody = `<skerry-live id="lv-a" data-token="token-a">${html && `${html}<!--lv:a-->`}</skerry-live><hr>`;
    await page.route(`${origin}/**`, async (route) => {
      const path = new URL(route.request().url()).pathname.slice(1);
      const headers = options.policy ? { 'content-security-policy': options.policy } : {};
      if (path === '')
        await route.fulfill({
          contentType: 'text/html',
          headers,
          body: documentOf(options.body ?? ownBody, options.prepare),
        });
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
    return live;
  }

  /** Opens a page whose clock the test moves, with the code of its bindings. @param uses those that need code */
  static async bound(browser: Browser, html: string, uses: string): Promise<LivePage> {
    const live = await LivePage.joined(browser, '', { clock: true });
    await live.show(html, uses);
    // Frames of the page itself stand still with its clock.
    await live.page.waitForFunction(() => window.client.features.bindings);
    await live.page.evaluate(() =>
      window.client.features.bindings!.loadBindings(
        document.querySelector('skerry-live')!.outerHTML,
      ),
    );
    return live;
  }

  /** The next event without its channel, not answered. */
  async nextEvent(): Promise<unknown[]> {
    return (await this.next()).slice(1);
  }

  /** The next event without its channel; it is answered. */
  async answeredEvent(): Promise<unknown[]> {
    const event = await this.nextEvent();
    await this.answer(event[0] as number);
    return event;
  }

  /** Answers an event with an empty diff. */
  answer(seq: number): Promise<void> {
    return this.push(seq, {});
  }

  /** Moves the page's clock on by so many milliseconds. */
  pass(time: number): Promise<void> {
    return this.page.clock.runFor(time);
  }

  /** Answers the next dialogs of the page. @returns those that were seen */
  answerDialogs(...answers: (string | boolean)[]): string[] {
    const seen: string[] = [];
    this.page.on('dialog', (dialog) => {
      const given = answers[seen.length];
      seen.push(`${dialog.type()} ${dialog.message()}`);
      void (given === false ? dialog.dismiss() : dialog.accept(given === true ? undefined : given));
    });
    return seen;
  }

  /** Waits until the first region shows a state. */
  async state(state: string): Promise<void> {
    await this.page.waitForSelector(`skerry-live[data-state=${state}]`, { state: 'attached' });
  }

  /** Shows another region in place of the page's content, and waits until it has joined. @param uses its bindings that need code */
  async show(html: string, uses = ''): Promise<void> {
    const id = `r${this.joins.length}`;
    this.topic = `lv:${id}`;
    await this.page.evaluate(
      ([name, content, needs]) => {
        window.seen = [];
        document.body.innerHTML = `<skerry-live id="lv-${name}" data-token="t" data-uses="${needs}">${content}<!--lv:${name}--></skerry-live>`;
      },
      [id, html, uses],
    );
    await this.state('live');
    this.forget();
  }

  #accept(line: WebSocketRoute): void {
    this.lines.push(line);
    if (!this.isAwake) return;
    line.onMessage((text) => this.receive(text as string, line));
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

  /** Clicks at once, before the page handles any event. */
  clickAll(...selectors: string[]): Promise<void> {
    return this.page.evaluate((all) => {
      for (const selector of all) document.querySelector<HTMLElement>(selector)!.click();
    }, selectors);
  }

  updates(): Promise<number> {
    return this.page.evaluate(() => window.seen.filter(({ name }) => name === 'update').length);
  }

  /** The details of the events of this name. */
  seen(name: string): Promise<any[]> {
    return this.page.evaluate(
      (wanted) => window.seen.filter((event) => event.name === wanted).map(({ detail }) => detail),
      name,
    );
  }

  /** The markup of the first region. */
  html(): Promise<string> {
    return this.page.locator('skerry-live').first().innerHTML();
  }

  /** The markup of the first region without markers. */
  async clean(): Promise<string> {
    return withoutMarkers(await this.html());
  }

  close(): Promise<void> {
    return this.page.close();
  }
}

/** Drops the markers of positions, and of fields that the visitor has changed. */
export const withoutMarkers = (html: string): string =>
  html
    .replaceAll(/<!--.*?-->/g, '')
    .replaceAll(/ (?:data-s|data-k|data-state|data-dirty)="[^"]*"/g, '');
