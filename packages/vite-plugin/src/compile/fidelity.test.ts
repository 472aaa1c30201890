import { fetchPage } from '@skerry/kit/testing';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { evaluate } from '../../test/evaluate.js';
import { compile } from './index.js';

let browser: Browser;
let page: Page;
beforeAll(async () => {
  browser = await openBrowser();
  page = await browser.newPage();
});
afterAll(() => browser.close());

/** A page in a browser: its markup, without markers, and its text. */
async function read(markup: string, compiles: boolean): Promise<[html: string, text: string]> {
  const code = `export const view = <x-view>${markup}</x-view>;`;
  const { view } = await evaluate(compiles ? compile(code, 'view.tsx')!.code : code);
  const site = { routes: { 'index.tsx': { default: () => view } }, views: {} };
  const { html } = await fetchPage(site as never, '/');
  return page.evaluate((text) => {
    const { body } = new DOMParser().parseFromString(text, 'text/html');
    const { innerHTML, textContent } = body.querySelector('x-view')!;
    return [innerHTML.replaceAll(/<!--.*?-->| data-s="\d+"/g, ''), textContent!];
  }, html);
}

describe.each([true, false])(
  'a browser reads the markup as it is written (compiled: %s)',
  (compiles) => {
    test.each([
      ['<listing>{"\\na"}</listing>', '\na'],
      ['<listing>a</listing>', 'a'],
      ['<pre>{"\\na"}</pre>', '\na'],
      ['<textarea>{"\\na"}</textarea>', '\na'],
      ['<style>{"a\\r\\nb\\rc"}</style>', 'a\nb\nc'],
      ['<script>{"a\\r\\nb\\rc"}</script>', 'a\nb\nc'],
      ['<svg><style>{"a\\rb"}</style></svg>', compiles ? 'a\rb' : 'a\nb'],
      ['<p>{"c\\rd"}</p>', 'c\rd'],
    ])('as text: %j', async (markup, expected) => {
      expect((await read(markup, compiles))[1]).toBe(expected);
    });

    test.each([
      ['<p title={"a\\rb"}/>', '<p title="a\rb"></p>'],
      ['<p {...{ Title: "a", title: "b" }}/>', '<p title="b"></p>'],
      ['<p {...{ title: "a", Title: null }}/>', '<p></p>'],
      ['<svg {...{ viewbox: "0 0 1 1", viewBox: "0 0 2 2" }}/>', '<svg viewBox="0 0 2 2"></svg>'],
      ['<object><param name="a"/><b>x</b></object>', '<object><param name="a"><b>x</b></object>'],
    ])('as markup: %j', async (markup, expected) => {
      expect((await read(markup, compiles))[0]).toBe(expected);
    });
  },
);

describe('the compiler refuses', () => {
  const fault = (markup: string) => () => compile(`export const view = ${markup};`, 'view.tsx');

  test.each(['param', 'basefont', 'bgsound', 'keygen'])('content in <%s>', (tag) => {
    expect(fault(`<object><${tag}>x</${tag}></object>`)).toThrow(`<${tag}> has no content.`);
  });

  test.each(['color="red"', 'size={3}', 'Face="a"', '{...more}'])(
    'a <font %s> in SVG, which ends there',
    (attribute) => {
      expect(fault(`<svg><font ${attribute}/></svg>`)).toThrow('<font> cannot be inside <svg>');
      expect(fault(`<svg><foreignObject><font ${attribute}/></foreignObject></svg>`)).not.toThrow();
    },
  );

  test('no <font> in SVG without attributes of HTML', () => {
    expect(fault('<svg><font id="a"/></svg>')).not.toThrow();
  });

  test('one attribute in two spellings', () => {
    expect(fault('<p title="a" Title="b"/>')).toThrow('`Title` is given twice.');
  });
});
