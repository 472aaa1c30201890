import type { ServerResponse } from 'node:http';

import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openBrowser } from '../../../test/browser.js';
import { bundleOf } from '../test/bundle-of.js';
import { StreamedPage } from '../test/streamed-page.js';

let browser: Browser;
let code: string;
beforeAll(async () => {
  [browser, code] = await Promise.all([
    openBrowser(),
    bundleOf(new URL('../test/late-entry.ts', import.meta.url)),
  ]);
});
afterAll(() => browser.close());

// Comments are what engines make of the marks that do not know them. Chromium knows them.
const place = (name: string) => `<!--?start name="${name}"--><i>wait</i><!--?end-->`;
const held = (name: string, markup: string) =>
  `<template data-for="${name}">${markup}</template>\n`;

/** A page whose style sheets come when the test lets them. */
async function serve() {
  const sheets = new Map<string, ServerResponse>();
  const streamed = await StreamedPage.open(browser, code, {
    answer: ({ url = '' }, response) => void sheets.set(url, response),
  });
  const { page } = streamed;
  const sheet = async (url: string): Promise<ServerResponse> => {
    await expect.poll(() => sheets.has(url)).toBe(true);
    return sheets.get(url)!;
  };
  const send = async (url: string, text: string) =>
    (await sheet(url)).writeHead(200, { 'content-type': 'text/css' }).end(text);
  return { streamed, page, sheet, send, text: () => page.locator('main').innerText() };
}

describe('late content with a style sheet', () => {
  test('is shown when that is there, and applies', async () => {
    const { streamed, page, send, text } = await serve();
    streamed.document.end(
      `<main>${place('x-1')} ${place('x-2')}</main>` +
        held('x-1', `<link rel="stylesheet" href="/a.css"><b>here ${place('x-3')}</b>`) +
        held('x-2', 'second') +
        held('x-3', 'third'),
    );
    await page.waitForFunction(() => document.querySelector('head link[href="/a.css"]'));
    expect(await text()).toBe('wait wait');
    const colors = await page.evaluateHandle(() => {
      const seen: string[] = [];
      new MutationObserver(() => {
        const shown = document.querySelector('b');
        if (shown) seen.push(getComputedStyle(shown).color);
      }).observe(document, { childList: true, subtree: true });
      return seen;
    });
    await send('/a.css', 'b { color: rgb(1, 2, 3) }');
    await expect.poll(text).toBe('here third second');
    expect(new Set(await colors.jsonValue())).toEqual(new Set(['rgb(1, 2, 3)']));
  });

  test.each([
    '<link rel="stylesheet">',
    '<link rel="stylesheet" href="">',
    '<link rel="stylesheet" href=" ">',
    '<link rel="stylesheet" type="text/less" href="/x">',
    '<link rel="stylesheet" href="http://:::">',
    '<svg><link rel="stylesheet" href="/x"/></svg>',
  ])('is shown without what no browser loads: %s', async (link) => {
    const { streamed, page, text } = await serve();
    streamed.document.end(
      `<main>${place('x-1')} ${place('x-2')}</main>${held('x-1', `${link}here`)}${held('x-2', 'too')}`,
    );
    await expect.poll(async () => (await text()).trim()).toMatch(/^here\s+too$/);
    expect(await page.locator('head link').count()).toBe(0);
  });

  test('leaves no copy of it, so that its rules go with its element', async () => {
    const { streamed, page, send, text } = await serve();
    const link = '<link id="own" rel="stylesheet" href="/a.css">';
    streamed.document.end(`<main>${place('x-1')}</main>${held('x-1', `${link}here`)}`);
    await send('/a.css', 'main { color: rgb(1, 2, 3) }');
    await expect.poll(text).toBe('here');
    await page.waitForFunction(() => !document.querySelector('head link'));
    await page.evaluate(() => document.getElementById('own')!.remove());
    const color = () => page.locator('main').evaluate((main) => getComputedStyle(main).color);
    expect(await color()).toBe('rgb(0, 0, 0)');
  });

  test('is shown without one that cannot be had', async () => {
    const { streamed, sheet, text } = await serve();
    streamed.document.end(
      `<main>${place('x-1')}</main>${held('x-1', '<link rel="stylesheet" href="/a.css">here')}`,
    );
    (await sheet('/a.css')).writeHead(404).end();
    await expect.poll(text).toBe('here');
  });

  test('that comes over a connection is shown when the document is read, and its place with it', async () => {
    const { streamed, page, send, text } = await serve();
    streamed.send('<p></p>');
    await page.waitForSelector('p', { state: 'attached' });
    await page.evaluate(
      (markup) => {
        const box = document.createElement('template');
        box.setHTMLUnsafe(markup);
        document.body.append(box.content);
        dispatchEvent(new Event('live:skerry:late'));
      },
      `<div>${held('x-1', '<link rel="stylesheet" href="/a.css">here').trimEnd()}</div>`,
    );
    streamed.document.end(`<main>${place('x-1')}</main>`);
    await send('/a.css', '');
    await expect.poll(text).toBe('here');
  });
});
