import { readdirSync, readFileSync } from 'node:fs';

import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openBrowser } from '../../../test/browser.js';
import { LivePage } from '../test/live-page.js';

let browser: Browser;
let live: LivePage;
/** All that a form has, and all that a document has, by name. */
let names: string[];
let namesOfDocument: string[];
/** A form answers to these names with a field, in place of its own member. */
let fields: string;
let values: object;
beforeAll(async () => {
  browser = await openBrowser();
  live = await LivePage.joined(browser, '');
  [names, namesOfDocument] = await live.page.evaluate(() => {
    const namesOf = (object: object | null): string[] =>
      object
        ? [...Object.getOwnPropertyNames(object), ...namesOf(Object.getPrototypeOf(object))]
        : [];
    const unique = (all: string[]) => [...new Set(all)];
    return [
      unique(['type', ...namesOf(HTMLFormElement.prototype)]),
      unique(namesOf(HTMLDocument.prototype)),
    ];
  });
  fields = names.map((name) => `<input name="${name}" value="${name}">`).join('');
  values = Object.fromEntries(names.map((name) => [name, name]));
});
afterAll(() => browser.close());

test('the names are those of all classes that a form and a document are of', () => {
  expect(names).toEqual(
    expect.arrayContaining([
      'reset',
      'style',
      'moveBefore',
      'childNodes',
      'addEventListener',
      'toString',
    ]),
  );
  expect(namesOfDocument).toEqual(
    expect.arrayContaining([
      'body',
      'createElement',
      'createTreeWalker',
      'hidden',
      'activeElement',
    ]),
  );
  expect(names.length).toBeGreaterThan(300);
});

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
    HTMLElement.prototype.focus.call(form);
    EventTarget.prototype.dispatchEvent.call(form, new MouseEvent('click', { bubbles: true }));
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

