import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { type RunningApp, startBuilt } from './apps.js';
import { openBrowser } from './browser.js';
import { hydrated } from './hydrated.js';
import { live, type WatchedPage, watchPage } from './islands-app.js';

let browser: Browser;
let app: RunningApp;
let watched: WatchedPage;
let page: Page;
beforeAll(async () => {
  browser = await openBrowser();
  app = await startBuilt('test/app');
  watched = await watchPage(browser);
  ({ page } = watched);
  await page.goto(`${app.origin}/composed`);
  await live(page);
  await hydrated(page);
});
afterAll(async () => {
  await app.stop();
  await browser.close();
});

/** The tags and texts of an element. */
const shape = (selector: string): Promise<string> =>
  page.$eval(selector, (element) =>
    element.innerHTML
      .replaceAll(/<!--.*?-->|<\/?skerry-(?:live|island|slot)[^>]*>/g, '')
      .replaceAll(/<(\w+) [^>]*>/g, '<$1>'),
  );

const line = (inner: string) => `<p>before ${inner} behind</p>`;
const fold = (label: string, slot: string) =>
  `<div><button>${label}</button><div><b>${slot}</b></div></div>`;
const view = (count: number) =>
  `<div><button>${count}</button>${line(fold(`fold ${count}`, `slot ${count}`))}</div>`;

test('markup that browsers moved out of regions and islands of a built app is put back once', async () => {
  expect(await shape('#island')).toBe(line(fold('alone', 'slot')));
  await expect.poll(() => shape('#torn')).toBe(line(view(0)));
  expect(await shape('main > skerry-live')).toBe(view(0));
});

test('regions and islands whose markup browsers moved work, with at most one whole tree sent', async () => {
  for (const [within, count] of [
    ['#torn', 1],
    ['#torn', 2],
    ['#sound', 1],
  ] as const) {
    await page.click(`${within} .add`);
    await expect.poll(() => page.locator(`${within} .add`).innerText()).toBe(String(count));
  }
  await expect.poll(() => shape('#torn')).toBe(line(view(2)));
  await expect.poll(() => shape('main > skerry-live')).toBe(view(1));
  for (const within of ['#torn', '#sound', '#island']) {
    await page.click(`${within} .fold > button`);
    await page.waitForSelector(`${within} .inside`, { state: 'detached' });
  }
  const trees = watched.frames.filter((frame) => /^\[\d+,0,\{"s":/.test(frame));
  expect(trees).toHaveLength(1);
});

test('the server receives a report of each region and island whose markup browsers moved', async () => {
  const heard = async () => {
    const all = (await (await fetch(`${app.origin}/api/heard`)).json()) as string[];
    return all.filter((each) => each.includes('pars'));
  };
  // The tree of its region may have come before the island in it was put back; then there is nothing to report.
  const island = /^island islands\/fold\.island load: .* phase parse/;
  const islands = async () => (await heard()).filter((each) => island.test(each)).length;
  await expect.poll(islands).toBeGreaterThanOrEqual(2);
  await expect.poll(heard).toContain('parse live/composed');
  await expect.poll(async () => (await heard()).length).toBe(watched.complaints.length);
  expect(await islands()).toBe(watched.complaints.length - 1);
});
