import { join } from 'node:path';

import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type RunningApp, startBuilt, startDevelopment } from '../apps.js';
import { openBrowser } from '../browser.js';
import { hydrated } from '../hydrated.js';
import { Outside, run, viteOf } from './outside.js';
import { type OpenedPage, openApp } from './use-app.js';

// The apps of `examples/` as their readers have them: copied, installed from tarballs, developed and built.

let outside: Outside;
let browser: Browser;
const apps: Record<string, string> = {};
beforeAll(async () => {
  [outside, browser] = await Promise.all([Outside.open(), openBrowser()]);
  const names = ['shared-list', 'dashboard'];
  const folders = await outside.copyExamples(...names);
  for (const [i, folder] of folders.entries()) apps[names[i]!] = folder;
});
afterAll(async () => {
  await browser?.close();
  outside?.remove();
});

test.each(['shared-list', 'dashboard'])('%s is well typed, and is built', async (name) => {
  await run(apps[name]!, ['npm', 'run', 'check']);
  await run(apps[name]!, ['npm', 'run', 'build']);
});

const ways: [title: string, start: (app: string) => Promise<RunningApp>][] = [
  ['built', startBuilt],
  ['on the development server', (app) => startDevelopment(app, viteOf(join(app, '..')))],
];

describe.each(ways)('shared-list, %s', (_, start) => {
  let running: RunningApp;
  let ann: OpenedPage;
  let bo: OpenedPage;
  beforeAll(async () => {
    running = await start(apps['shared-list']!);
    ann = await openApp(browser, running.origin);
    bo = await openApp(browser, running.origin);
  });
  afterAll(() => running?.stop());

  const add = async (page: Page, name: string, amount: number) => {
    await page.getByLabel('What').fill(name);
    await page.getByLabel('How many').fill(String(amount));
    await page.click('button:text-is("Add")');
  };

  test('shows the errors of its fields', async () => {
    await add(ann.page, ' ', 0);
    await ann.page.waitForSelector('.field-errors:text-is("What is missing?")');
    await ann.page.waitForSelector('.field-errors:text-is("At least one.")');
    await ann.page.getByLabel('How many').fill('2');
    await ann.page.waitForSelector('.field-errors:text-is("At least one.")', { state: 'detached' });
  });

  test('shows in one browser what another adds, checks and removes', async () => {
    await bo.page.getByLabel('What').fill('half a wor');
    await add(ann.page, 'Milk', 2);
    await bo.page.waitForSelector('li >> text="2 × Milk"');
    await ann.page.waitForFunction(() => document.querySelector('input')!.value === '');
    expect(await bo.page.getByLabel('What').inputValue()).toBe('half a wor');

    await add(bo.page, 'milk', 1);
    await bo.page.waitForSelector('.field-errors:text-is("milk is on the list.")');

    await bo.page.click('text="2 × Milk"');
    await ann.page.waitForSelector('button[aria-pressed=true] >> text="2 × Milk"');
    await ann.page.click('[aria-label="Remove Milk"]');
    await bo.page.waitForSelector('text="Nothing is missing."');
  });

  test('works without script, for those who have it, too', async () => {
    const { page } = await openApp(browser, running.origin, { javaScriptEnabled: false });
    await add(page, '', 3);
    expect(await page.textContent('.field-errors')).toBe('What is missing?');
    await add(page, 'Tea', 3);
    expect(await page.textContent('li .item')).toBe('3 × Tea');
    await ann.page.waitForSelector('text="3 × Tea"');

    await page.click('text="3 × Tea"');
    expect(await page.getAttribute('li .item', 'aria-pressed')).toBe('true');
    await ann.page.waitForSelector('button[aria-pressed=true] >> text="3 × Tea"');

    await page.click('text=Remove');
    expect(await page.textContent('section')).toContain('Nothing is missing.');
    await ann.page.waitForSelector('text="Nothing is missing."');
  });

  test('has a clean console', () => {
    expect([ann.problems, bo.problems]).toEqual([[], []]);
  });
});

describe.each(ways)('dashboard, %s', (_, start) => {
  let running: RunningApp;
  let ann: OpenedPage;
  let bo: OpenedPage;
  beforeAll(async () => {
    running = await start(apps.dashboard!);
    ann = await openApp(browser, running.origin);
    bo = await openApp(browser, running.origin);
  });
  afterAll(() => running?.stop());

  /** Waits until the chart has so many points more than now. */
  const tick = async ({ page }: OpenedPage, count: number) => {
    const points = () => page.locator('polyline').getAttribute('points');
    const pointsNow = async () => (await points())!.split(' ').length;
    const before = await pointsNow();
    await expect.poll(pointsNow).toBeGreaterThanOrEqual(before + count);
  };

  test('feeds its chart every second, and the chart keeps its state', async () => {
    await hydrated(ann.page, 'skerry-island');
    await ann.page.click('text=Closer');
    await tick(ann, 2);
    await ann.page.waitForSelector('text=The last 15 seconds');
  });

  test('keeps what is typed in its dialog while it goes on', async () => {
    const { page } = ann;
    await page.click('text=Change the limit');
    await page.fill('dialog input', '0');
    await page.click('dialog button');
    await page.waitForSelector('dialog input:invalid');

    await page.fill('dialog input', '1');
    await tick(ann, 2);
    expect(await page.inputValue('dialog input')).toBe('1');
    await page.click('dialog button');
    await page.waitForSelector('dialog', { state: 'hidden' });
    await page.waitForSelector('p.above:has-text("above 1 MB")');
    await tick(bo, 1);
    expect(await bo.page.textContent('p')).toContain('500 MB');
  });

  test('has a clean console', () => {
    expect([ann.problems, bo.problems]).toEqual([[], []]);
  });
});
