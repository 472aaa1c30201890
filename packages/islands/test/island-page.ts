import type { Browser, Page } from 'playwright';

import type { HydratedDetail, IslandErrorDetail } from '../src/client/index.js';
import { bundle } from './bundle.js';

const origin = 'http://skerry.test';

/** One of Skerry's DOM events, as the page saw it. */
export interface Seen<Detail> {
  /** Milliseconds since the page began to load. */
  time: number;
  detail: Detail;
}

declare global {
  interface Window {
    hydrated: Seen<HydratedDetail>[];
    failed: Seen<Omit<IslandErrorDetail, 'error'> & { message: string }>[];
  }
}

export interface PageOptions {
  /** Runs in the page before anything else. */
  before?: () => void;
  /** The page's content security policy. */
  policy?: string;
  /** Whether a file is found, by how often it was asked for. */
  serves?: (file: string, count: number) => boolean;
  /** Stops the page's clock, so that the test moves it. */
  clock?: boolean;
  /** Files that arrive when the test lets them. */
  held?: readonly string[];
}

/** A page with islands, without a server behind it. */
export class IslandPage {
  /** The files that the page has asked for, in order. */
  readonly requests: string[] = [];
  /** What the page and the console complained about. */
  readonly complaints: string[] = [];
  /** Failures that the page has told the server of. */
  readonly reports: unknown[] = [];
  readonly #gates = new Map<string, { open: () => void; opened: Promise<void> }>();

  private constructor(
    readonly page: Page,
    readonly options: PageOptions,
  ) {
    for (const file of options.held ?? []) {
      let open = () => {};
      const opened = new Promise<void>((resolve) => (open = resolve));
      this.#gates.set(file, { open, opened });
    }
  }

  /** Opens a page with this body. */
  static async open(
    browser: Browser,
    body: string,
    options: PageOptions = {},
  ): Promise<IslandPage> {
    const page = await browser.newPage();
    const opened = new IslandPage(page, options);
    page.on('console', (message) => {
      if (/error|warning/.test(message.type())) opened.complaints.push(message.text());
    });
    page.on('pageerror', ({ message }) => opened.complaints.push(message));
    if (options.clock) {
      await page.clock.install({ time: 0 });
      await page.clock.pauseAt(1000);
    }
    await page.addInitScript(noteEvents);
    if (options.before) await page.addInitScript(options.before);
    const files = await bundle;
    await page.route(`${origin}/**`, async (route) => {
      const file = new URL(route.request().url()).pathname.slice(1);
      if (file === '')
        return route.fulfill({
          contentType: 'text/html',
          headers: options.policy ? { 'content-security-policy': options.policy } : {},
          body: documentOf(body),
        });
      if (file === '_skerry/islands/error') {
        opened.reports.push(route.request().postDataJSON());
        return route.fulfill({ status: 204 });
      }
      opened.requests.push(file);
      await opened.#gates.get(file)?.opened;
      const count = opened.requests.filter((other) => other === file).length;
      const code = files.get(file);
      return code !== undefined && (options.serves?.(file, count) ?? true)
        ? route.fulfill({ contentType: 'text/javascript', body: code })
        : route.fulfill({ status: 404, body: '' });
    });
    await page.goto(`${origin}/`, { waitUntil: 'commit' });
    return opened;
  }

  /** Lets a held file arrive. */
  release(file: string): void {
    this.#gates.get(file)!.open();
  }

  /** Waits until so many islands have hydrated in all; tells of them in order. */
  async hydrated(count = 1): Promise<HydratedDetail[]> {
    await this.page.waitForFunction((wanted) => window.hydrated.length >= wanted, count);
    const seen = await this.page.evaluate(() => window.hydrated);
    return seen.map(({ detail }) => detail);
  }

  /** Waits until so many islands have failed in all. */
  async failed(count = 1): Promise<Window['failed'][number]['detail'][]> {
    await this.page.waitForFunction((wanted) => window.failed.length >= wanted, count);
    const seen = await this.page.evaluate(() => window.failed);
    return seen.map(({ detail }) => detail);
  }

  /** What an element holds. */
  html(selector: string): Promise<string> {
    return this.page.locator(selector).first().innerHTML();
  }

  text(selector: string): Promise<string | null> {
    return this.page.locator(selector).first().textContent();
  }

  close(): Promise<void> {
    return this.page.close();
  }
}

const documentOf = (body: string): string =>
  `<!doctype html><meta charset="utf-8"><title>Test</title><script type="module" async src="/entry.js"></script><body>${body}`;

function noteEvents(): void {
  window.log = [];
  window.hydrated = [];
  window.failed = [];
  addEventListener('skerry:hydrated', (event) => {
    window.hydrated.push({ time: performance.now(), detail: (event as CustomEvent).detail });
  });
  addEventListener('skerry:island-error', (event) => {
    const { error, ...detail } = (event as CustomEvent<IslandErrorDetail>).detail;
    const { message } = error as Error;
    window.failed.push({ time: performance.now(), detail: { ...detail, message } });
  });
}
