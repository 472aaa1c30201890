import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';

import { type RunningApp, startBuilt } from './apps.js';
import { openBrowser } from './browser.js';
import { hydrated } from './hydrated.js';
import { live, type WatchedPage, watchPage } from './islands-app.js';

let browser: Browser;
let playground: RunningApp;
let watched: WatchedPage;
let page: Page;

beforeAll(async () => {
  [browser, playground] = await Promise.all([openBrowser(), startBuilt('playground')]);
});
afterAll(async () => {
  await browser.close();
  await playground.stop();
});
beforeEach(async () => {
  watched = await watchPage(browser);
  ({ page } = watched);
});
afterEach(() => page.context().close());

const open = async (path: string) => {
  await page.goto(playground.origin + path);
  await live(page);
  await hydrated(page);
};
const shows = (selector: string, text: string | RegExp) =>
  expect.poll(() => page.locator(selector).first().innerText()).toMatch(text);

test('the home page has an island of each strategy, which shows when it hydrated, and why', async () => {
  await open('/');
  const buoy = (strategy: string) =>
    page.locator('skerry-island', { has: page.getByText(`client:${strategy}`, { exact: true }) });
  const says = (strategy: string, what: RegExp) =>
    expect.poll(() => buoy(strategy).innerText()).toMatch(what);
  await says('load', /Alive after [\d.]+ s: load/);
  await says('idle', /Alive after [\d.]+ s: idle/);
  for (const strategy of ['interaction', 'hover', 'none'])
    await says(strategy, /HTML of the server/);
  await buoy('interaction').getByRole('button').click();
  await says('interaction', /Pressed 1 times[^]*Alive after/);
  await buoy('hover').hover();
  await says('hover', /Alive after [\d.]+ s: hover/);
  await buoy('visible').scrollIntoViewIfNeeded();
  await says('visible', /Alive after [\d.]+ s: visible/);
  await buoy('none').getByRole('button').click();
  await says('none', /Pressed 0 times[^]*HTML of the server/);
  await page.getByRole('button', { name: 'Add one' }).first().click();
  await shows('.counter output', '4');
  expect(watched.complaints).toEqual([]);
});

test('the chart receives data from its region, and sends it events', async () => {
  await open('/islands');
  await hydrated(page, 'skerry-island[name="islands/chart.island"]');
  await page.getByRole('button', { name: 'Measure again' }).click();
  await expect.poll(() => page.locator('figure circle').count()).toBe(41);
  await page.locator('figure circle').nth(2).click();
  await shows('figcaption', 'Point 3 of 41 is at');
  await page.getByRole('button', { name: 'Slide on' }).click();
  await live(page);
  expect(await page.locator('figure circle').count()).toBe(41);
  expect(watched.complaints).toEqual([]);
});

test('panels of the tabs keep their state while another is shown', async () => {
  await open('/islands');
  await hydrated(page, 'skerry-island[name="islands/tabs.island"]');
  await page.getByRole('button', { name: 'Add one' }).click();
  await page.getByRole('tab', { name: 'A field' }).click();
  await page.fill('[name=kept]', 'kept');
  await page.getByRole('tab', { name: 'A live region' }).click();
  await shows('.tabs output', '8');
  await page.getByRole('button', { name: 'Add one' }).click();
  await shows('.tabs output', '9');
  await page.getByRole('tab', { name: 'A field' }).click();
  expect(await page.inputValue('[name=kept]')).toBe('kept');
  expect(watched.complaints).toEqual([]);
});

test('the dialog opens with the first press, and keeps its content', async () => {
  await open('/islands');
  await page.getByRole('button', { name: 'Write in the log' }).click();
  await page.fill('dialog input', 'Calm.');
  await hydrated(page, 'dialog skerry-island');
  await page.locator('dialog').getByRole('button', { name: 'Pressed 0 times' }).click();
  await page.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'Write in the log' }).click();
  expect(await page.inputValue('dialog input')).toBe('Calm.');
  await page.locator('dialog').getByRole('button', { name: 'Pressed 1 times' }).waitFor();
  expect(watched.complaints).toEqual([]);
});

test('two islands share a signal, React runs beside Preact, and one that fails harms no others', async () => {
  await open('/islands');
  const crate = page.getByRole('button', { name: 'Load a crate' });
  for (let i = 0; i < 3; i++) await crate.click();
  await shows('.fragile output', '2 on board');
  await page.getByRole('button', { name: 'One more, North pier' }).click();
  await page.getByRole('button', { name: 'One more, South pier' }).click();
  await expect.poll(() => page.locator('.basket output').allInnerTexts()).toEqual(['2', '2']);
  await page.locator('.dial').scrollIntoViewIfNeeded();
  await hydrated(page, 'skerry-island[name="islands/dial.react"]');
  await page.fill('.dial input', '90');
  await shows('.dial output', '90°');
  expect(watched.complaints).toEqual([expect.stringContaining('The boat carries 2 crates')]);
});
