import { afterAll, beforeAll, expect, test } from 'vitest';

import { type RunningApp, startBuilt } from '../apps.js';
import { type Line, openLine } from '../line.js';
import { BrowserPage } from './page.js';

let page: BrowserPage;
let playground: RunningApp;
let line: Line;

beforeAll(async () => {
  [page, playground] = await Promise.all([BrowserPage.start(), startBuilt('playground')]);
  line = await openLine(playground.port);
});
afterAll(async () => {
  await page?.close();
  await line?.close();
  await playground?.stop();
});

const open = async (path: string) => {
  await page.open(line.origin + path);
  await page.live();
};

test('the counter counts', async () => {
  await open('/counter');
  await page.click('[aria-label="Add one"]');
  await page.shows('.counter output', '4');
  expect(await page.evaluate(() => document.activeElement!.getAttribute('aria-label'))).toBe(
    'Add one',
  );
});
