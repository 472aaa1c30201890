import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, afterEach, expect, test, vi } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { startTestServer, type TestServer } from '../../test/test-server.js';
import { RunFailures } from './run-failures.js';

let browser: Browser;
let server: TestServer;
let page: Page;
let other: Page;

beforeAll(async () => {
  browser = await openBrowser();
  server = await startTestServer({
    'src/pages/api/orders.ts': `
      export const POST = async ({ req }) => {
        const { amount } = await req.json();
        if (typeof amount !== 'number') throw new Error('The amount is no number.');
        return 'Ordered';
      };`,
    'src/pages/order.tsx': `export default () => <h1>Order</h1>;`,
    'src/pages/fails.tsx': `export default () => { throw new Error('The page fails.'); };`,
  });
});
afterAll(async () => {
  await browser.close();
  await server[Symbol.asyncDispose]();
});

beforeEach(async () => {
  vi.spyOn(console, 'error').mockReturnValue();
  page = await browser.newPage();
  other = await browser.newPage();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await page.close();
  await other.close();
});

const overlayOf = (at: Page) => at.locator('vite-error-overlay');
const textOf = (at: Page) =>
  overlayOf(at).evaluate((element) => element.shadowRoot?.textContent ?? '');

/** Opens a page, and waits until it hears the server. */
async function open(at: Page, path: string): Promise<void> {
  const connected = at.waitForEvent('console', (message) => message.text().includes('connected.'));
  await at.goto(server.origin + path);
  await connected;
}

/** Waits until all that the server has told the page has arrived. */
const quiet = (at: Page) => at.waitForFunction(() => performance.now() > 0);

test('a failed request is shown only by the page that made it, until it is closed', async () => {
  await open(other, '/order');
  await open(page, '/order');
  const post = (amount: unknown) =>
    page.evaluate(
      async (value) =>
        (await fetch('/api/orders', { method: 'POST', body: JSON.stringify({ amount: value }) }))
          .status,
      amount,
    );
  expect(await post(3)).toBe(200);
  expect(await post('three')).toBe(500);
  await overlayOf(page).waitFor();
  expect(await textOf(page)).toContain('The amount is no number.');
  await quiet(other);
  expect(await overlayOf(other).count()).toBe(0);
  await page.keyboard.press('Escape');
  await overlayOf(page).waitFor({ state: 'detached' });
  await open(page, '/order');
  await quiet(page);
  expect(await overlayOf(page).count()).toBe(0);
});

test('a page that fails is shown over its error page, and over no other page', async () => {
  await open(other, '/order');
  await open(page, '/fails');
  await overlayOf(page).waitFor();
  expect(await textOf(page)).toContain('src/pages/fails.tsx');
  expect(await overlayOf(other).count()).toBe(0);
  await open(other, '/counter');
  expect(await overlayOf(other).count()).toBe(0);
});

test('a region that fails is shown only by its page', async () => {
  await server.app.edit(
    'src/live/counter.live.tsx',
    'live.assign({ count: live.state.count + 1 })',
    `{ if (live.state.count > 3) throw new Error('No more.'); live.assign({ count: live.state.count + 1 }) }`,
  );
  await open(other, '/counter');
  await open(page, '/counter');
  for (const each of [page, other]) await each.locator('skerry-live[data-state=live]').waitFor();
  await page.locator('button').click();
  await page.locator('button').click();
  await overlayOf(page).waitFor();
  expect(await textOf(page)).toContain('No more.');
  expect(await overlayOf(other).count()).toBe(0);
  await page.reload();
  await page.locator('skerry-live[data-state=live]').waitFor();
  expect(await overlayOf(page).count()).toBe(0);
});

test('a file that cannot be compiled is shown by every page, also by later ones, until the last of them is mended', async () => {
  await open(page, '/order');
  await server.app.edit('src/pages/order.tsx', '</h1>', '</h2>');
  await server.app.edit('src/parts/card.tsx', '</p>', '</q>');
  await overlayOf(page).waitFor();
  await open(other, '/counter');
  await overlayOf(other).waitFor();
  await server.app.edit('src/parts/card.tsx', '</q>', '</p>');
  await expect.poll(() => textOf(other)).toContain('order.tsx');
  await server.app.edit('src/pages/order.tsx', '</h2>', '</h1>');
  await overlayOf(page).waitFor({ state: 'detached' });
  await overlayOf(other).waitFor({ state: 'detached' });
});

test('with a new version pages hear of its failures again, and not of those of the version before', async () => {
  const sent: unknown[] = [];
  const hot = {
    on() {},
    send: (event: string, failure?: { url?: string; region?: string }) =>
      void sent.push(failure?.url ?? failure?.region ?? event),
  };
  const vite = { environments: { client: { hot } }, config: { server: {} } };
  const failures = new RunFailures(vite as never);
  const error = new Error('No.');
  await failures.bringVersion(() => {
    failures.tellPages(error, { url: new URL('http://localhost/before') });
    failures.tellPages(error, { region: { id: 'region' } as never });
  });
  expect(sent).toEqual(['/before', 'region', 'skerry:replaced', 'region']);
});
