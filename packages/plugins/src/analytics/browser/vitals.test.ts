import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';

import { openBrowser } from '../../../../../test/browser.js';
import { VitalsSite } from '../../../test/vitals-page.js';

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

/** The last value that `web-vitals` gave. */
const theirs = (name: string, path = '/'): number | undefined =>
  site.theirs.filter((each) => each.name === name && each.path === path).at(-1)?.value;

/** The last value that the browser part has told. */
const ours = (key: 'l' | 'i' | 'c', path = '/'): number | undefined =>
  site.ours.filter((each) => each.p === path && each[key]).at(-1)?.[key]?.[0];

async function openPage(): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(site.origin);
  await page.waitForFunction(() => document.querySelector('img')!.complete);
  await painted(page);
  return page;
}

/** Waits until what the page shows was painted, and its entries were handed out. */
const painted = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<void>((resolve) =>
        requestAnimationFrame(() =>
          requestAnimationFrame(() => requestIdleCallback(() => resolve())),
        ),
      ),
  );

/** Makes the page shift, and waits until the browser says so. */
async function shift(page: Page, pixels: number): Promise<void> {
  const before = await page.evaluate(() => window.shifts.length);
  await page.evaluate((by) => window.shift(by), pixels);
  await page.waitForFunction((count) => window.shifts.length > count, before);
}

const leave = async (page: Page): Promise<void> => {
  await page.goto(`${site.origin}/next`);
  await expect.poll(() => theirs('LCP')).toBeDefined();
  await expect.poll(() => theirs('CLS')).toBeDefined();
  await expect.poll(() => ours('c')).toBeDefined();
};

test('LCP, INP and CLS of the browser part are those of web-vitals', async () => {
  const page = await openPage();
  await shift(page, 40);
  await shift(page, 30);
  await page.waitForFunction(() => performance.now() - window.shifts.at(-1)! > 1100);
  await shift(page, 50);
  // A shift that the visitor has caused counts for neither.
  const shifts = await page.evaluate(() => window.shifts.length);
  await page.click('#grow');
  await page.waitForFunction((before) => window.shifts.length > before, shifts);
  await page.click('#slow');
  await page.click('h1');
  await page.waitForFunction(() => performance.getEntriesByType('first-input').length > 0);
  await painted(page);
  await leave(page);
  await expect.poll(() => theirs('INP')).toBeDefined();
  expect({ l: ours('l'), i: ours('i'), c: ours('c') }).toEqual({
    l: theirs('LCP'),
    i: theirs('INP'),
    c: theirs('CLS'),
  });
  expect(ours('i')).toBeGreaterThanOrEqual(176);
  expect(ours('c')).toBeGreaterThan(0);
  await page.close();
});

test('a quiet page has no shifts and no interaction, as with web-vitals', async () => {
  const page = await openPage();
  await leave(page);
  expect([ours('l'), ours('c'), ours('i')]).toEqual([theirs('LCP'), 0, undefined]);
  expect([theirs('CLS'), theirs('INP')]).toEqual([0, undefined]);
  await page.close();
});
