import type { IncomingMessage } from 'node:http';

import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openBrowser } from '../../../test/browser.js';
import { deferred } from '../../kit/test/deferred.js';
import { bundleOf } from '../test/bundle-of.js';
import { StreamedPage } from '../test/streamed-page.js';

let browser: Browser;
let code: string;
beforeAll(async () => {
  [browser, code] = await Promise.all([
    openBrowser(),
    bundleOf(new URL('../test/holes-entry.ts', import.meta.url)),
  ]);
});
afterAll(() => browser.close());

const hole = (id: string) => `<p id="${id}"><?start name="known-at-${id}"><i>wait</i><?end></p>`;
const content = (id: string, markup: string) =>
  `<template for="secret-at-${id}">${markup}</template>\n`;

/** A page with the module, whose app answers a request for holes with these lines, once it is up. */
async function serve(
  lines: string[],
  body: string,
  { downFor = 0, brokenOff = 0 } = {},
): Promise<{ page: Page; asked: IncomingMessage[] }> {
  const asked: IncomingMessage[] = [];
  const page = deferred<Page>();
  const served = await StreamedPage.open(browser, code, {
    attributes: 'data-page="/a%20b" data-holes="known"',
    answer(request, response) {
      if (!request.headers['skerry-holes']) return void response.writeHead(404).end();
      if (asked.push(request) <= downFor) return void response.writeHead(502).end();
      response.writeHead(200, { 'content-type': 'application/x-ndjson', 'skerry-holes': 'secret' });
      const text = lines.map((html) => `${JSON.stringify(html)}\n`);
      if (asked.length > downFor + brokenOff) return void response.end(text.join(''));
      // The first line arrives, and no more.
      response.write(text[0]);
      void page.promise
        .then((opened) => opened.waitForSelector('b'))
        .finally(() => response.destroy());
    },
  });
  page.resolve(served.page);
  await served.end(`${body}</body></html>`);
  return { page: served.page, asked };
}

describe('the holes of a page from a host of files', () => {
  test('are requested by the path of the page, and filled', async () => {
    const { page, asked } = await serve(
      [content('a', '<b>one</b>'), content('b', 'two')],
      hole('a') + hole('b'),
    );
    await page.waitForFunction(() => document.querySelector('#b')?.textContent === 'two');
    expect(await page.locator('#a').innerHTML()).toBe('<b>one</b>');
    expect(asked.map(({ url }) => url)).toEqual(['/_skerry/holes/a%20b']);
    expect(asked[0]!.headers['skerry-holes']).toBe('known');
  });

  test('are requested again while the app is down', async () => {
    const { page, asked } = await serve([content('a', 'one')], hole('a'), { downFor: 1 });
    await page.locator('#a', { hasText: 'one' }).waitFor();
    expect(asked).toHaveLength(2);
  });

  test('are requested again if their answer breaks off', async () => {
    const { page, asked } = await serve(
      [content('a', '<b>one</b>'), content('b', 'two')],
      hole('a') + hole('b'),
      { brokenOff: 1 },
    );
    await page.waitForFunction(() => document.querySelector('#b')?.textContent === 'two');
    expect(await page.locator('#a').innerHTML()).toBe('<b>one</b>');
    expect(asked).toHaveLength(2);
  });

  test('are loaded anew with their page if their answer breaks off inside of one', async () => {
    const inner = '<?start name="secret-3"><i>wait</i><?end>';
    const { page } = await serve([content('a', `<b>one</b>${inner}`)], hole('a'), { brokenOff: 1 });
    await page.waitForEvent('framenavigated');
  });

  test('take no content that names them as the file does', async () => {
    const stolen = content('a', 'one <template for="known-at-b">stolen</template>');
    const { page } = await serve([stolen, content('b', 'two')], hole('a') + hole('b'));
    await page.waitForFunction(() => document.querySelector('#b')?.textContent === 'two');
  });

  test('are filled on a page whose images and forms have the names of members of the document', async () => {
    const names = ['body', 'querySelector', 'createElement', 'createTreeWalker', 'readyState'];
    const forms = names.map((name) => `<form name="${name}"></form>`).join('');
    const { page } = await serve([content('a', 'one')], forms + hole('a'));
    await page.locator('#a', { hasText: 'one' }).waitFor();
  });
});
