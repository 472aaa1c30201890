import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, afterEach, expect, test } from 'vitest';

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
  page = await (await browser.newContext()).newPage();
  await page.goto(`${playground.origin}/fields`);
  await page.waitForSelector('html[data-connection=live]', { state: 'attached' });
});
afterEach(() => page.context().close());

const row = (name: string) =>
  page.locator('.fields tr', { has: page.getByRole('rowheader', { name, exact: true }) });
const server = (name: string) => row(name).locator('td').last().textContent();
const press = (name: string) => page.getByRole('button', { name, exact: true }).click();

test('each field of the page reaches the server, and comes back', async () => {
  await page.fill('[name=text]', 'a');
  await page.fill('[name=area]', 'b');
  await page.fill('[name=number]', '8');
  await page.fill('[name=date]', '2027-01-31');
  await page.uncheck('[name=box]');
  await page.check('[name=radio][value=high]');
  await page.selectOption('[name=choice]', 'south');
  await page.selectOption('[name=choices]', ['eider', 'seal']);
  await page.fill('[contenteditable]', 'c');
  for (const [name, value] of [
    ['Text', 'a'],
    ['Text area', 'b'],
    ['Number', '8'],
    ['Date', '2027-01-31'],
    ['Checkbox', 'not ticked'],
    ['Radio buttons', 'high'],
    ['Select', 'south'],
    ['Select of several', 'seal, eider'],
    ['Editable element', 'c'],
  ] as const)
    await expect.poll(() => server(name)).toBe(value);
  await press('Let the server change all');
  await expect.poll(() => page.inputValue('[name=text]')).toBe('Lighthouse');
  expect(await page.inputValue('[name=area]')).toBe('A light\nin the night.');
  expect(await page.isChecked('[name=radio][value=high]')).toBe(true);
});

test('what is typed while an answer is slow is kept', async () => {
  // The page notes what it shows with each answer: a busy machine may look too late.
  const shown = await row('Text').evaluateHandle((element: HTMLTableRowElement) => {
    const shown: unknown[] = [];
    const field = element.querySelector('input')!;
    const answer = [...element.cells].at(-1)!;
    const note = () =>
      shown.push([answer.textContent, field.value, field.matches('[data-pending][data-dirty]')]);
    new MutationObserver(note).observe(answer, { subtree: true, characterData: true });
    return shown;
  });
  await press('Slow answers');
  await page.fill('[name=text]', 'first');
  await page.fill('[name=text]', 'second');
  await expect.poll(() => server('Text')).toBe('second');
  await expect.poll(() => page.locator('[data-dirty]').count()).toBe(0);
  expect(await shown.jsonValue()).toEqual([
    ['first', 'second', true],
    ['second', 'second', false],
  ]);
});

test('a value that the server refuses is taken back', async () => {
  await press('Keep the old values');
  await page.click('[name=box]');
  await expect.poll(() => page.textContent('.fields output')).toBe('1');
  await expect.poll(() => page.isChecked('[name=box]')).toBe(true);
});
