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

test('lv-preserve keeps an element when the markup around it is replaced', async () => {
  await live.show(
    '<!--[0--><section><input id="x" lv-preserve lv-ignore=""><i id="y" lv-preserve lv-ignore=""></i></section><!--]-->',
    'lv-preserve',
  );
  await live.page.focus('#x');
  await live.page.keyboard.type('typed');
  await live.page.$eval('#x', (x) => Object.assign(window, { kept: x }));
  await live.push({
    0: { h: '<p><b>new</b><input id="x" class="c" lv-preserve lv-ignore=""></p>' },
  });
  expect(
    await live.page.evaluate(() => {
      const x = document.querySelector<HTMLInputElement>('p > #x.c')!;
      return [
        x === (window as unknown as { kept: unknown }).kept,
        x.value,
        document.activeElement === x,
      ];
    }),
  ).toEqual([true, 'typed', true]);
  expect(await live.page.locator('#x, #y').count()).toBe(1);
  await live.push({ 0: { h: '<input id="x" lv-preserve lv-ignore="">' } });
  await live.push({ 0: { h: '<u><input id="x" lv-preserve lv-ignore=""></u>' } });
  expect(await live.page.inputValue('u > #x')).toBe('typed');
});

test('lv-preserve gives an element the attributes of the new markup, and keeps those of the page', async () => {
  await live.show(
    '<!--[0--><i id="x" class="a" title="t" lv-preserve lv-ignore=""></i><!--]-->',
    'lv-preserve',
  );
  await live.page.$eval('#x', (x) => Object.assign(window, { kept: x }));
  await live.page.$eval('#x', (x) => x.setAttribute('aria-pressed', 'true'));
  await live.push({ 0: { h: '<p><i id="x" class="b" lv-preserve lv-ignore=""></i></p>' } });
  expect(
    await live.page.$eval('p > #x', (x) => [
      x === (window as unknown as { kept: unknown }).kept,
      x.className,
      x.hasAttribute('title'),
      x.getAttribute('aria-pressed'),
    ]),
  ).toEqual([true, 'b', false, 'true']);
});
