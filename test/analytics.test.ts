import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

import type { Browser, Page } from 'playwright';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { type RunningApp, startBuilt, startDevelopment } from './apps.js';
import { launchBrowser } from './browser.js';
import { hydrated } from './hydrated.js';
import { live, modes, watchPage } from './islands-app.js';

/** What the app tells of its report: numbers by name, of each metric. */
interface Report {
  counts: Record<string, { name: string; count: number }[]>;
  times: Record<string, { name: string; count: number; p75: number }[]>;
}

let app: RunningApp;
let browser: Browser;
beforeEach(async () => {
  [app, browser] = await Promise.all([startBuilt('test/app/analytics'), launchBrowser()]);
});
afterEach(async () => {
  await browser.close();
  await app.stop();
});

const report = async (): Promise<Report> =>
  (await (await fetch(`${app.origin}/api/report`)).json()) as Report;

/** The numbers of a metric, by name. */
async function numbersOf(metric: string): Promise<Record<string, number>> {
  const { counts, times } = await report();
  const entries = counts[metric] ?? times[metric] ?? [];
  return Object.fromEntries(entries.map(({ name, count }) => [name, count]));
}

/** Waits until the page has painted and measures itself. */
async function measuring(page: Page): Promise<void> {
  await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length);
  await page.waitForFunction(
    (part) => performance.getEntriesByType('resource').some(({ name }) => name.includes(part)),
    'plugin-skerry-analytics',
  );
  await page.evaluate(
    () => new Promise<void>((done) => requestIdleCallback(() => requestIdleCallback(() => done()))),
  );
}

test('a browser is seen by every counter: views, referrers, events, hydration, web vitals, errors', async () => {
  const { page } = await watchPage(browser);
  await page.goto(`${app.origin}/`, { referer: 'https://search.example/' });
  await Promise.all([live(page), hydrated(page), measuring(page)]);
  await page.click('text=add');
  await page.waitForFunction(() => document.querySelector('output')!.textContent === '1');
  await page.click('text=fail');
  await expect.poll(() => numbersOf('error')).toEqual({ 'event live/counter': 1 });
  await page.goto(`${app.origin}/ships/Merlin`);
  await page.goto(`${app.origin}/ships/nobody/here`);
  await expect.poll(() => numbersOf('LCP')).toMatchObject({ '/': 1 });
  expect(await numbersOf('view')).toEqual({ '/': 1, '/ships/:name': 1 });
  expect(await numbersOf('referrer')).toEqual({ 'search.example': 1 });
  expect(await numbersOf('error-page')).toEqual({ 404: 1 });
  expect(await numbersOf('event')).toEqual({ 'live/counter add': 1 });
  expect(await numbersOf('hydration')).toEqual({ 'islands/fold.island load': 1 });
  expect(await numbersOf('CLS')).toMatchObject({ '/': 1 });
  expect(await numbersOf('INP')).toMatchObject({ '/': 1 });
  for (const metric of ['mount', 'render', 'request', 'island'])
    expect(Object.keys(await numbersOf(metric))).not.toEqual([]);
});

test('a page that was written at build is counted when it is shown, with its islands, and sets no cookie', async () => {
  const { page } = await watchPage(browser);
  await page.goto(`${app.origin}/about`);
  await measuring(page);
  await hydrated(page, 'skerry-island');
  await expect.poll(() => numbersOf('view')).toEqual({ '/about': 1 });
  await page.goto(`${app.origin}/ships/Merlin`);
  await expect.poll(() => numbersOf('hydration')).toEqual({ 'islands/fold.island visible': 1 });
  expect(await page.context().cookies()).toEqual([]);
});

test('a page that was loaded ahead is counted when its visitor goes to it', async () => {
  const { page } = await watchPage(browser);
  await page.goto(`${app.origin}/`);
  const devtools = await page.context().newCDPSession(page);
  const known = new Promise((resolve) => devtools.on('Preload.ruleSetUpdated', resolve));
  const loaded = new Promise<void>((resolve) =>
    devtools.on('Preload.prefetchStatusUpdated', ({ status }) => {
      if (status === 'Ready') resolve();
    }),
  );
  await devtools.send('Preload.enable');
  await known;
  await page.hover('text=Merlin');
  await loaded;
  expect(await numbersOf('view')).toEqual({ '/': 1 });
  await page.click('text=Merlin');
  await expect.poll(() => numbersOf('view')).toEqual({ '/': 1, '/ships/:name': 1 });
});

test.each(modes)(
  'the dashboard is shown to those whom its guard lets through, and changes as things are counted (%s)',
  async (mode) => {
    if (mode === 'development') {
      await app.stop();
      app = await startDevelopment('test/app/analytics');
    }
    const { page, complaints } = await watchPage(browser);
    expect((await page.goto(`${app.origin}/numbers`))!.status()).toBe(403);
    complaints.length = 0;
    await page.request.post(`${app.origin}/api/crew`, { headers: { origin: app.origin } });
    await page.goto(`${app.origin}/numbers`);
    await live(page);
    await hydrated(page, 'skerry-island');
    const views = () => page.locator('dd').first().innerText();
    expect(await views()).toBe('0');
    const other = await browser.newPage();
    await other.goto(`${app.origin}/ships/Merlin`);
    await expect.poll(views).toBe('1');
    expect(await page.innerText('table')).toContain('/ships/:name');
    await expect
      .poll(() => page.getAttribute('.skerry-chart', 'aria-label'))
      .toContain('Page views: 1');
    await page.click('text=Minutes');
    await page.waitForSelector('button[aria-pressed=true]:has-text("Minutes")');
    expect(await numbersOf('view')).toEqual({ '/ships/:name': 1 });
    expect(complaints).toEqual([]);
  },
);

test('the browser part of analytics is one script of at most 1.5 kB in a built app', () => {
  const folder = 'test/app/analytics/dist/client/assets';
  const scripts = readdirSync(folder).filter((name) =>
    /^plugin-skerry-analytics-[\w-]+\.js$/.test(name),
  );
  expect(scripts).toHaveLength(1);
  const code = readFileSync(`${folder}/${scripts[0]}`);
  expect(gzipSync(code, { level: 9 }).length).toBeLessThanOrEqual(1500);
});
