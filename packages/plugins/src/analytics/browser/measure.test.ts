import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';

import { openBrowser } from '../../../../../test/browser.js';
import { type SentBeacon, VitalsSite } from '../../../test/vitals-page.js';

let browser: Browser;
let site: VitalsSite;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  site = await VitalsSite.start();
});
afterEach(() => site.stop());

/** What was told of a page. */
const told = (path: string): SentBeacon[] => site.ours.filter(({ p }) => p === path);
const views = (path: string): SentBeacon[] => told(path).filter(({ v }) => v === 1);

/** The mark of the server that it has counted the view of each page. */
const marked = { 'server-timing': 'answer;dur=2, counted' };

const leave = async (page: Page): Promise<void> => {
  const { pathname } = new URL(page.url());
  await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length);
  await page.evaluate(() => new Promise<void>((done) => requestIdleCallback(() => done())));
  await page.goto(`${site.origin}/left`);
  await expect.poll(() => told(pathname).some(({ c }) => c)).toBe(true);
};

test('a page whose view the server has counted tells no view', async () => {
  site.headers = marked;
  const page = await browser.newPage();
  await page.goto(`${site.origin}/seen`);
  await leave(page);
  expect(views('/seen')).toEqual([]);
  await page.close();
});

test('a page that no request was counted for tells its view at once, and where its visitor came from', async () => {
  const page = await browser.newPage();
  await page.goto(`${site.origin}/file`, { referer: 'https://search.example/?q=ships' });
  await expect.poll(() => views('/file')).toHaveLength(1);
  expect(views('/file')[0]!.r).toMatch(/^https:\/\/search\.example\//);
  await page.close();
});

test.each([
  { doNotTrack: '1', globalPrivacyControl: false },
  { doNotTrack: null, globalPrivacyControl: true },
])('a visitor who asks not to be counted is told of by nothing: %o', async (asks) => {
  const context = await browser.newContext();
  await context.addInitScript((members) => {
    for (const [name, value] of Object.entries(members))
      Object.defineProperty(navigator, name, { value });
  }, asks);
  const page = await context.newPage();
  await page.goto(`${site.origin}/quiet`);
  await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length);
  await page.evaluate(() => new Promise<void>((done) => requestIdleCallback(() => done())));
  await page.goto(`${site.origin}/left`);
  await expect.poll(() => site.theirs.some(({ path }) => path === '/quiet')).toBe(true);
  expect(site.ours).toEqual([]);
  await context.close();
});

test('an error page tells nothing', async () => {
  site.status = 404;
  const page = await browser.newPage();
  await page.goto(`${site.origin}/lost`);
  await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length);
  await page.goto(`${site.origin}/left`);
  await expect.poll(() => site.theirs.some(({ path }) => path === '/lost')).toBe(true);
  expect(site.ours).toEqual([]);
  await page.close();
});

test('islands that hydrate are told by name and strategy, those before the script too', async () => {
  // The script of the page comes behind it.
  site.head =
    '<skerry-island id="early"></skerry-island><script>' +
    "document.querySelector('#early').detail = { name: 'islands/chart.island', strategy: 'load' };</script>";
  const page = await browser.newPage();
  await page.goto(`${site.origin}/islands`);
  await expect.poll(() => views('/islands')).toHaveLength(1);
  await page.evaluate(() => {
    const detail = { name: 'islands/tabs.island', strategy: 'visible' };
    for (let i = 0; i < 2; i++)
      document.body.dispatchEvent(new CustomEvent('skerry:hydrated', { bubbles: true, detail }));
  });
  await leave(page);
  expect(told('/islands').find(({ h }) => h)?.h).toEqual([
    ['islands/chart.island', 'load', 1],
    ['islands/tabs.island', 'visible', 2],
  ]);
  await page.close();
});

test('a page that is hidden twice tells what has changed, with what it has told before', async () => {
  site.headers = marked;
  const page = await browser.newPage();
  await page.goto(`${site.origin}/twice`);
  await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length);
  await page.evaluate(() => new Promise<void>((done) => requestIdleCallback(() => done())));
  const hide = () => page.evaluate(() => void dispatchEvent(new Event('pagehide')));
  await hide();
  await expect.poll(() => told('/twice').length).toBe(1);
  await page.evaluate(() => window.shift(60));
  await page.waitForFunction(() => window.shifts.length > 0);
  await hide();
  await expect.poll(() => told('/twice').length).toBe(2);
  const [first, second] = told('/twice');
  expect(first!.c).toEqual([0, null]);
  expect(second).toEqual({ p: '/twice', c: [expect.any(Number), 0] });
  expect(second!.c![0]).toBeGreaterThan(0);
  await page.close();
});

test('a page that was loaded ahead tells its view when its visitor goes to it', async () => {
  const rules = { prefetch: [{ urls: ['/ahead'], eagerness: 'immediate' }] };
  site.head = `<a href="/ahead">ahead</a><script type="speculationrules">${JSON.stringify(rules)}</script>`;
  const page = await browser.newPage();
  const devtools = await page.context().newCDPSession(page);
  const loaded = new Promise<void>((resolve) =>
    devtools.on('Preload.prefetchStatusUpdated', ({ status }) => {
      if (status === 'Ready') resolve();
    }),
  );
  await devtools.send('Preload.enable');
  await page.goto(`${site.origin}/first`);
  await loaded;
  expect(site.headersOf('/ahead')['sec-purpose']).toMatch(/^prefetch/);
  await expect.poll(() => views('/first')).toHaveLength(1);
  expect(views('/ahead')).toEqual([]);
  // A link, as a visitor follows it.
  await page.click('a[href="/ahead"]');
  await expect.poll(() => views('/ahead')).toHaveLength(1);
  const asked = site.requests.filter(({ path }) => path === '/ahead');
  expect(asked.every(({ headers }) => headers['sec-purpose'])).toBe(true);
  await page.close();
});

test('a page that is rendered ahead tells nothing before it is shown', async () => {
  // Playwright's Chromium renders none ahead: the page is told that it is.
  const page = await browser.newPage();
  await page.addInitScript(() =>
    Object.defineProperty(document, 'prerendering', { value: true, configurable: true }),
  );
  await page.goto(`${site.origin}/rendered-ahead`);
  await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length);
  await page.evaluate(() => fetch('/sign', { method: 'POST', body: '{}' }));
  expect(site.ours).toEqual([]);
  await page.evaluate(() => {
    Object.defineProperty(document, 'prerendering', { value: false });
    document.dispatchEvent(new Event('prerenderingchange'));
  });
  await expect.poll(() => views('/rendered-ahead')).toHaveLength(1);
  await page.close();
});
