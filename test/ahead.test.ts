import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { type RunningApp, startBuilt } from './apps.js';
import { openBrowser } from './browser.js';
import { live, watchPage } from './islands-app.js';

let browser: Browser;
let playground: RunningApp;
beforeAll(async () => {
  [browser, playground] = await Promise.all([openBrowser(), startBuilt('playground')]);
});
afterAll(async () => {
  await browser.close();
  await playground.stop();
});

test('a page is loaded while the pointer rests on its link, and lives once its visitor is there', async () => {
  const { page, complaints } = await watchPage(browser);
  await page.goto(`${playground.origin}/about`);
  await page.context().clearCookies();
  const devtools = await page.context().newCDPSession(page);
  const known = new Promise<void>((resolve) =>
    devtools.on('Preload.ruleSetUpdated', () => resolve()),
  );
  const loaded = new Promise<void>((resolve) =>
    devtools.on('Preload.prefetchStatusUpdated', ({ status }) => {
      if (status === 'Ready') resolve();
    }),
  );
  await devtools.send('Preload.enable');
  // A pointer that rests on a link before starts nothing.
  await known;
  const link = page.locator('a[href="/counter"]').first();
  await link.hover();
  await loaded;
  expect(await page.context().cookies()).toEqual([]);
  await link.click();
  await live(page);
  const way = () => performance.getEntriesByType('navigation').map((each) => each.toJSON());
  expect(await page.evaluate(way)).toMatchObject([{ deliveryType: 'navigational-prefetch' }]);
  await page.getByRole('button', { name: 'Add one' }).first().click();
  await expect.poll(() => page.locator('output').first().innerText()).not.toBe('0');
  expect(complaints).toEqual([]);
});
