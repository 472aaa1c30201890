import type { Browser, Page } from 'playwright';

import { stopClock } from './clock.js';
import { BrowserPage } from './page.js';
import { StandInServer } from './stand-in-server.js';

type Run<A, T> = (arg: A) => T;
type RunOn<E, A, T> = (element: E, arg: A) => T;

/**
 * What tests of the client use of Playwright's `Page`, in a browser that Playwright does not drive. As the browser has one
 * window, a new page takes the place of the one before.
 */
class StandInPage {
  constructor(
    readonly page: BrowserPage,
    readonly server: StandInServer & { close(): void },
  ) {}

  readonly keyboard = {
    press: (key: string) => this.page.press(key),
    type: (text: string) => this.page.type(text),
  };

  readonly clock = {
    install: async ({ time }: { time: number }) => this.server.addScript(stopClock, time),
    pauseAt: async () => {},
    runFor: async (time: number) => {
      for (let left = time; left >= 0;) {
        left = await this.page.evaluate((pass) => window.passTime(pass), left);
        // What a timer has sent is answered before the next one is due.
        await this.server.roundTrip();
      }
    },
  };

  async addInitScript(run: () => void): Promise<void> {
    this.server.addScript(run);
  }

  async route(...route: Parameters<StandInServer['route']>): Promise<void> {
    this.server.route(...route);
  }

  async routeWebSocket(_: string, accept: StandInServer['onLine']): Promise<void> {
    this.server.onLine = accept;
  }

  on(event: 'request' | 'dialog', listen: () => void): void {
    if (event === 'request') this.server.onRequest.push(listen);
    else this.server.onDialog = listen;
  }

  goto(url: string): Promise<void> {
    return this.page.open(this.server.origin + new URL(url).pathname);
  }

  evaluate<A, T>(run: Run<A, T>, arg?: A): Promise<Awaited<T>> {
    return this.#call(`(arg) => (${run})(arg)`, arg ?? null) as Promise<Awaited<T>>;
  }

  waitForFunction<A>(run: Run<A, unknown>, arg: A): Promise<void> {
    return this.page.waitFor(run, arg);
  }

  waitForSelector(selector: string): Promise<void> {
    return this.page.waitFor((each) => document.querySelector(each), selector);
  }

  /** Waits for the state `networkidle`. */
  waitForLoadState(): Promise<void> {
    return this.server.isIdle();
  }

  async $eval<A, T>(selector: string, run: RunOn<HTMLElement, A, T>, arg?: A): Promise<T> {
    await this.waitForSelector(selector);
    const source = `(selector, arg) => (${run})(document.querySelector(selector), arg)`;
    return this.#call(source, selector, arg ?? null) as Promise<T>;
  }

  /** Calls a function in the page. Of a result that is no JSON, such as an element, nothing comes back. */
  async #call(source: string, ...args: unknown[]): Promise<unknown> {
    const { json } = (await this.page.driver.call(
      `async (...args) => {
        const result = await (${source})(...args);
        try { return { json: JSON.stringify(result) }; } catch { return {}; }
      }`,
      args,
    )) as { json?: string };
    return json === undefined ? undefined : JSON.parse(json);
  }

  async $$(selector: string): Promise<{ click(): Promise<void> }[]> {
    const count = await this.locator(selector).count();
    return Array.from({ length: count }, (_, nth) => ({
      click: () => this.page.click(selector, 1, nth),
    }));
  }

  locator(selector: string) {
    return {
      count: () => this.evaluate((each) => document.querySelectorAll(each).length, selector),
      first: () => ({ innerHTML: () => this.$eval(selector, (element) => element.innerHTML) }),
    };
  }

  click(selector: string): Promise<void> {
    const [each = '', nth = 0] = selector.split(' >> nth=');
    return this.page.click(each, 1, Number(nth));
  }

  dblclick(selector: string): Promise<void> {
    return this.page.click(selector, 2);
  }

  hover(selector: string): Promise<void> {
    return this.page.hover(selector);
  }

  focus(selector: string): Promise<void> {
    return this.$eval(selector, (element) => element.focus());
  }

  async type(selector: string, text: string): Promise<void> {
    await this.focus(selector);
    await this.page.type(text);
  }

  async press(selector: string, key: string): Promise<void> {
    await this.focus(selector);
    await this.page.press(key);
  }

  async fill(selector: string, text: string): Promise<void> {
    await this.$eval(selector, (element) => (element as HTMLInputElement).select());
    await this.type(selector, text);
  }

  inputValue(selector: string): Promise<string> {
    return this.$eval(selector, (element) => (element as HTMLInputElement).value);
  }

  textContent(selector: string): Promise<string | null> {
    return this.$eval(selector, (element) => element.textContent);
  }

  $$eval<T>(selector: string, run: Run<HTMLElement[], T>): Promise<T> {
    return this.#call(
      `(selector) => (${run})([...document.querySelectorAll(selector)])`,
      selector,
    ) as Promise<T>;
  }

  isDisabled(selector: string): Promise<boolean> {
    return this.$eval(selector, (element) => element.matches(':disabled'));
  }

  isChecked(selector: string): Promise<boolean> {
    return this.$eval(selector, (element) => (element as HTMLInputElement).checked);
  }

  setViewportSize({ width, height }: { width: number; height: number }): Promise<void> {
    return this.page.driver.resize(width, height);
  }

  async close(): Promise<void> {
    await this.page.open('about:blank');
    this.server.close();
  }
}

/** Starts the browser of this run, for tests of the client that are written for Playwright. */
export async function openBrowser(): Promise<Browser> {
  const page = await BrowserPage.start();
  let last: StandInPage | undefined;
  const newPage = async () => {
    await last?.close();
    last = new StandInPage(page, await StandInServer.start());
    // seam: tests of bindings use no more of a page than this
    return last as unknown as Page;
  };
  const close = async () => {
    await page.close();
    last?.server.close();
  };
  // seam: tests of the client open pages, and close the browser
  return { newPage, close } as unknown as Browser;
}
