import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { LivePage } from '../../test/live-page.js';

let browser: Browser;
let live: LivePage;
beforeAll(async () => {
  browser = await openBrowser();
  live = await LivePage.joined(browser, '');
  await live.page.waitForSelector('html[data-connection=live]', { state: 'attached' });
  const loaded = live.page.waitForResponse('**/hold-focus*');
  await live.show('<button id="b">b</button>');
  await live.page.focus('#b');
  await (await loaded).finished();
});
afterAll(() => browser.close());

const row = (key: string) =>
  `<li data-k="${key}"><input id="i${key}"><button id="${key}" lv-click='remove {"id":"${key}"}'>x</button></li>`;
const list = `<ul><!--[0-->${['a', 'b', 'c'].map(row).join('')}<!--]--></ul><button id="other">o</button>`;
const focused = () =>
  live.page.evaluate(() => document.activeElement?.id || document.activeElement?.localName);

const remove = (...keys: string[]) => live.push({ 0: { l: [['-', ...keys]] } });

test.each([
  ['the same button of the next row', 'b', ['b'], 'c'],
  ['the row before, if it was the last', 'c', ['c'], 'b'],
  ['the region’s first, if no row is left', 'b', ['a', 'b', 'c'], 'other'],
])('when a row with the focus goes, the focus goes to %s', async (_, at, gone, expected) => {
  await live.show(list);
  await live.page.focus(`#${at}`);
  await remove(...gone);
  expect(await focused()).toBe(expected);
});

const rows = (...keys: string[]) => keys.map(row).join('');
const show = (html: string) => live.show(`<ul><!--[0-->${html}<!--]--></ul>`);

test('when the next row goes too, the focus goes to the row after it', async () => {
  await show(rows('a', 'b', 'c', 'd'));
  await live.page.focus('#b');
  await remove('b', 'c');
  expect(await focused()).toBe('d');
});

test('a row of several roots has a next row, too', async () => {
  const pair = (key: string) =>
    `<!--k:${key}--><dt>${key}</dt><dd><button id="${key}">x</button></dd>`;
  await live.show(`<dl><!--[0-->${['a', 'b', 'c'].map(pair).join('')}<!--]--></dl>`);
  await live.page.focus('#b');
  await remove('b');
  expect(await focused()).toBe('c');
});

test('a row that takes the place of the one with the focus gets it', async () => {
  await show(rows('a', 'b', 'c'));
  await live.page.focus('#b');
  const added = ['d', { h: '<button id="d" lv-click="remove">d</button>' }];
  await live.push({
    0: {
      l: [
        ['-', 'b'],
        ['+', 'c', added],
      ],
    },
  });
  expect(await focused()).toBe('d');
});

test('what takes the place of a button gets the focus before the button behind it', async () => {
  await live.show(
    '<p><button id="a">a</button><!--[0--><button id="b">b</button><!--]--><button id="c">c</button></p>',
  );
  await live.page.focus('#b');
  await live.push({ 0: { h: '<input id="d">' } });
  expect(await focused()).toBe('d');
});

test('a row that cannot have the focus is passed over', async () => {
  const boxed = (key: string, attributes: string) =>
    `<li data-k="${key}" ${attributes}><fieldset ${attributes}><button id="${key}">x</button></fieldset></li>`;
  await show(
    boxed('a', '') +
      boxed('b', 'disabled') +
      boxed('c', 'inert') +
      boxed('d', 'hidden') +
      boxed('e', ''),
  );
  await live.page.focus('#a');
  await remove('a');
  expect(await focused()).toBe('e');
});

test.each([
  ['a link in a drawing', '<svg><a href="#" id="next"><text y="9">x</text></a></svg>'],
  ['a formula', '<math tabindex="0" id="next"><mi>x</mi></math>'],
  [
    'a field in a form whose fields have the names of members',
    '<form id="f"><input type="hidden" name="parentNode"><input type="hidden" name="focus"><input type="hidden" name="nextSibling"><input id="next"></form>',
  ],
])('the focus goes to %s', async (_, next) => {
  await live.show(
    `<form><input name="parentNode"><!--[0--><button id="b">b</button><!--]--></form>${next}`,
  );
  await live.page.evaluate(() => document.querySelector('input')!.setAttribute('disabled', ''));
  await live.page.focus('#b');
  await live.push({ 0: '' });
  expect(await live.page.evaluate(() => document.activeElement!.getAttribute('id'))).toBe('next');
});

test('in an open dialog the focus stays in it', async () => {
  await live.show(
    '<button id="out">o</button><dialog><!--[0--><button id="b">b</button><!--]--><button id="in">i</button></dialog><button id="after">a</button>',
  );
  await live.page.evaluate(() => document.querySelector('dialog')!.showModal());
  await live.page.focus('#b');
  await live.push({ 0: '' });
  expect(await focused()).toBe('in');
});

test('a whole tree without the element passes the focus on', async () => {
  const markup = '<p><!--[0--><!--]--></p><button id="c">c</button>';
  await live.show('<p><!--[0--><button id="b">b</button><!--]--></p><button id="c">c</button>');
  await live.page.focus('#b');
  await live.push({ s: [1, markup], d: [''] });
  expect(await focused()).toBe('c');
});

