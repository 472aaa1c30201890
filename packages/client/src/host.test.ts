import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { openBrowser } from '../../../test/browser.js';
import { bundleOf } from '../test/bundle-of.js';
import { StreamedPage } from '../test/streamed-page.js';

let browser: Browser;
let code: string;
beforeAll(async () => {
  [browser, code] = await Promise.all([
    openBrowser(),
    bundleOf(new URL('../test/hosts-entry.ts', import.meta.url)),
  ]);
});
afterAll(() => browser.close());

const arrived = (page: Page) => page.evaluate(() => window.arrived);
const arrives = (page: Page, count: number) =>
  page.waitForFunction((wanted) => window.arrived?.length >= wanted, count);

test('a host arrives when all of it is there, while the page is still on its way', async () => {
  const streamed = await StreamedPage.open(browser, code);
  const { page } = streamed;
  await page.waitForFunction(() => window.arrived);
  streamed.send('<skerry-live id="lv-a"><p>begun');
  await page.waitForSelector('p');
  expect(await arrived(page)).toEqual([]);
  streamed.send('</p><!--lv:a--></skerry-live>');
  await arrives(page, 1);
  expect(await arrived(page)).toEqual(['lv-a: <p>begun</p><!--lv:a-->']);
  expect(await page.evaluate(() => document.readyState)).toBe('loading');
});

test('a host in late content is patched into the page before all of it is there, and waits for that', async () => {
  const streamed = await StreamedPage.open(browser, code);
  const { page } = streamed;
  await page.waitForFunction(() => window.arrived);
  streamed.send('<main><?start name="x-1"><i>wait</i><?end></main><p>after</p>');
  await page.waitForSelector('p');
  streamed.send('<template for="x-1"><skerry-live id="lv-a"><b>begun');
  await page.waitForSelector('main b');
  streamed.send('</b>');
  expect(await arrived(page)).toEqual([]);
  streamed.send('<!--lv:a--></skerry-live></template>');
  await arrives(page, 1);
  expect(await arrived(page)).toEqual(['lv-a: <b>begun</b><!--lv:a-->']);
  expect(await page.evaluate(() => document.readyState)).toBe('loading');
});

test('a host that an update adds without content arrives, while the page is still on its way', async () => {
  const streamed = await StreamedPage.open(browser, code);
  const { page } = streamed;
  await page.waitForFunction(() => window.arrived);
  streamed.send('<main></main><p>after</p>');
  await page.waitForSelector('p');
  await page.locator('main').evaluate((main) => {
    const host = document.createElement('skerry-live');
    host.id = 'lv-b';
    main.append(host);
  });
  await arrives(page, 1);
  expect(await arrived(page)).toEqual(['lv-b: ']);
});
