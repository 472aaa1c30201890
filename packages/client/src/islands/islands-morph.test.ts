import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import {
  holder,
  hydrate,
  island,
  probe,
  slot,
  taken,
  timesLeft,
  waiting,
  whole,
} from '../../test/islands.js';
import { LivePage } from '../../test/live-page.js';

let browser: Browser;
let live: LivePage;
beforeAll(async () => {
  browser = await openBrowser();
  live = await LivePage.joined(browser, '');
  await probe(live);
});
afterAll(() => browser.close());

let templates = 100;
const instance = (markup: string, ...d: unknown[]) => ({ s: [++templates, markup], d });
/** Sends a whole tree: something new, and a place. */
const tree = (child: unknown, markup = '<h1>new</h1><!--[0--><!--]-->') =>
  live.push(instance(markup, child));
const show = (html: string) => live.show(`<!--[0-->${html}<!--]-->`);
const mark = (selector: string) =>
  live.page.$eval(selector, (element) => ((element as any).mark = true));
const isMarked = (selector: string) =>
  live.page.$eval(selector, (element) => (element as any).mark === true);
/** The markup in an element, without the marks of changed fields. */
const own = async (selector = 'skerry-island') =>
  (await live.page.innerHTML(selector)).replaceAll(' data-dirty=""', '');

describe('an island that has hydrated stays through a whole tree', () => {
  test('with its own changes, and gets all its props at once', async () => {
    await show(island('<b>1</b>'));
    await hydrate(live);
    await mark('b');
    await live.page.$eval('b', (b) => (b.textContent = 'its own'));
    await tree(whole('<b>2</b>', { p: { n: 2 } }));
    expect([await own(), await isMarked('b')]).toEqual(['<b>its own</b>', true]);
    expect(await taken(live)).toEqual([[{ n: 2 }]]);
    await tree(whole('<b>3</b>', { p: '[{"n":1},3]' }));
    expect((await taken(live)).at(-1)).toEqual(['$', '[{"n":1},3]']);
    await live.push({ 0: { i: { p: { n: [4] } } } });
    expect((await taken(live)).at(-1)).toEqual({ n: [4] });
  });

  test('while the content of its slots follows the tree, in place or in the holder', async () => {
    await show(
      holder(slot('b', '<p>old</p><x-probe></x-probe>')) + island(slot('a', '<p>old</p><input>')),
    );
    await hydrate(live);
    await live.page.fill('input', 'typed');
    const a = instance('<p data-s="0"></p><input>', 'A');
    const b = instance('<p data-s="0"></p><x-probe></x-probe>', 'B');
    await tree(whole(slot('a') + slot('b'), {}, { a, b }));
    expect(await live.page.textContent('skerry-island > [name=a] > p')).toBe('A');
    expect(await live.page.textContent('skerry-holder > [name=b] > p')).toBe('B');
    expect([await live.page.inputValue('input'), await timesLeft(live)]).toEqual(['typed', 0]);
    await live.push({ 0: { i: { x: { a: { 0: 'AA' }, b: { 0: 'BB' } } } } });
    expect(await live.page.textContent('skerry-live')).toBe('newBBAA');
  });

  test('and its holder does not depend on the server’s', async () => {
    await show(holder(slot('a', '<x-probe></x-probe>')) + island('<b></b>'));
    await hydrate(live);
    const a = instance('<x-probe></x-probe>');
    await tree(whole(slot('a'), {}, { a, b: instance('<u></u>') }));
    expect(await live.page.innerHTML('skerry-holder')).toBe(
      slot('a', '<x-probe></x-probe>') + slot('b', '<u></u>'),
    );
    expect(await timesLeft(live)).toBe(0);
  });

  test('and loses the slots that the tree does not have', async () => {
    await show(island(`<b>${slot('a', '<p>old</p>')}</b>`));
    await hydrate(live);
    await tree(whole('<b></b>'));
    expect(await own('b')).toBe(slot('a'));
  });
});

describe('an island that has not hydrated is brought to a whole tree', () => {
  test('by its markup, and takes its props when it does', async () => {
    await show(island('<b>1</b><input>', { props: '{"n":1}' }));
    await live.push({ 0: { i: { p: { n: [2] } } } });
    await live.page.fill('input', 'typed');
    await tree(whole('<i></i><b>3</b><input>', { p: { n: 3 } }));
    expect(await own()).toBe('<i></i><b>3</b><input><skerry-end></skerry-end>');
    expect(await live.page.inputValue('input')).toBe('typed');
    expect(await waiting(live)).toEqual([[[{ n: 3 }]], 1]);
  });

  test('with its slots alive, wherever they are then', async () => {
    const content = '<p data-s="0">old</p><x-probe></x-probe>';
    await show(island(`<b>${slot('a', content)}</b>`));
    await tree(
      whole(
        `<i>${slot('a')}</i>`,
        {},
        { a: instance('<p data-s="0"></p><x-probe></x-probe>', 'A') },
      ),
    );
    expect(await live.page.textContent('i > [name=a] > p')).toBe('A');
    await tree(
      whole('<i></i>', {}, { a: instance('<p data-s="0"></p><x-probe></x-probe>', 'held') }),
    );
    expect(await live.page.textContent('skerry-holder + skerry-island')).toBe('');
    expect(await live.page.textContent('skerry-holder')).toBe('held');
    expect(await timesLeft(live)).toBe(0);
  });

  test('but keeps its markup if the server cannot render it', async () => {
    await show(island('<b>1</b>', { props: '{"n":1}' }));
    const broken = whole('', { p: { n: 2 } });
    await tree({ i: { ...broken.i, a: { ...broken.i.a, failed: '' } } });
    expect(await own()).toBe('<b>1</b><skerry-end></skerry-end>');
    expect(await waiting(live)).toEqual([[[{ n: 2 }]], undefined]);
  });
});