test('a moved row keeps the focus', async () => {
  await show(rows('a', 'b', 'c'));
  await live.page.focus('#b');
  await live.push({ 0: { l: [['>', 'b', null]] } });
  expect(await focused()).toBe('b');
});

test('when a part with the focus is replaced, the focus stays in its row', async () => {
  await live.show(
    '<ul><!--[0--><li data-k="a"><!--[1--><button id="edit">e</button><!--]--></li><li data-k="b"><button id="b">b</button></li><!--]--></ul>',
  );
  await live.page.focus('#edit');
  await live.push({ 0: { p: { a: { 1: { h: '<input id="field">' } } } } });
  expect(await focused()).toBe('field');
});

test('when nothing else can have the focus, the region is read from its beginning', async () => {
  await live.show('<p id="p">text</p><!--[0--><button id="b">b</button><!--]-->');
  await live.page.focus('#b');
  await live.push({ 0: '' });
  expect(await focused()).toBe('p');
  await live.page.evaluate(() => (document.activeElement as HTMLElement).blur());
  expect(await live.page.getAttribute('#p', 'tabindex')).toBe(null);
});

test.each([
  ['in the region', '<style>p{}</style>text <p id="p">text</p>', 'p'],
  ['around the region, if the region has none', 'text', 'main'],
])('the first box %s then has the focus', async (_, before, expected) => {
  await live.show(`${before}<!--[0--><button id="b">b</button><!--]-->`);
  await live.page.evaluate(() => {
    const main = document.createElement('main');
    document.body.append(main);
    main.moveBefore(document.querySelector('skerry-live')!, null);
  });
  await live.page.focus('#b');
  await live.push({ 0: '' });
  expect(await focused()).toBe(expected);
});

test('code of the page that moves the focus has its way', async () => {
  await live.page.evaluate(() =>
    customElements.define(
      'x-mover',
      class extends HTMLElement {
        disconnectedCallback() {
          document.querySelector<HTMLElement>('#other')!.focus();
        }
      },
    ),
  );
  await show(`<li data-k="a"><button id="a">x</button><x-mover></x-mover></li>${row('b')}`);
  await live.page.evaluate(() =>
    document.querySelector('skerry-live')!.insertAdjacentHTML('afterend', '<button id="other">'),
  );
  await live.page.focus('#a');
  await remove('a');
  expect(await focused()).toBe('other');
});

test('a visitor who has left the element before it goes is left alone', async () => {
  await live.show(list);
  await live.page.focus('#b');
  await live.push({ t: 'seen' });
  await live.page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await remove('b');
  expect(await focused()).toBe('body');
});

test('the focus of a visitor who has moved on stays where it is', async () => {
  await live.show(list);
  await live.page.focus('#b');
  await live.push({ t: 'seen' });
  await live.page.focus('#other');
  await remove('b');
  expect(await focused()).toBe('other');
});

test('no focus is given to a visitor who has none', async () => {
  await live.show(list);
  await live.page.focus('#b');
  await live.page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await live.push({ t: 'seen again' });
  await remove('b');
  expect(await focused()).toBe('body');
});

test.each([
  ['hides it', { 1: { a: { hidden: '' } } }],
  ['hides what is around it', { 0: { a: { hidden: '' } } }],
  ['disables it', { 1: { a: { disabled: '' } } }],
  ['makes it inert', { 0: { a: { inert: '' } } }],
])('when an update %s, the focus goes on', async (_, update) => {
  await live.show(
    '<p data-s="0"><button id="a" lv-click="go" data-s="1">a</button></p><button id="next">b</button>',
  );
  await live.page.focus('#a');
  await live.push(update);
  expect(await focused()).toBe('next');
});

test('a button that is disabled until the answer gets the focus back then', async () => {
  await live.show(
    '<button id="a" lv-click="go" lv-disable-with="Wait" data-s="0">a</button><button id="b">b</button>',
    'lv-disable-with',
  );
  await live.page.focus('#a');
  await live.page.click('#a');
  const [, seq] = await live.next();
  await live.push({ t: 'Meanwhile' });
  await live.push(seq, {});
  expect(await focused()).toBe('a');
});

test('of two buttons that do the same in a row, the focus goes to the same one of the next row', async () => {
  const row = (key: string) =>
    `<li data-k="${key}"><button id="up${key}" lv-click='move {"by":-1}'>u</button><button id="down${key}" lv-click='move {"by":1}'>d</button></li>`;
  await show(['a', 'b', 'c'].map(row).join(''));
  await live.page.focus('#downb');
  await remove('b');
  expect(await focused()).toBe('downc');
});

test('a button that submits has the same one in the next row', async () => {
  const row = (key: string, i: number) =>
    `<li data-k="${key}"><input><button id="up${key}" name="_list" value="up crew[${i}]">u</button><button id="${key}" name="_list" value="remove crew[${i}]">x</button></li>`;
  await show(['a', 'b', 'c'].map(row).join(''));
  await live.page.focus('#b');
  await remove('b');
  expect(await focused()).toBe('c');
});
