import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';

import { type RunningApp, startBuilt } from './apps.js';
import { openBrowser } from './browser.js';

let browser: Browser;
let playground: RunningApp;
let visitor: BrowserContext;

beforeAll(async () => {
  [browser, playground] = await Promise.all([openBrowser(), startBuilt('playground')]);
});

afterAll(async () => {
  await browser.close();
  await playground.stop();
});

beforeEach(async () => void (visitor = await browser.newContext()));
afterEach(() => visitor.close());

/** Opens a page in a tab of its own, and counts its loads. */
async function open(
  path: string,
  { origin } = playground,
): Promise<{ page: Page; loads: string[] }> {
  const page = await visitor.newPage();
  const loads: string[] = [];
  page.on('framenavigated', (frame) => loads.push(new URL(frame.url()).pathname));
  await page.goto(origin + path);
  await live(page);
  return { page, loads };
}

const live = (page: Page) => page.waitForSelector('skerry-live[data-state=live]');
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const field = (page: Page) => page.getByLabel('Name');
const name = (page: Page) => page.locator('.name');

async function signOn(page: Page, as: string): Promise<void> {
  await field(page).fill(as);
  await press(page, 'Sign on');
  await name(page).waitFor();
}

const sessionCookie = async (): Promise<string | undefined> =>
  (await visitor.cookies()).find((cookie) => cookie.name === 'skerry_session')?.value;

test('a tab that signs on renews the session, and the other tabs reload with it', async () => {
  const other = await open('/watch');
  const { page } = await open('/watch');
  const before = await sessionCookie();
  await signOn(page, 'Ann');
  expect(await sessionCookie()).not.toBe(before);
  await expect.poll(() => name(other.page).textContent()).toBe('Ann');
  await live(other.page);
  expect(other.loads).toEqual(['/watch', '/watch']);
  await press(page, 'Walk a round');
  await page.waitForFunction(() => document.querySelector('output')?.textContent === '1');
});

test('a region that signs off ends the session: its tab follows the redirect, and the others reload', async () => {
  const { page } = await open('/watch');
  await signOn(page, 'Bo');
  const other = await open('/watch');
  expect(await name(other.page).textContent()).toBe('Bo');
  const before = await sessionCookie();
  await press(page, 'Sign off');
  await field(page).waitFor();
  await field(other.page).waitFor();
  await live(other.page);
  expect(other.loads).toEqual(['/watch', '/watch']);
  expect(await sessionCookie()).not.toBe(before);
  // The old cookie is not accepted, and the visitor gets a new session.
  await visitor.addCookies([{ name: 'skerry_session', value: before!, url: playground.origin }]);
  await page.goto(`${playground.origin}/watch`);
  await field(page).waitFor();
  await signOn(page, 'Cy');
});

test('a secret that is replaced without the old one makes open pages reload once', async () => {
  const own = await startBuilt('playground');
  const { page, loads } = await open('/counter', own);
  await press(page, 'Add one');
  await own.kill();
  await page.waitForSelector('skerry-live[data-state=offline]');
  const again = await startBuilt('playground', own.port, {
    secret: 'another secret for them that is long enough',
  });
  await expect.poll(() => loads).toEqual(['/counter', '/counter']);
  await live(page);
  await press(page, 'Add one');
  await page.waitForFunction(() => document.querySelector('output')?.textContent === '4');
  expect(loads).toHaveLength(2);
  await again.stop();
});
