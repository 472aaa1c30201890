import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { launchBrowser } from '../../../test/browser.js';
import { LivePage } from '../test/live-page.js';

let browser: Browser;
let live: LivePage;
beforeAll(async () => {
  browser = await launchBrowser();
  live = await LivePage.joined(browser, '');
});
afterAll(() => browser.close());

/** A form answers to these with its field of the name, in place of what the DOM has there. */
const names =
  `id type name method action target elements length reset submit children firstChild lastChild
  nextSibling childElementCount nodeName nodeType localName namespaceURI isConnected attributes
  getAttribute setAttribute removeAttribute hasAttribute style closest matches contains
  querySelector querySelectorAll textContent remove before after append insertBefore moveBefore
  removeChild replaceChildren cloneNode compareDocumentPosition`.split(/\s+/);
const fields = names.map((name) => `<input name="${name}" value="${name}">`).join('');
const values = Object.fromEntries(names.map((name) => [name, name]));

/** Types into a field as a visitor does; other ways lead over the form. */
const type = async (selector: string, text: string) => {
  await live.page.evaluate((wanted) => {
    const field = document.querySelector<HTMLInputElement>(wanted)!;
    field.focus();
    field.select();
  }, selector);
  await live.page.keyboard.type(text);
};
const shown = (selector: string) =>
  live.page.evaluate((wanted) => document.querySelector<HTMLInputElement>(wanted)!.value, selector);
const count = (selector: string) =>
  live.page.evaluate((wanted) => document.querySelectorAll(wanted).length, selector);
const next = async () => (await live.next()).slice(1);

test('a form is sent, answered and reset whatever its fields are called', async () => {
  await live.show(`<form lv-submit="save" data-s="0">${fields}<button>save</button></form>`);
  for (const seq of [1, 2]) {
    await type('[name=id]', 'sent');
    await live.page.keyboard.press('Enter');
    expect(await next()).toEqual([seq, 'save', { ...values, id: 'sent' }, 'submit']);
    expect(await count('form[aria-busy]')).toBe(1);
    await type('[name=type]', 'typed on');
    await live.push(seq, { 0: { a: { class: `c${seq}`, lang: null } }, reset: true });
    expect([await shown('[name=id]'), await shown('[name=type]')]).toEqual(['id', 'type']);
    expect(await count(`form.c${seq}:not([aria-busy])`)).toBe(1);
  }
});

test('a form is sent as it changes whatever its fields are called', async () => {
  await live.show(`<form lv-input="check">${fields}</form>`);
  await type('[name=id]', 'x');
  expect(await next()).toEqual([1, 'check', { ...values, id: 'x' }, 'input']);
  await live.push(1, {});
  expect(await count('form[aria-busy]')).toBe(0);
});

test('a form that takes the focus or a click itself does no harm', async () => {
  await live.show(`<form tabindex="0" lv-click="pick">${fields}</form>`);
  await live.page.evaluate(() => {
    const form = document.querySelector('form')!;
    form.focus();
    form.dispatchEvent(new MouseEvent('click', { bubbles: true }));
  });
  expect(await next()).toEqual([1, 'pick', null]);
});

test('the style of a form is set whatever its fields are called', async () => {
  await live.show(`<form data-s="0">${fields}</form>`);
  await live.push({ 0: { a: { style: 'color: red' } } });
  expect(await count('form[style="color: red;"]')).toBe(1);
});

test('places in a form and behind it are found whatever its fields are called', async () => {
  await live.show(
    `<form data-s="0">${fields}<b data-s="1">b</b><!--[2--><!--]--></form><i data-s="3">i</i>`,
  );
  await live.push({
    1: 'B',
    2: { r: [['k', { s: [1, '<u data-s="0"></u>'], d: ['U'] }]] },
    3: 'I',
  });
  await live.push({ 2: { l: [['+', 'k', ['a', 'first']]], p: { k: { 0: 'UU' } } } });
  expect(await live.clean()).toMatch(/<b>B<\/b>first<u>UU<\/u><\/form><i>I<\/i>$/);
});

test('rows that are forms come, move and go whatever their fields are called', async () => {
  const row = (key: string) => [
    key,
    { s: [2, `<form data-s="0">${fields}</form>`], d: [{ a: { class: key } }] },
  ];
  const order = () =>
    live.page.evaluate(() =>
      Array.from(document.forms, (form) => Element.prototype.getAttribute.call(form, 'class')).join(
        '',
      ),
    );
  await live.show('<div><!--[0--><!--]--></div>');
  await live.push({ 0: { r: ['a', 'b', 'c'].map(row) } });
  await live.push({
    0: {
      l: [
        ['+', 'b', row('d')],
        ['>', 'c', 'a'],
      ],
    },
  });
  expect(await order()).toBe('cadb');
  await live.push({ 0: { l: [['=', 'a', 'b', 'c', 'd']] } });
  expect(await order()).toBe('abcd');
  await live.push({
    0: { l: [['-', 'b', 'c']], p: { a: { 0: { a: { class: 'A' } } }, d: row('D')[1] } },
  });
  expect(await order()).toBe('AD');
});

test('a whole tree keeps what is typed into a form, and focus, whatever its fields are called', async () => {
  await live.show(`<p>a</p><form lv-submit="save" class="old" lang="en">${fields}</form><p>z</p>`);
  await type('[name=type]', 'mine');
  await live.push({
    s: [
      3,
      `<h1>new</h1><form lv-submit="save" class="new">${fields}<b data-s="0"></b></form><p>z</p><form class="more">${fields}</form>`,
    ],
    d: ['b'],
  });
  expect(await shown('[name=type]')).toBe('mine');
  expect(await live.page.evaluate(() => (document.activeElement as HTMLInputElement).name)).toBe(
    'type',
  );
  expect(await count('h1 + form.new:not([lang]) + p')).toBe(1);
  expect(await count('form > b:last-child')).toBe(1);
  expect(await count('form.more')).toBe(1);
});

test('an island’s markup changes, and is asked for, whatever the fields in it are called', async () => {
  const island = (html: string) =>
    `<!--[0--><skerry-island name="a.island" on="interaction" at="0" props="{}">${html}</skerry-island><!--]-->`;
  const slot = (html: string) => `<skerry-slot name="a">${html}</skerry-slot>`;
  await live.show(island(`<form>${fields}${slot('<i></i>')}</form>`));
  await live.push({ 0: { i: { p: { n: [1] } } } });
  expect(await next()).toEqual([1, '0', true, 'island']);
  await type('[name=type]', 'mine');
  await live.push(1, { 0: { i: { h: `<p></p><form class="new">${slot('')}${fields}</form>` } } });
  expect(await shown('[name=type]')).toBe('mine');
  expect(await count('p + form.new > skerry-slot > i')).toBe(1);
  await live.push({ 0: { i: { h: `<div>${slot('')}</div>` } } });
  expect(await count('div > skerry-slot > i')).toBe(1);
});

test('a field that is called reset is corrected like any other', async () => {
  await live.show('<input type="number" id="reset" data-s="0" value="1">');
  await type('input', '2');
  await live.push({ 0: { a: { value: '3' } } });
  expect(await shown('input')).toBe('2');
  expect(await count('input[value="3"]')).toBe(1);
});
