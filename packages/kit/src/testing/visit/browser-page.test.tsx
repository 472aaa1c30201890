import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';

import { openBrowser } from '../../../../../test/browser.js';
import { browserVisitor, type Visitor } from './visit.js';

const origin = 'http://visited.test';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());
afterEach(() => void vi.useRealTimers());

/** Visits a page with this body, in a browser that waits for nothing unless it is told to. */
async function visitorOf(
  body: string,
  options: { script?: boolean; patience?: number } = {},
): Promise<Visitor> {
  const { script = true, patience = 0 } = options;
  const context = await browser.newContext({ javaScriptEnabled: script });
  const page = await context.newPage();
  await page.route('**', (route) =>
    route.fulfill({ contentType: 'text/html; charset=utf-8', body: `<!doctype html>${body}` }),
  );
  return browserVisitor(page, origin, { patience });
}

describe.each([true, false])('with script: %s', (script) => {
  test('a text that does not come is said with what the page shows', async () => {
    const visit = await visitorOf('<p>Loaves: 3', { script });
    await expect(visit('/').see('Loaves: 3').see('Never there')).rejects.toMatchObject({
      name: 'LiveTestError',
      message: '"Never there" is not on the page, which shows: Loaves: 3',
    });
    await expect(visit('/').seeNot('Loaves')).rejects.toThrow('"Loaves" is on the page');
  });
});

test('a step fails before a test of Vitest does, which waits for 5 seconds', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const page = await (await browser.newContext()).newPage();
  await page.route('**', (route) => route.fulfill({ contentType: 'text/html', body: '<p>a' }));
  let waited = 0;
  page.waitForTimeout = async (time) => {
    waited += time;
    vi.setSystemTime(Date.now() + time);
  };
  await expect(browserVisitor(page, origin)('/').see('Never there')).rejects.toThrow(
    'not on the page',
  );
  expect(waited).toBeGreaterThan(1000);
  expect(waited).toBeLessThan(4000);
});
