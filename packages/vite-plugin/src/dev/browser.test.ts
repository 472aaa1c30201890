import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import type { TestApp } from '../../test/test-app.js';
import { heard, startTestServer, type TestServer } from '../../test/test-server.js';

let browser: Browser;
let server: TestServer;
let app: TestApp;
let page: Page;

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

beforeEach(async () => {
  server = await startTestServer();
  ({ app } = server);
  page = await browser.newPage();
});
afterEach(async () => {
  await page.close();
  await server[Symbol.asyncDispose]();
});

const view = 'src/live/counter.live.tsx';
const region = () => page.locator('skerry-live');
const shows = (text: string) => expect.poll(() => region().innerText()).toContain(text);
const overlay = () => page.locator('vite-error-overlay');

/** Opens the counter and counts to 5; a reloaded page counts from 3. */
async function openCounter(): Promise<void> {
  await page.goto(`${server.origin}/counter`);
  await heard(server);
  await page.locator('skerry-live[data-state=live]').waitFor();
  await page.locator('button').click();
  await page.locator('button').click();
  await shows('Count: 5');
}

test('an edit of the render or the handlers of a live view reaches open pages in place, and keeps the state', async () => {
  await openCounter();
  await app.edit(view, 'Count: ', 'Clicks: ');
  await shows('Clicks: 5');
  await app.edit(view, 'count + 1', 'count + 10');
  await expect
    .poll(async () => {
      await page.locator('button').click();
      return region().innerText();
    })
    .toMatch(/Clicks: \d\d/);
});

test('an error is shown over the page while its regions go on, and disappears with its cause; the state is kept', async () => {
  await openCounter();
  await app.edit(view, '</button>', '</bottom>');
  await overlay().waitFor();
  expect(await overlay().evaluate((element) => element.shadowRoot?.textContent)).toContain(
    `${app.root}/${view}:14:`,
  );
  await page.locator('button').dispatchEvent('click');
  await shows('Count: 6');
  await app.edit(view, '</bottom> Count: ', '</button> Clicks: ');
  await overlay().waitFor({ state: 'detached' });
  await shows('Clicks: 6');
});

test('an error of a request is shown over its error page, and the page returns when it is corrected', async () => {
  await page.goto(`${server.origin}/posts/broken`);
  await heard(server);
  await overlay().waitFor();
  expect(await page.locator('h1').innerText()).toBe('500');
  await app.edit(
    'src/pages/posts/[slug].tsx',
    "throw new Error('This post is broken.');",
    'return <h1>Repaired</h1>;',
  );
  await expect.poll(() => page.locator('h1').innerText()).toBe('Repaired');
  expect(await overlay().count()).toBe(0);
});

test('an edit of a page or of a style sheet shows in place', async () => {
  await page.goto(server.origin);
  await heard(server);
  const colour = () => page.locator('.card').evaluate((element) => getComputedStyle(element).color);
  expect(await colour()).toBe('rgb(102, 51, 153)');
  await page.evaluate(() => void (document.body.dataset.same = 'yes'));
  await app.edit('src/parts/card.css', 'rebeccapurple', 'teal');
  await expect.poll(colour).toBe('rgb(0, 128, 128)');
  expect(await page.evaluate(() => document.body.dataset.same)).toBe('yes');
  await app.edit('src/pages/index.tsx', 'Home</h1>', 'Harbour</h1>');
  await expect.poll(() => page.locator('h1').innerText()).toBe('Harbour');
  expect(await page.evaluate(() => document.body.dataset.same)).toBe('yes');
});

test('an edit for which pages load again makes them do so at once, not after a time in which there may be more', async () => {
  await page.goto(server.origin);
  await heard(server);
  await page.evaluate(() => {
    globalThis.setTimeout = (() => 0) as never;
    document.body.dataset.same = 'yes';
  });
  await app.write(
    'src/app.ts',
    "import { defineApp } from '@skerry/kit'; export default defineApp({ limits: { answerTimeout: 5000 } });",
  );
  await expect.poll(() => page.locator('body[data-same]').count()).toBe(0);
});

test('a failure in a region is shown over the page, and the region goes on', async () => {
  await openCounter();
  await app.edit(
    view,
    'live.assign({ count: live.state.count + 1 })',
    "{ throw new Error('The handler fails.'); }",
  );
  const text = () => overlay().evaluate((element) => element.shadowRoot?.textContent);
  await expect
    .poll(async () => {
      await page.locator('button').dispatchEvent('click');
      return (await overlay().count()) > 0 && (await text());
    })
    .toContain('The handler fails.');
  await shows('Count: ');
  await app.edit(
    view,
    "{ throw new Error('The handler fails.'); }",
    'live.assign({ count: live.state.count + 1 })',
  );
  await overlay().waitFor({ state: 'detached' });
});

test('a render that fails after an edit leaves the old one in place, with its state', async () => {
  await openCounter();
  await app.edit(view, '{state.count}', '{state.count.nothing.here}');
  await overlay().waitFor();
  await page.locator('button').dispatchEvent('click');
  await shows('Count: 6');
  await app.edit(view, 'Count: {state.count.nothing.here}', 'Clicks: {state.count}');
  await shows('Clicks: 6');
  expect(await overlay().count()).toBe(0);
});
