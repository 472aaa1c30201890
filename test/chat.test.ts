import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';

import { mountLive } from '@skerry/kit/testing';

import Chat from '../playground/src/live/chat.live.tsx';
import { type RunningApp, startBuilt } from './apps.js';
import { openBrowser } from './browser.js';

let browser: Browser;
let playground: RunningApp;
beforeAll(async () => {
  [browser, playground] = await Promise.all([openBrowser(), startBuilt('playground')]);
});
afterAll(async () => {
  await browser.close();
  await playground.stop();
});

let pages: Page[];
beforeEach(() => void (pages = []));
afterEach(() => Promise.all(pages.map((page) => page.context().close())));

/** Opens the chat for one more visitor, under a name. */
async function visit(name: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 900, height: 900 } });
  const page = await context.newPage();
  pages.push(page);
  await page.goto(`${playground.origin}/chat`);
  await expect.poll(() => page.textContent('.chat-here b')).toMatch(/Guest \d+/);
  await page.fill('[name=name]', name);
  await page.click('text=Rename');
  await expect.poll(() => here(page)).toContain(name);
  return page;
}

const here = (page: Page) => page.textContent('.chat-here b');
const typing = (page: Page) => page.textContent('.chat-typing');
const lines = (page: Page) => page.locator('.chat-lines li').allTextContents();

async function say(page: Page, text: string): Promise<void> {
  await page.fill('[name=text]', text);
  await page.press('[name=text]', 'Enter');
  await expect.poll(() => page.inputValue('[name=text]')).toBe('');
}

test('visitors see each other come and write', async () => {
  const ann = await visit('Ann');
  const bo = await visit('Bo');
  await expect.poll(() => here(ann)).toMatch(/Ann.*Bo/);
  await bo.type('[name=text]', 'Ahoy');
  await expect.poll(() => typing(ann)).toBe('Bo writes…');
  expect(await typing(bo)).toBe('');
  await bo.press('[name=text]', 'Enter');
  await expect.poll(() => lines(ann)).toContain('Bo Ahoy');
  await expect.poll(() => typing(ann)).toBe('');
  await say(ann, 'Hello');
  await expect.poll(async () => (await lines(bo)).slice(-2)).toEqual(['Bo Ahoy', 'Ann Hello']);
  expect(await lines(ann)).toEqual(await lines(bo));
});

test('a visitor who has gone is not here any more', async () => {
  const bo = await mountLive(Chat);
  await bo.send('rename', { name: 'Bo' });
  expect(bo.state.here).toContain('Bo');
  await bo.leave();
  const ann = await mountLive(Chat);
  await ann.send('rename', { name: 'Ann' });
  expect(ann.state.here).toEqual(['Ann']);
});

test('lines of before come as one scrolls up, and what is in view stays', async () => {
  const page = await visit('Cid');
  const box = page.locator('.chat-scroll');
  const count = (await lines(page)).length;
  const top = await page.locator('.chat-lines li').first().textContent();
  await box.evaluate((element) => element.scrollTo(0, -99_999));
  await expect.poll(async () => (await lines(page)).length).toBeGreaterThan(count);
  const at = await page.getByText(top!, { exact: true }).evaluate((line) => {
    const scroller = line.closest('.chat-scroll')!;
    return Math.abs(line.getBoundingClientRect().top - scroller.getBoundingClientRect().top);
  });
  expect(at).toBeLessThan(60);
});

test('a line that is said again while the first is on its way counts once', async () => {
  const page = await visit('Dee');
  await page.fill('[name=text]', 'once');
  await page.evaluate(() => {
    const button = document.querySelector<HTMLElement>('.chat-say button')!;
    button.click();
    button.click();
  });
  await expect.poll(() => lines(page)).toContain('Dee once');
  await say(page, 'end');
  expect((await lines(page)).filter((line) => line === 'Dee once')).toHaveLength(1);
});
