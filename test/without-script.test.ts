import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';

import { type RunningApp, startBuilt } from './apps.js';
import { openBrowser } from './browser.js';

let browser: Browser;
let playground: RunningApp;
let page: Page;
beforeAll(async () => {
  [browser, playground] = await Promise.all([openBrowser(), startBuilt('playground')]);
});
afterAll(async () => {
  await browser.close();
  await playground.stop();
});
beforeEach(async () => {
  page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
});
afterEach(() => page.context().close());

const open = (path: string) => page.goto(playground.origin + path);
const press = (name: string) => page.getByRole('button', { name, exact: true }).first().click();

test('/counter counts', async () => {
  await open('/counter');
  const count = () => page.locator('.counter output').first().textContent();
  expect(await count()).toBe('3');
  for (const expected of ['4', '5']) {
    await press('Add one');
    expect(await count()).toBe(expected);
  }
  await press('Take one away');
  expect(await count()).toBe('4');
  expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe('/counter');
});

test('a reload of an answer counts nothing again', async () => {
  await open('/counter');
  await press('Add one');
  await page.reload();
  expect(await page.locator('.counter output').first().textContent()).toBe('4');
});

test('/chat takes lines and names', async () => {
  await open('/chat');
  await page.fill('[name=name]', 'Reader');
  await press('Rename');
  await page.fill('[name=text]', 'Without script');
  await press('Say');
  expect(await page.locator('.chat-lines li').last().textContent()).toBe('Reader Without script');
});
