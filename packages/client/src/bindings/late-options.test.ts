import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { LivePage } from '../../test/live-page.js';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

// Firefox and WebKit remember that a module could not be loaded.
test('the code of an option that could not be loaded is requested again with the next update', async () => {
  const live = await LivePage.joined(browser, '');
  let isCut = true;
  let requests = 0;
  await live.page.route('**/debounce*', (route) => {
    requests++;
    return isCut ? route.abort() : route.fallback();
  });
  await live.show('<b lv-click="go" lv-debounce="1">b</b>', 'lv-debounce');
  await live.page.click('b');
  await expect.poll(() => live.seen('refused')).toMatchObject([{ code: 'not-loaded' }]);
  isCut = false;
  const before = requests;
  await live.push({ t: 'x' });
  await expect.poll(() => requests).toBe(before + 1);
});

test('an event is refused if the code of all bindings could not be loaded', async () => {
  const live = await LivePage.joined(browser, '');
  await live.page.route('**/bindings*', (route) => route.abort());
  await live.show('<b lv-click="go" lv-confirm="Sure?">b</b>', 'lv-confirm');
  await live.page.click('b');
  await expect
    .poll(() => live.seen('refused'))
    .toMatchObject([{ code: 'not-loaded', event: 'go' }]);
  expect(live.unread).toEqual([]);
});