test('a whole tree keeps the typed text of a form, and focus, whatever its fields are called', async () => {
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

test('an island’s markup changes, and is requested, whatever the fields in it are called', async () => {
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

test('the text of a form, and a list as its only content, change whatever its fields are called', async () => {
  const owned = fields.replaceAll('<input', '<input form="f"');
  await live.show(`<form id="f" data-s="0">a</form>${owned}<form id="g" data-s="1"></form>`);
  await live.push({ 0: 'b', 1: { r: [['k', { s: [40, '<b data-s="0"></b>'], d: ['1'] }]] } });
  expect(await live.clean()).toMatch(/^<form id="f">b<\/form>.*<form id="g"><b>1<\/b><\/form>$/);
  const held = owned.replaceAll('"f"', '"h"');
  await live.show(`<form id="h" data-s="0"></form>${held}`);
  await live.push({ 0: { r: [['k', { s: [41, '<b data-s="0"></b>'], d: ['1'] }]] } });
  await live.push({ 0: { p: { k: { 0: '2' } }, l: [['+', 'k', ['j', 'text']]] } });
  expect(await live.clean()).toMatch(/^<form id="h">text<b>2<\/b><\/form>/);
});

describe.each([true, false])('where rows can be moved without unloading them (%s)', (canMove) => {
  test('rows in a form, and rows that are forms, are moved whatever its fields are called', async () => {
    const page = await LivePage.joined(browser, '', {
      before: canMove ? () => {} : () => Reflect.deleteProperty(Element.prototype, 'moveBefore'),
    });
    const rows = ['a', 'b', 'c', 'd'].map((key) => [
      key,
      { s: [42, `<form data-s="0">${fields}</form>`], d: [{ a: { class: key } }] },
    ]);
    const order = () =>
      page.page.evaluate(() =>
        [...document.querySelectorAll('form[class]')]
          .map((form) => Element.prototype.getAttribute.call(form, 'class'))
          .join(''),
      );
    await page.show(`<div id="rows"><!--[0--><!--]--></div>`);
    await page.push({ 0: { r: rows } });
    await page.page.evaluate(() =>
      document.querySelector<HTMLElement>('.b input[name=name]')!.focus(),
    );
    await page.push({ 0: { l: [['=', 'd', 'b', 'a', 'c']] } });
    expect(await order()).toBe('dbac');
    await page.push({
      0: {
        l: [
          ['>', 'b', 'd'],
          ['>', 'd', null],
        ],
      },
    });
    expect(await order()).toBe('bacd');
    await page.show(
      `<form data-s="0">${fields}<!--[1--><i data-k="a"></i><i data-k="b"></i><!--]--></form>`,
    );
    await page.push({ 1: { l: [['>', 'b', 'a']] } });
    expect(await page.clean()).toMatch(
      /<i data-k="b"><\/i><i data-k="a">|<i><\/i><i><\/i><\/form>$/,
    );
    await page.close();
  });
});

test('a region inside of a form comes to life whatever its fields are called', async () => {
  const page = await LivePage.joined(browser, '', {
    body: `<form>${fields}<skerry-live id="lv-a" data-token="t"><b data-s="0">a</b></skerry-live></form>`,
  });
  await page.push({ 0: 'b' });
  expect(await page.clean()).toBe('<b>b</b>');
  await page.close();
});

test('a field that is called reset is corrected like any other', async () => {
  await live.show('<input type="number" id="reset" data-s="0" value="1">');
  await type('input', '2');
  await live.push({ 0: { a: { value: '3' } } });
  expect(await shown('input')).toBe('2');
  expect(await count('input[value="3"]')).toBe(1);
});

test('a page works whatever its images are called', async () => {
  // The test's own WebSocket asks for the base URI.
  const all = namesOfDocument.filter((name) => name !== 'baseURI');
  const images = all.map((name) => `<img name="${name}">`).join('');
  const page = await LivePage.open(browser, '', {
    body:
      `${images}<skerry-live id="lv-a" data-token="t"><p data-s="0">a</p>` +
      '<ul><!--[1--><li data-k="a">a</li><li data-k="b"><input></li><!--]--></ul>' +
      '<input name="q" lv-input="search" data-s="2" value="x"><select><option>1<option>2</select></skerry-live>',
  });
  await expect.poll(() => page.channels.size).toBe(1);
  const html = () =>
    page.page.evaluate(() => {
      const host = Document.prototype.querySelector.call(document, 'skerry-live')!;
      return host.innerHTML.replaceAll(/<!--.*?-->| data-[sk]="\w+"/g, '');
    });
  page.send({
    0: 'b',
    1: {
      l: [
        ['+', 'a', ['c', { s: [1, '<li data-s="0"></li>'], d: ['c'] }]],
        ['>', 'b', 'a'],
      ],
    },
    t: 'New',
  });
  const rows = '<ul><li>c</li><li><input></li><li>a</li></ul>';
  const field = '<input name="q" lv-input="search" value="x">';
  await expect.poll(html).toContain(`<p>b</p>${rows}${field}`);
  await page.page.evaluate(() => {
    const input = Document.prototype.querySelector.call(document, '[name=q]') as HTMLInputElement;
    input.focus();
    input.select();
  });
  await page.page.keyboard.type('y');
  expect((await page.next()).slice(1)).toEqual([1, 'search', { q: 'y' }, 'input']);
  page.send(1, { 2: { a: { value: 'z' } } });
  await expect.poll(html).toContain('value="z"');
  page.send({ s: [2, '<h1>tree</h1><input data-s="0">'], d: [{ a: { value: 'z' } }] });
  await expect.poll(html).toBe('<h1>tree</h1><input value="z">');
  expect(await page.page.evaluate(() => Reflect.get(Document.prototype, 'title', document))).toBe(
    'New',
  );
  await page.close();
});

test('nothing is asked of the document but by way of its class', () => {
  const folders = ['./', '../../islands/src/client/'].map((path) => new URL(path, import.meta.url));
  const found = folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((file) => file.endsWith('.ts') && !/\.test/.test(file))
      .flatMap((file) => {
        const code = readFileSync(new URL(file, folder), 'utf8');
        return [...code.matchAll(/^(?! *(?:\/\/|\*|\/\*)).*\bdocument[.?[].*$/gm)].map(
          ([line]) => `${file}: ${line}`,
        );
      }),
  );
  expect(found).toEqual([]);
});
