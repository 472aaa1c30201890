import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { LivePage } from '../../test/live-page.js';

let browser: Browser;
let live: LivePage;
beforeAll(async () => {
  browser = await openBrowser();
  live = await LivePage.joined(browser, '');
  await live.page.waitForSelector('html[data-connection=live]', { state: 'attached' });
  const loaded = live.page.waitForResponse('**/keep-focus*');
  await live.show('<button id="b">b</button>');
  await live.page.focus('#b');
  await (await loaded).finished();
});
afterAll(() => browser.close());

const row = (key: string) =>
  `<li data-k="${key}"><input id="i${key}"><button id="${key}" lv-click='remove {"id":"${key}"}'>x</button></li>`;
const list = `<ul><!--[0-->${['a', 'b', 'c'].map(row).join('')}<!--]--></ul><button id="other">o</button>`;
const focused = () =>
  live.page.evaluate(() => document.activeElement?.id || document.activeElement?.localName);

const remove = (...keys: string[]) => live.push({ 0: { l: [['-', ...keys]] } });

test.each([
  ['the same button of the next row', 'b', ['b'], 'c'],
  ['the row before, if it was the last', 'c', ['c'], 'b'],
  ['the region’s first, if no row is left', 'b', ['a', 'b', 'c'], 'other'],
])('when a row with the focus goes, the focus goes to %s', async (_, at, gone, expected) => {
  await live.show(list);
  await live.page.focus(`#${at}`);
  await remove(...gone);
  expect(await focused()).toBe(expected);
});

test('when a part with the focus is replaced, the focus stays in its row', async () => {
  await live.show(
    '<ul><!--[0--><li data-k="a"><!--[1--><button id="edit">e</button><!--]--></li><li data-k="b"><button id="b">b</button></li><!--]--></ul>',
  );
  await live.page.focus('#edit');
  await live.push({ 0: { p: { a: { 1: { h: '<input id="field">' } } } } });
  expect(await focused()).toBe('field');
});

test('when nothing else can have the focus, the region is read from its beginning', async () => {
  await live.show('<p id="p">text</p><!--[0--><button id="b">b</button><!--]-->');
  await live.page.focus('#b');
  await live.push({ 0: '' });
  expect(await focused()).toBe('p');
  await live.page.evaluate(() => (document.activeElement as HTMLElement).blur());
  expect(await live.page.getAttribute('#p', 'tabindex')).toBe(null);
});

test('the focus of a visitor who has moved on stays where it is', async () => {
  await live.show(list);
  await live.page.focus('#b');
  await live.push({ t: 'seen' });
  await live.page.focus('#other');
  await remove('b');
  expect(await focused()).toBe('other');
});

test('no focus is given to a visitor who has none', async () => {
  await live.show(list);
  await live.page.focus('#b');
  await live.page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await live.push({ t: 'seen again' });
  await remove('b');
  expect(await focused()).toBe('body');
});
