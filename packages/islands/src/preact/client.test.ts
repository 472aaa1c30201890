import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { IslandPage } from '../../test/island-page.js';
import { island } from '../../test/server-html.js';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

test('ids are those of the server, and no two on a page are the same', async () => {
  const html = (await island('ids.island')) + (await island('ids.island'));
  const sent = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  expect(new Set(sent).size).toBe(4);
  const opened = await IslandPage.open(browser, html);
  await opened.hydrated(2);
  const ids = () => opened.page.locator('input').evaluateAll((all) => all.map(({ id }) => id));
  const labels = () => opened.page.locator('label').allTextContents();
  expect(await ids()).toEqual(sent);
  for (const label of await opened.page.locator('label').all()) await label.click();
  await expect.poll(async () => (await ids()).length).toBe(6);
  expect(await labels()).toEqual(await ids());
  expect(new Set(await ids()).size).toBe(6);
  expect(opened.complaints).toEqual([]);
});
