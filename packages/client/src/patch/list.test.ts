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

const list = (...keys: string[]) =>
  `<ul><!--[0-->${keys.map((key) => `<li data-k="${key}"><input value="${key}"></li>`).join('')}<!--]--></ul>`;
const row = (key: string) => [
  key,
  { s: [1, '<li><input data-s="0"></li>'], d: [{ a: { value: key } }] },
];

const keys = (page = live) =>
  page.page.$$eval('[data-k]', (rows) => rows.map((each) => each.getAttribute('data-k')).join(' '));
const focused = (page = live) =>
  page.page.evaluate(() => (document.activeElement as HTMLInputElement).value);

describe('the code for lists', () => {
  const empty = '<ul><!--[0--><!--]--></ul>';
  const withRow = { 0: { l: [['+', null, row('a')]] } };

  test('loads with the first list, and later updates wait for it', async () => {
    const other = await LivePage.joined(browser, `<p data-s="1"></p>${empty}`);
    const asked: string[] = [];
    await other.page.route('**/list*', (route) => {
      asked.push('list');
      void other.page.evaluate(() => {
        (window as any).text = document.querySelector('p')!.textContent;
      });
      return route.fallback();
    });
    await other.push({ 1: 'before' });
    expect(asked).toEqual([]);
    other.send(withRow);
    await other.push({ 1: 'after' });
    await other.page.waitForSelector('[data-k=a]');
    await other.page.waitForFunction(() => document.querySelector('p')!.textContent === 'after');
    expect(asked).toEqual(['list']);
    expect(await other.page.evaluate(() => (window as any).text)).toBe('before');
    await other.close();
  });

  test('is requested again if it could not be loaded, and no row is lost', async () => {
    const tree = [{ s: [2, '<ul data-s="0"></ul>'], d: [{ r: [row('a'), row('b')] }] }, 0];
    const other = await LivePage.joined(browser, empty, {
      answerJoin: ({ have }) => (have === 0 ? [{}, 0] : tree),
    });
    let left = 2;
    await other.page.route('**/list*', (route) => (left-- > 0 ? route.abort() : route.fallback()));
    other.send(withRow);
    const [, ref, path] = await other.next();
    expect(path).toBe('0');
    other.send(ref, { 0: { r: [row('a')] } });
    await other.page.waitForSelector('[data-k=b]');
    expect(await keys(other)).toBe('a b');
    await other.close();
  });
});

