import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { openBrowser } from '../../../test/browser.js';
import { LivePage } from '../test/live-page.js';

let browser: Browser;
let live: LivePage;
beforeAll(async () => {
  browser = await openBrowser();
  live = await LivePage.joined(browser, '');
});
afterAll(() => browser.close());

/** Sends an event from the page's own code. @returns its outcome */
const send = (selector: string, name: string, payload?: unknown) =>
  live.page.evaluate(
    ([at, event, value]) =>
      window.client.sendEvent(document.querySelector(at as string)!, event as string, value).then(
        (reply) => ({ reply }),
        (error: Error & { code?: string }) => ({ code: error.code, message: error.message }),
      ),
    [selector, name, payload],
  );

test('page code sends an event to the region around an element, and gets the reply', async () => {
  await live.show('<p>p</p>');
  const outcome = send('p', 'count', { all: true });
  expect((await live.next()).slice(1)).toEqual([1, 'count', { all: true }, 'send']);
  live.send(1, {}, { total: 3 });
  expect(await outcome).toEqual({ reply: { total: 3 } });
});

test('a refusal of the server rejects', async () => {
  await live.show('<p>p</p>');
  const outcome = send('p', 'count');
  await live.next();
  live.send(1, null, { code: 'invalid', reason: 'Count what?' });
  expect(await outcome).toEqual({ code: 'invalid', message: 'Count what?' });
});

test('an element without a region rejects', async () => {
  await live.show('<p>p</p>');
  expect(await send('body', 'count')).toEqual({
    message: 'There is no region around <body>, so nobody takes "count".',
  });
});