test('a holder comes and goes with its host', async () => {
  const place = '<!--[0--><!--]-->';
  const held = (a: string) => whole('<b></b>', { at: '0' }, { a: instance(a) });
  await live.show(`<!--[0-->${island('<b></b>')}<!--]-->`);
  await mark('skerry-island');
  await tree(held('<p>1</p>'), `<h1>1</h1>${place}`);
  const order = () =>
    live.page.$$eval('skerry-live > *', (all) => all.map(({ localName }) => localName).join(' '));
  expect(await order()).toBe('h1 skerry-holder skerry-island');
  await tree(held('<p>2</p>'), `<h1>2</h1><hr>${place}<hr>`);
  expect(await order()).toBe('h1 hr skerry-holder skerry-island hr');
  expect(await live.page.textContent('skerry-holder')).toBe('2');
  expect(await isMarked('skerry-island')).toBe(true);
  await tree(whole('<b></b>', { name: 'islands/b.island' }), place);
  expect(await order()).toBe('skerry-island');
  expect(await live.page.$eval('skerry-island', (host) => 'mark' in host)).toBe(false);
  await tree(held('<p>3</p>'), place);
  expect(await order()).toBe('skerry-holder skerry-island');
});

test('islands are known by their rows', async () => {
  const row = (key: string, text: string) => [
    key,
    instance('<li><!--[0--><!--]--></li>', whole(text, { at: `0/${key}/0` })),
  ];
  const bare = (key: string, text: string) => [
    key,
    whole('<b></b>', { at: `0/${key}` }, { a: instance(text) }),
  ];
  for (const make of [row, bare]) {
    await live.show('<ul><!--[0--><!--]--></ul>');
    await live.push({ 0: { r: [make('a', 'A'), make('b', 'B')] } });
    await mark('skerry-island >> nth=1');
    await tree(
      { r: [make('b', 'b'), make('c', 'c'), make('a', 'a')] },
      '<p></p><ul><!--[0--><!--]--></ul>',
    );
    expect(await live.page.textContent('ul')).toBe('bca');
    expect(await isMarked('skerry-island >> nth=0')).toBe(true);
    await live.push({ 0: { l: [['>', 'a', 'b']] } });
    expect(await live.page.textContent('ul')).toBe('abc');
  }
});

test('an island in a slot of one that has hydrated follows the tree', async () => {
  const inner = (h: string) => whole(h, { at: '0/a/0', p: { n: 2 } });
  await show(island(slot('a', `<!--[0-->${island('<b>1</b>', { at: '0/a/0' })}<!--]-->`)));
  await hydrate(live);
  await mark('skerry-island skerry-island');
  await tree(whole(slot('a'), {}, { a: instance('<p></p><!--[0--><!--]-->', inner('<b>2</b>')) }));
  expect(await live.page.textContent('skerry-island p + skerry-island')).toBe('2');
  expect(await isMarked('skerry-island skerry-island')).toBe(true);
});

test('an island that has failed leaves none of its changes', async () => {
  await show(island(`<b class="a"></b><p>${slot('a', '<i></i>')}</p>`));
  await hydrate(live);
  await live.page.$eval('b', (b) => {
    b.className = 'its own';
    b.textContent = 'its own';
  });
  await live.page.$eval('i', (i) => (i.textContent = 'a library’s'));
  await live.page.$eval('skerry-island', (host) => ((host as any).phase = 'failed'));
  await live.push({ 0: { i: { h: `<b class="a"></b><p>${slot('a')}</p>` } } });
  expect(await own()).toBe(`<b class="a"></b><p>${slot('a', '<i>a library’s</i>')}</p>`);
});

test.each([
  ['none', 'load'],
  ['load', 'none'],
  ['visible', 'idle'],
])('an island that hydrates otherwise is another one: %s, then %s', async (before, on) => {
  const content = '<input>';
  await show(holder(slot('b', content)) + island(`<b>1</b>${slot('a', content)}`, { on: before }));
  if (before !== 'none') await hydrate(live);
  await mark('skerry-island');
  const slots = { a: instance('<u></u>'), b: instance('<i></i>') };
  await tree(whole(`<b>2</b>${slot('a')}`, { on, p: { n: 2 } }, slots));
  expect(await isMarked('skerry-island')).toBe(false);
  expect(await live.page.locator('skerry-island,skerry-holder').count()).toBe(2);
  expect(await live.page.getAttribute('skerry-island', 'on')).toBe(on);
  expect(await own()).toBe(`<b>2</b>${slot('a', '<u></u>')}<skerry-end></skerry-end>`);
  expect(await live.page.innerHTML('skerry-holder')).toBe(slot('b', '<i></i>'));
  await live.push({ 0: { i: { x: { a: { s: [++templates, '<s></s>'] } } } } });
  expect(await own()).toBe(`<b>2</b>${slot('a', '<s></s>')}<skerry-end></skerry-end>`);
});

test('in browsers that move nodes by taking them out, the content of slots keeps its state too', async () => {
  const other = await LivePage.joined(
    browser,
    `<!--[0-->${island(`<p>${slot('a', '<input>')}</p>`, { on: 'none' })}<!--]-->`,
    { before: () => delete (Element.prototype as Partial<Element>).moveBefore },
  );
  await other.page.fill('input', 'typed');
  await other.push({ 0: { i: { h: `<div>${slot('a')}</div>` } } });
  expect(await other.page.inputValue('div input')).toBe('typed');
  await other.close();
});
