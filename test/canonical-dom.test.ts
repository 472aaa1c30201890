import { afterAll, beforeAll, expect, test } from 'vitest';

import { canonicalDom } from '@skerry/kit/testing';

import { openBrowser } from './browser.js';

/** Runs in the page. */
const canonical: (root: Element) => string = canonicalDom;

let browser: Awaited<ReturnType<typeof openBrowser>>;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

// A diff sets a style by `cssText`, which leaves another text in the attribute than a parser does.
test.each([
  'color:red',
  'COLOR:#F00;margin:1px 1px;opacity:.50',
  'colr: red; width: 10PX',
  '--a:1;background:url("a;b")',
])('canonicalDom takes a style that was parsed for the same that was set: %s', async (style) => {
  const page = await browser.newPage();
  await page.setContent(
    '<meta http-equiv="content-security-policy" content="style-src \'none\'"><p></p>',
  );
  const [parsed, set, other] = [
    await page.evaluateHandle((text) => {
      const body = new DOMParser().parseFromString('<p></p>', 'text/html').body;
      body.firstElementChild!.setAttribute('style', text);
      return body;
    }, style),
    await page.evaluateHandle((text) => {
      document.querySelector('p')!.style.cssText = text;
      return document.body;
    }, style),
    await page.evaluateHandle(() => {
      const body = document.createElement('body');
      body.innerHTML = '<p></p>';
      (body.firstElementChild as HTMLElement).style.cssText = 'color: blue';
      return body;
    }),
  ];
  expect(await set.evaluate(canonical)).toBe(await parsed.evaluate(canonical));
  expect(await set.evaluate(canonical)).not.toBe(await other.evaluate(canonical));
  await page.close();
});