describe('rows', () => {
  test('are inserted, moved and removed in one go, and patched afterwards', async () => {
    await live.show(list('a', 'b', 'c', 'd'));
    await live.push({
      0: {
        l: [
          ['-', 'b'],
          ['+', 'a', row('x'), row('y')],
          ['>', 'd', 'x'],
          ['+', null, row('z')],
        ],
      },
    });
    expect(await keys()).toBe('d x y a c z');
    await live.push({ 0: { p: { y: { 0: { a: { value: 'Y' } } } } } });
    expect(await live.page.inputValue('[data-k=y] input')).toBe('Y');
  });

  test('take any order', async () => {
    await live.show(list('a', 'b', 'c', 'd', 'e'));
    for (const order of ['e d c b a', 'c e a d b', 'a b c d e', 'b c d e a']) {
      await live.push({ 0: { l: [['=', ...order.split(' ')]] } });
      expect(await keys()).toBe(order);
    }
  });

  test('that do not move are not touched', async () => {
    await live.show(list('a', 'b', 'c', 'd', 'e'));
    await live.page.evaluate(() => {
      const seen: string[] = ((window as any).moved = []);
      new MutationObserver((records) => {
        for (const { addedNodes } of records)
          for (const node of addedNodes) seen.push((node as Element).getAttribute('data-k')!);
      }).observe(document.querySelector('ul')!, { childList: true });
    });
    await live.push({ 0: { l: [['=', 'b', 'c', 'd', 'e', 'a']] } });
    expect(await live.page.evaluate(() => (window as any).moved)).toEqual(['a']);
  });

  test('have keys of any characters', async () => {
    const odd = [
      '"',
      "'",
      '\\',
      ']',
      '-->',
      'a b',
      'é',
      '🐚',
      '__proto__',
      'constructor',
      '\n',
      '0',
      '',
    ];
    await live.show('<ul><!--[0--><!--]--></ul>');
    await live.push({ 0: { l: [['+', null, ...odd.map(row)]] } });
    await live.push({ 0: { l: [['=', ...odd.toReversed()]] } });
    const patches = JSON.parse(
      `{${odd.map((key) => `${JSON.stringify(key)}:{"0":{"a":{"title":"t"}}}`).join(',')}}`,
    );
    await live.push({ 0: { p: patches } });
    expect(await live.page.locator('[title=t]').count()).toBe(odd.length);
    expect(
      await live.page.$$eval('[data-k]', (rows) => rows.map((each) => each.getAttribute('data-k'))),
    ).toEqual(odd.toReversed());
  });

  test('bring templates under any key', async () => {
    await live.show(list('', 'e', 'i'));
    const joins = live.joins.length;
    for (const [i, key] of ['', 'e', 'i'].entries())
      await live.push({
        0: { p: { [key]: { s: [200 + i, '<li data-s="0"></li>'], d: [`row ${key}`] } } },
      });
    expect(await live.page.$$eval('li', (rows) => rows.map((each) => each.textContent))).toEqual([
      'row ',
      'row e',
      'row i',
    ]);
    expect(live.joins.length).toBe(joins);
  });

  test('that are keyed by comments keep all their nodes together', async () => {
    const term = (key: string) => [
      key,
      { s: [2, '<dt data-s="0"></dt><dd data-s="1"></dd>'], d: [key, key] },
    ];
    await live.show('<dl><!--[0--><!--]--></dl>');
    await live.push({ 0: { l: [['+', null, term('a'), term('b-1'), term('c')]] } });
    await live.push({
      0: {
        l: [
          ['>', 'c', 'a'],
          ['-', 'a'],
        ],
        p: { 'b-1': { 1: 'B' } },
      },
    });
    expect(await live.clean()).toBe('<dl><dt>c</dt><dd>c</dd><dt>b-1</dt><dd>B</dd></dl>');
  });

  test('are not mistaken for rows of a list inside them, beside them or around them', async () => {
    const group = (key: string, ...inner: string[]) =>
      `<!--k:${key}--><dt data-s="0">${key}</dt><!--[1-->${inner.map((each) => `<dd data-k="${each}" data-s="0">${key}${each}</dd>`).join('')}<!--]-->`;
    await live.show(
      `<dl><!--[0-->${group('a', 'a', 'b')}${group('b', 'a', 'b')}<!--]--><!--[1--><dd data-k="b" data-s="0">last</dd><!--]--></dl>`,
    );
    await live.push({
      0: { p: { b: { 0: 'B', 1: { p: { b: { 0: 'BB' } } } } } },
      1: { p: { b: { 0: 'LAST' } } },
    });
    expect(await live.page.innerText('dl')).toMatch(/^a\s+aa\s+ab\s+B\s+ba\s+BB\s+LAST$/);
    await live.push({ 0: { l: [['>', 'b', 'a']], p: { a: { 1: { l: [['-', 'b']] } } } } });
    expect(await live.page.innerText('dl')).toMatch(/^B\s+ba\s+BB\s+a\s+aa\s+LAST$/);
  });

  test('are replaced if their template changes, and if they are text', async () => {
    await live.show('<p><!--[0--><!--k:a-->A<!--k:b-->B<!--]--></p>');
    await live.push({ 0: { p: { a: 'AA', b: { s: [3, '<b data-s="0"></b>'], d: ['bold'] } } } });
    expect(await live.clean()).toBe('<p>AA<b>bold</b></p>');
    await live.push({ 0: { l: [['>', 'b', 'a']], p: { b: { 0: 'BOLD' }, a: 'aa' } } });
    expect(await live.clean()).toBe('<p><b>BOLD</b>aa</p>');
  });

  test('of nested lists shrink to nothing and grow again', async () => {
    await live.show(
      '<ul><!--[0--><li data-k="a"><ul><!--[0--><li data-k="x" data-s="0">1</li><li data-k="y" data-s="0">2</li><!--]--></ul></li><!--]--></ul>',
    );
    await live.push({ 0: { p: { a: { 0: { l: [['-', 'x']] } } } } });
    await live.push({ 0: { p: { a: { 0: { l: [['-', 'y']] } } } } });
    expect(await live.clean()).toBe('<ul><li><ul></ul></li></ul>');
    await live.push({
      0: {
        p: { a: { 0: { l: [['+', null, ['x', { s: [4, '<li data-s="0"></li>'], d: ['3'] }]]] } } },
      },
    });
    expect(await live.clean()).toBe('<ul><li><ul><li>3</li></ul></li></ul>');
  });

  test('are found in a table of a thousand, the first and the thousandth', async () => {
    const rows = Array.from(
      { length: 1000 },
      (_, i) => `<tr data-k="${i}"><td data-s="0">${i}</td></tr>`,
    );
    await live.show(`<table><tbody><!--[0-->${rows.join('')}<!--]--></tbody></table>`);
    for (const key of [0, 999, 500, 1, 2, 3, 4, 5, 6, 7, 8])
      await live.push({ 0: { p: { [key]: { 0: 'hit' } } } });
    expect(await live.page.locator('td', { hasText: 'hit' }).count()).toBe(11);
    await live.push({ 0: { l: [['-', ...Array.from({ length: 999 }, (_, i) => `${i}`)]] } });
    expect(await keys()).toBe('999');
  });
});

describe.each(['with moveBefore', 'without moveBefore'])('focus, %s', (support) => {
  let page: LivePage;
  beforeAll(async () => {
    const forget = () => delete (Element.prototype as Partial<Element>).moveBefore;
    page = await LivePage.joined(
      browser,
      '',
      support === 'without moveBefore' ? { before: forget } : {},
    );
  });

  test.each([
    ['moves up', [['>', 'd', 'a']], 'd a b c e'],
    ['moves down', [['>', 'd', null]], 'a b c e d'],
    ['is passed by another', [['>', 'e', 'a']], 'e a b c d'],
    ['is in a new order', [['=', 'd', 'e', 'c', 'b', 'a']], 'd e c b a'],
    [
      'is among rows that come and go',
      [
        ['-', 'c', 'e'],
        ['+', 'd', row('x')],
      ],
      'a b x d',
    ],
  ])('stays in a row that %s', async (_, steps, order) => {
    await page.show(list('a', 'b', 'c', 'd', 'e'));
    await page.page.fill('[data-k=d] input', 'typed');
    await page.push({ 0: { l: steps } });
    expect(await keys(page)).toBe(order);
    expect(await focused(page)).toBe('typed');
  });
});
