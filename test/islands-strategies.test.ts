import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import type { RunningApp } from './apps.js';
import { launchBrowser } from './browser.js';
import { hydrated } from './hydrated.js';
import { modes, startIslandApp, type WatchedPage, watchPage } from './islands-app.js';
import { traceMarks } from './trace.js';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

describe.each(modes)('in %s', (mode) => {
  let app: RunningApp;
  let watched: WatchedPage;
  beforeAll(async () => {
    app = await startIslandApp(mode);
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    watched = await watchPage(browser);
  });
  afterEach(() => watched.page.context().close());

  const loaded = (name: string) => watched.scripts.some((path) => path.includes(`at-${name}.`));
  const isAlive = (name: string) =>
    watched.page.locator(`skerry-island:has(#at-${name})`).evaluate((host) => 'detail' in host);
  const alive = (name: string) => hydrated(watched.page, `skerry-island:has(#at-${name})`);
  const reasonOf = (name: string) =>
    watched.page.evaluate(
      (island) =>
        (globalThis as unknown as { hydrated: { name: string; reason: string }[] }).hydrated.find(
          (each) => each.name === `islands/at-${island}.island`,
        )?.reason,
      name,
    );
  /** Opens the page and waits until all islands that hydrate by themselves have done so. */
  const settled = async () => {
    await watched.page.goto(`${app.origin}/strategies`);
    for (const name of ['load', 'idle', 'deadline']) await alive(name);
  };

  test('islands of load and idle hydrate by themselves; no other is even loaded', async () => {
    await settled();
    const others = ['visible', 'margin', 'interaction', 'focus', 'none', 'hover'];
    expect(others.filter(loaded)).toEqual([]);
    expect(await reasonOf('load')).toBe('load');
    expect(await reasonOf('idle')).toBe('idle');
    expect(watched.complaints).toEqual([]);
  });

  test('an island of visible waits until it is in view, or sooner with a margin', async () => {
    await settled();
    const { page } = watched;
    const top = (name: string) =>
      page.locator(`#at-${name}`).evaluate((box) => box.getBoundingClientRect().top);
    const height = page.viewportSize()?.height ?? 0;
    await page.evaluate((by) => scrollTo(0, by), (await top('margin')) - height - 300);
    expect(await isAlive('margin')).toBe(false);
    await page.evaluate(() => scrollBy(0, 100));
    await alive('margin');
    expect(await top('margin')).toBeGreaterThan(height);
    expect(loaded('visible')).toBe(false);
    await page.locator('#at-visible').scrollIntoViewIfNeeded();
    await alive('visible');
    expect(await reasonOf('visible')).toBe('visible');
  });

  test('an island of interaction hydrates with the first event, and handles it', async () => {
    await settled();
    await watched.page.locator('#at-interaction button').click();
    await alive('interaction');
    await expect.poll(() => watched.page.locator('#at-interaction output').innerText()).toBe('1');
    expect(loaded('focus')).toBe(false);
    await watched.page.locator('#at-interaction button').click();
    expect(await watched.page.locator('#at-interaction output').innerText()).toBe('2');
  });

  test('an island of interaction listens only to the chosen events', async () => {
    await settled();
    const { page } = watched;
    await page.locator('#at-focus button').dispatchEvent('click');
    expect(loaded('focus')).toBe(false);
    await page.locator('#at-focus button').focus();
    await alive('focus');
    expect(await reasonOf('focus')).toBe('focusin');
  });

  test("a strategy of the app's own decides when its island hydrates", async () => {
    await settled();
    await watched.page.locator('#at-hover').hover();
    await alive('hover');
    expect(await reasonOf('hover')).toBe('hover');
  });

  test('an island of none never hydrates', async () => {
    await settled();
    await watched.page.locator('#at-none button').click();
    expect(await watched.page.locator('#at-none output').innerText()).toBe('0');
    expect(loaded('none')).toBe(false);
  });

  test('islands of high priority hydrate first and of low priority last, each in its own task, so that input need not wait', async () => {
    const { page } = watched;
    const { names, tasks } = await traceMarks(page, 'heavy:', async () => {
      await page.goto(`${app.origin}/heavy`);
      await hydrated(page);
    });
    expect(names.map((name) => name.replace(/-\d+$/, ''))).toEqual(
      ['high', 'visible', 'low'].flatMap((rank) => Array.from({ length: 17 }, () => rank)),
    );
    expect(tasks.size).toBe(names.length);
  });
});
