import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { LivePage } from '../../test/live-page.js';

let browser: Browser;
let live: LivePage;
beforeAll(async () => {
  browser = await openBrowser();
  live = await LivePage.joined(browser, '');
});
afterAll(() => browser.close());

/** The content of the region, and of this HTML as a parser reads it: elements and attributes with their namespaces. */
const trees = (html: string) =>
  live.page.evaluate((text) => {
    const last = (namespace: string | null) => namespace?.split('/').at(-1) ?? '';
    const tree = (root: ParentNode): string[] =>
      [...root.querySelectorAll('*')].map(
        (element) =>
          `${last(element.namespaceURI)}:${element.localName} ` +
          [...element.attributes]
            .filter(({ name }) => !/^data-[sk]$/.test(name))
            .map(({ namespaceURI, name, value }) => `${last(namespaceURI)}|${name}=${value}`)
            .sort()
            .join(' '),
      );
    const parsed = new DOMParser().parseFromString(`<!doctype html><body>${text}`, 'text/html');
    return [tree(document.querySelector('skerry-live')!), tree(parsed.body)] as const;
  }, html);

async function expectSame(html: string): Promise<void> {
  const [shown, parsed] = await trees(html);
  expect(shown).toEqual(parsed);
}

/** Elements, of which the innermost holds a child that comes later. */
const around = [
  '<svg>@</svg>',
  '<svg><g>@</g></svg>',
  '<svg><foreignObject>@</foreignObject></svg>',
  '<svg><desc>@</desc></svg>',
  '<svg><mi>@</mi></svg>',
  '<math>@</math>',
  '<math><mrow>@</mrow></math>',
  '<math><mi>@</mi></math>',
  '<math><mtext>@</mtext></math>',
  '<math><annotation-xml>@</annotation-xml></math>',
  '<math><annotation-xml encoding="text/html">@</annotation-xml></math>',
  '<math><annotation-xml encoding="other">@</annotation-xml></math>',
  '<p>@</p>',
];
const inner = '<a><mfrac title="x"><mi>x</mi></mfrac></a><circle r="1"></circle>';

describe('later content', () => {
  test.each(around)('into %s is of the language there', async (markup) => {
    await live.show(markup.replace('@', '<!--0--><!---->'));
    await live.push({ 0: { s: [1, inner] } });
    await expectSame(markup.replace('@', inner));
    await live.push({ 0: { h: inner } });
    await expectSame(markup.replace('@', inner));
    await live.push({ 0: { r: [['k', { s: 1 }]] } });
    await expectSame(markup.replace('@', inner));
  });

  test('with its surroundings, in a row, is of the language there', async () => {
    for (const [i, markup] of around.entries()) {
      await live.show('<div><!--0--><!----></div>');
      const outer = markup.replace('@', '<!--[0--><!--]-->');
      const row = ['k', { s: [10 + i, outer], d: [{ s: [40 + i, inner] }] }];
      await live.push({ 0: { r: [row] } });
      await expectSame(`<div>${markup.replace('@', inner)}</div>`);
    }
  });

  test('in a whole tree is of the language there', async () => {
    for (const [i, markup] of around.entries()) {
      await live.show('<p>a</p>');
      const outer = markup.replace('@', '<!--[0--><!--]-->');
      await live.push({ s: [70 + i, outer], d: [{ s: [100 + i, inner] }] });
      await expectSame(markup.replace('@', inner));
    }
  });
});

describe('attributes', () => {
  const all = {
    'xlink:href': '#a',
    'xlink:title': 't',
    'xml:lang': 'de',
    xmlns: 'http://www.w3.org/2000/svg',
    'xmlns:xlink': 'http://www.w3.org/1999/xlink',
    viewBox: '0 0 1 1',
    viewbox: '0 0 2 2',
    definitionURL: 'd',
    'data-fooBar': 'x',
    'aria-label': 'l',
    class: 'c',
  };

  test.each(['<svg><use@></use></svg>', '<svg@></svg>', '<math><mi@></mi></math>', '<p@></p>'])(
    'of %s have the namespace and the spelling of a parser',
    async (markup) => {
      for (const [name, value] of Object.entries(all)) {
        await live.show(markup.replace('@', ' data-s="0"'));
        for (const next of [value, `${value}2`]) {
          await live.push({ 0: { a: { [name]: next } } });
          await expectSame(markup.replace('@', ` ${name}="${next}"`));
        }
        await live.push({ 0: { a: { [name]: null } } });
        await expectSame(markup.replace('@', ''));
        // A parser has set it before.
        await live.show(markup.replace('@', ` data-s="0" ${name}="old"`));
        await live.push({ 0: { a: { [name]: value } } });
        await expectSame(markup.replace('@', ` ${name}="${value}"`));
        await live.push({ 0: { a: { [name]: null } } });
        await expectSame(markup.replace('@', ''));
      }
    },
  );

  test('keep them in a whole tree', async () => {
    await live.show('<svg><use xlink:href="#a"></use></svg>');
    await live.push({
      s: [200, '<svg><use data-s="0"></use></svg>'],
      d: [{ a: { 'xlink:href': '#b' } }],
    });
    await expectSame('<svg><use xlink:href="#b"></use></svg>');
    await live.push({ s: [201, '<svg><use></use></svg>'] });
    await expectSame('<svg><use></use></svg>');
  });
});

describe('a declarative shadow root', () => {
  const card = (text: string) =>
    `<div class="${text}"><template shadowrootmode="open" shadowrootclonable><b>in <slot></slot></b></template>${text}</div>`;
  const shadows = () =>
    live.page.evaluate(() =>
      [...document.querySelectorAll('div')].map((host) => [
        host.shadowRoot?.innerHTML,
        host.innerHTML.replaceAll(/<!--.*?-->/g, ''),
      ]),
    );
  const shown = (text: string) => ['<b>in <slot></slot></b>', text];

  test('is there in later content: an instance, rows, raw markup and a whole tree', async () => {
    await live.show('<p><!--0--><!----></p>');
    await live.push({ 0: { s: [300, card('one')] } });
    expect(await shadows()).toEqual([shown('one')]);
    const row = card('@').replace('>@<', '><!--0--><!----><');
    await live.push({ 0: { r: ['a', 'b'].map((key) => [key, { s: [301, row], d: [key] }]) } });
    expect(await shadows()).toEqual([shown('a'), shown('b')]);
    await live.push({ 0: { p: { b: { 0: 'c' } } } });
    expect(await shadows()).toEqual([shown('a'), shown('c')]);
    await live.push({ 0: { h: card('raw') } });
    expect(await shadows()).toEqual([shown('raw')]);
    await live.push({ s: [302, `<h1>tree</h1>${card('tree')}`] });
    expect(await shadows()).toEqual([shown('tree')]);
  });
  test('comes and goes with a whole tree', async () => {
    await live.show('<div class="plain">plain</div>');
    await live.push({ s: [303, card('card')] });
    expect(await shadows()).toEqual([shown('card')]);
    await live.push({ s: [304, '<div class="plain">plain</div>'] });
    expect(await shadows()).toEqual([[undefined, 'plain']]);
  });
});
