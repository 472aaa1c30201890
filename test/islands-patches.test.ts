import type { Browser, Page, Route } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { canonicalDom } from '@skerry/kit/testing';

import type { RunningApp } from './apps.js';
import { openBrowser } from './browser.js';
import { hydrated } from './hydrated.js';
import { live, modes, startIslandApp, type WatchedPage, watchPage } from './islands-app.js';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** Runs in the page. */
const canonical: (root: Element) => string = canonicalDom;

const patches = 100;

describe.each(modes)('in %s', (mode) => {
  let app: RunningApp;
  let watched: WatchedPage;
  let page: Page;
  beforeAll(async () => {
    app = await startIslandApp(mode);
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    watched = await watchPage(browser);
    ({ page } = watched);
    // Islands out of view need not be updated before they hydrate.
    await page.setViewportSize({ width: 1200, height: 6000 });
  });
  afterEach(() => page.context().close());

  /** Asks for so many steps, without waiting for answers in between. */
  const step = (times: number) =>
    page.locator('main button', { hasText: 'Step' }).evaluate((button: HTMLElement, count) => {
      for (let i = 0; i < count; i++) button.click();
    }, times);

  const shown = () => page.locator('main skerry-live').evaluate(canonical);

  /** The same garden, rendered by the server for a new visitor. */
  async function fresh(seed: number, steps: number): Promise<string> {
    const html = await (await fetch(`${app.origin}/garden/${seed}/${steps}`)).text();
    const region = await page.evaluateHandle(
      (markup) =>
        new DOMParser().parseFromString(markup, 'text/html').querySelector('main skerry-live'),
      html,
    );
    return (region as unknown as { evaluate(run: typeof canonical): Promise<string> }).evaluate(
      canonical,
    );
  }

  const isFresh = (seed: number, steps: number) =>
    expect.poll(async () => (await shown()) === (await fresh(seed, steps))).toBe(true);

  describe.each([11, 22, 33, 44, 55])('seed %i', (seed) => {
    test('100 patches after hydration, and the islands keep their state', async () => {
      await page.goto(`${app.origin}/garden/${seed}/0`);
      await live(page);
      await hydrated(page);
      const first = await page
        .locator('skerry-island[on=load] section')
        .first()
        .evaluateHandle((section) => section);
      await step(patches);
      await live(page);
      await hydrated(page);
      await isFresh(seed, patches);
      expect(
        await page
          .locator('skerry-island[on=load] section')
          .first()
          .evaluate((section, before) => section === before, first),
      ).toBe(true);
      expect(watched.complaints).toEqual([]);
    });

    test('100 patches before, during and after hydration', async () => {
      const held: Route[] = [];
      let holds = true;
      const isIsland = (url: URL) => /\/(?:plot|bed)\.island/.test(url.pathname);
      await page.route(isIsland, (route) => (holds ? void held.push(route) : route.continue()));
      await page.goto(`${app.origin}/garden/${seed}/0`);
      await live(page);
      await step(patches);
      await live(page);
      await isFresh(seed, patches);
      expect(held.length).toBeGreaterThan(0);

      // The chunks arrive while the next patches do.
      const stepping = step(patches);
      holds = false;
      for (const route of held.splice(0)) await route.continue();
      await stepping;
      await live(page);
      await hydrated(page);
      await isFresh(seed, 2 * patches);

      await step(patches);
      await live(page);
      await hydrated(page);
      await isFresh(seed, 3 * patches);
      expect(watched.complaints).toEqual([]);
    });
  });
});
