import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { LivePage } from '../../test/live-page.js';

let browser: Browser;
let live: LivePage;
beforeAll(async () => {
  browser = await openBrowser();
  live = await LivePage.joined(browser, '');
});
afterAll(() => browser.close());

const dirty = () =>
  live.page.$$eval('[data-dirty]', (all) => all.map((each) => each.id || each.localName));

test('fields with the visitor’s value, and their forms, are marked until the server has it', async () => {
  await live.show(
    '<form><input id="a" name="a" value="A" data-s="0" lv-input="a"><input id="b" type="checkbox"></form><input id="c" value="C">',
  );
  expect(await dirty()).toEqual([]);
  await live.page.fill('#a', 'typed');
  await expect.poll(dirty).toEqual(['form', 'a']);
  await live.page.check('#b');
  await live.page.fill('#c', 'D');
  await expect.poll(dirty).toEqual(['form', 'a', 'b', 'c']);
  await live.next();
  await live.push(1, { 0: { a: { value: 'typed' } } });
  await expect.poll(dirty).toEqual(['form', 'b', 'c']);
  await live.page.uncheck('#b');
  await live.page.fill('#c', 'C');
  expect(await dirty()).toEqual([]);
});

test('a form that is reset is not dirty', async () => {
  await live.show('<form><input id="a" value="A"><button type="reset">r</button></form>');
  await live.page.fill('#a', 'typed');
  await expect.poll(dirty).toEqual(['form', 'a']);
  await live.page.click('button');
  await expect.poll(dirty).toEqual([]);
});
