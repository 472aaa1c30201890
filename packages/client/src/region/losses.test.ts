import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { hydrate, island, probe, slot, taken, timesLeft, whole } from '../../test/islands.js';
import { type LiveOptions, LivePage } from '../../test/live-page.js';

// The browser requests a part that an update does not find, and the rest of the page goes on.

let browser: Browser;
let live: LivePage;
beforeAll(async () => {
  browser = await openBrowser();
  live = await LivePage.joined(browser, '');
});
afterAll(() => browser.close());

let templates = 100;
const next = async () => (await live.next()).slice(1);
/** Answers the request for a path, once it has come. */
async function answer(path: string, update: object): Promise<void> {
  const [ref, ...request] = await next();
  expect(request).toEqual([path, null, 'whole']);
  await live.push(ref, update);
}
const remove = (selector: string) => live.page.$eval(selector, (element) => element.remove());
const joins = () => live.joins.filter(({ topic }) => topic === live.topic).length;
const mark = (selector: string) =>
  live.page.$eval(selector, (element) => ((element as any).mark = true));
const isMarked = (selector: string) =>
  live.page.$eval(selector, (element) => (element as any).mark === true);

const beside = '<p><input name="q"></p><details><summary>s</summary>d</details>';
const section = '<section><b data-s="0">x</b><!--1-->y<!----></section>';
const row = (key: string) => `<li data-k="${key}"><i data-s="0">${key}</i><input></li>`;
const page = `${beside}<!--[0-->${section}<!--]--><ul data-s="1"><!--[1-->${row('a')}${row('b')}<!--]--></ul>`;

const sectionOf = (...d: unknown[]) => ({
  s: [++templates, '<section><b data-s="0"></b><!--[1--><!--]--></section>'],
  d,
});
const rowOf = (text: string) => ({
  s: [++templates, '<li><i data-s="0"></i><input></li>'],
  d: [text],
});

describe('a loss costs one part alone:', () => {
  test('an instance, while its neighbours keep typed text and open dialogs, and are patched', async () => {
    await live.show(page);
    await live.page.fill('[name=q]', 'typed');
    await live.page.click('summary');
    await live.page.focus('[data-k=b] input');
    await mark('[data-k=b] input');
    await remove('b');
    await live.push({ 0: { 0: 'z' }, 1: { p: { a: { 0: 'A' } } } });
    expect(await live.page.innerText('[data-k=a]')).toBe('A');
    await answer('0', { 0: sectionOf('z', 'y') });
    expect(await live.page.innerHTML('section')).toBe('<b data-s="0">z</b><!--1-->y<!---->');
    expect(await live.page.inputValue('[name=q]')).toBe('typed');
    expect(await live.page.$eval('details', ({ open }) => open)).toBe(true);
    expect(await live.page.$eval('[data-k=b] input', (it) => it === document.activeElement)).toBe(
      true,
    );
    expect(await isMarked('[data-k=b] input')).toBe(true);
    await live.push({ 0: { 0: 'zz', 1: 'yy' } });
    expect(await live.page.innerText('section')).toBe('zzyy');
    expect(joins()).toBe(1);
  });

  test('nodes in common with the new part stay, with focus and typed text', async () => {
    await live.show('<!--[0--><b data-s="0">x</b><p><input></p><i>end</i><!--]--><i>behind</i>');
    await live.page.fill('input', 'typed');
    await mark('i:last-of-type');
    await remove('b');
    await live.push({ 0: { 0: 'z' } });
    await answer('0', {
      0: { s: [++templates, '<b data-s="0"></b><p><input></p><i>end</i><u>more</u>'], d: ['z'] },
    });
    expect(await live.clean()).toBe('<b>z</b><p><input></p><i>end</i><u>more</u><i>behind</i>');
    expect(await live.page.inputValue('input')).toBe('typed');
    expect(await live.page.$eval('input', (it) => it === document.activeElement)).toBe(true);
    expect(await isMarked('i:last-of-type')).toBe(true);
  });

  test('a row', async () => {
    await live.show(page);
    await live.page.fill('[data-k=b] input', 'typed');
    await live.page.fill('[data-k=a] input', 'mine');
    await remove('[data-k=a] i');
    await live.push({ 1: { p: { a: { 0: 'A' }, b: { 0: 'B' } } } });
    await answer('1/a', { 1: { p: { a: rowOf('A') } } });
    expect(await live.page.locator('li').allInnerTexts()).toEqual(['A', 'B']);
    expect(await live.page.inputValue('[data-k=b] input')).toBe('typed');
    expect(await live.page.inputValue('[data-k=a] input')).toBe('mine');
    await live.push({ 1: { l: [['>', 'b', 'a']], p: { a: { 0: 'AA' } } } });
    expect(await live.page.locator('li').allInnerTexts()).toEqual(['B', 'AA']);
    expect(joins()).toBe(1);
  });

  test('a row of several elements', async () => {
    const pair = (key: string) => `<!--k:${key}--><dt data-s="0">${key}</dt><dd><input></dd>`;
    await live.show(`<dl><!--[0-->${pair('a')}${pair('b')}<!--]--></dl>`);
    await live.page.locator('input').nth(1).fill('typed');
    await remove('dt');
    await live.push({ 0: { p: { a: { 0: 'A' } } } });
    await answer('0/a', {
      0: { p: { a: { s: [++templates, '<dt data-s="0"></dt><dd><input></dd>'], d: ['A'] } } },
    });
    expect(await live.page.innerText('dl')).toMatch(/^A\s+b/);
    expect(await live.page.locator('input').nth(1).inputValue()).toBe('typed');
    expect(await live.page.locator('dd').count()).toBe(2);
    expect(joins()).toBe(1);
  });

  test('a list, if a row is not found', async () => {
    await live.show(page);
    await live.page.fill('[data-k=b] input', 'typed');
    await remove('[data-k=a]');
    await live.push({
      0: { 1: 'Y' },
      1: {
        l: [
          ['-', 'a'],
          ['+', null, ['c', rowOf('c')]],
        ],
      },
    });
    await answer('1', {
      1: {
        r: [
          ['b', rowOf('b')],
          ['c', rowOf('c')],
        ],
      },
    });
    expect(await live.page.locator('li').allInnerTexts()).toEqual(['b', 'c']);
    expect(await live.page.inputValue('[data-k=b] input')).toBe('typed');
    expect(await live.page.innerText('section')).toBe('xY');
    await live.push({ 1: { p: { c: { 0: 'C' } } } });
    expect(await live.page.innerText('[data-k=c]')).toBe('C');
  });

  test('the content of a slot, while the island goes on', async () => {
    await live.show(
      `<!--[0-->${island(slot('children', '<b data-s="0">x</b><x-probe></x-probe>'))}<!--]-->`,
    );
    await probe(live);
    await hydrate(live);
    await remove('b');
    await live.push({ 0: { i: { p: { n: [2] }, x: { children: { 0: 'y' } } } } });
    await answer('0/children', {
      0: {
        i: {
          x: { children: { s: [++templates, '<b data-s="0"></b><x-probe></x-probe>'], d: ['y'] } },
        },
      },
    });
    expect(await live.page.innerText('skerry-slot')).toBe('y');
    expect(await taken(live)).toEqual([{ n: [2] }]);
    expect(await timesLeft(live)).toBe(0);
  });

  test('an island', async () => {
    await live.show(`${beside}<!--[0-->${island('<b>1</b>')}<!--]-->`);
    await live.page.fill('[name=q]', 'typed');
    await remove('skerry-island');
    await live.push({ 0: { i: { p: { n: [2] } } } });
    await answer('0', { 0: whole('<b>2</b>', { p: { n: 2 } }) });
    expect(await live.page.innerText('skerry-island')).toBe('2');
    expect(await live.page.inputValue('[name=q]')).toBe('typed');
  });

  test('the surroundings of a region, which stays as it is', async () => {
    await live.show(
      '<!--[0--><b data-s="0">x</b><!--[1--><skerry-live id="lv-within" data-token="t"><p data-s="0">inner</p></skerry-live><!--]--><!--]-->',
    );
    await live.page.waitForSelector('#lv-within[data-state=live]', { state: 'attached' });
    await mark('#lv-within p');
    const { length } = live.joins;
    await remove('b');
    await live.push({ 0: { 0: 'y' } });
    await answer('0', {
      0: {
        s: [++templates, '<b data-s="0"></b><!--[1--><!--]-->'],
        d: ['y', { v: 'within', k: 'u' }],
      },
    });
    expect(await isMarked('#lv-within p')).toBe(true);
    expect(live.joins.slice(length)).toEqual([]);
  });

  test('a place in which an error was thrown, which is reported', async () => {
    await live.show(page);
    const error = live.page.waitForEvent('pageerror');
    await live.push({ 0: { 0: { a: { 'no name': 'x' } }, 1: 'Y' } });
    expect((await error).message).toMatch(/no name/);
    expect(await live.page.innerText('section')).toBe('xY');
    await answer('0/0', { 0: { 0: 'X' } });
    expect(await live.page.innerText('section')).toBe('XY');
  });

  test('an instance whose template never came', async () => {
    await live.show(page);
    await live.push({ 0: { s: 4711, d: ['z'] } });
    await answer('0', { 0: sectionOf('z', 'y') });
    expect(await live.page.innerText('section')).toBe('zy');
    expect(joins()).toBe(1);
  });

  test('the outer place, if the end of an inner one is lost', async () => {
    await live.show('<!--[0--><p>a <!--[0--><b>b</b> c</p><!--]--><i>behind</i>');
    await live.push({ 0: { 0: { h: '<hr>' } } });
    await answer('0', {
      0: { s: [++templates, '<p>a <!--[0--><!--]--> c</p>'], d: [{ h: '<hr>' }] },
    });
    expect(await live.clean()).toBe('<p>a <hr> c</p><i>behind</i>');
    expect(joins()).toBe(1);
  });
});

describe('requests for lost parts', () => {
  test('are one for each place, however much of it is lost', async () => {
    await live.show(page);
    await remove('b');
    await remove('[data-k=a] i');
    await live.push({ 0: { 0: 'z' }, 1: { p: { a: { 0: 'A' } } } });
    live.send({ 0: { 0: 'zz' }, 1: { p: { a: { 0: 'AA' } } } });
    await answer('0', { 0: sectionOf('zz', 'y') });
    await answer('1/a', { 1: { p: { a: rowOf('AA') } } });
    expect(await live.clean()).toContain('<b>zz</b>');
    expect(live.unread).toEqual([]);
    await remove('b');
    await live.push({ 0: { 0: 'zzz' } });
    await answer('0', { 0: sectionOf('zzz', 'y') });
  });

  test('name keys of any characters, as paths do', async () => {
    const key = `a/b%"'é —`;
    await live.show('<ul data-s="0"><!--[0--><!--]--></ul>');
    await live.push({ 0: { r: [[key, rowOf('x')]] } });
    await remove('li i');
    await live.push({ 0: { p: { [key]: { 0: 'y' } } } });
    const [ref, path] = await next();
    expect((path as string).split('/').map(decodeURIComponent)).toEqual(['0', key]);
    await live.push(ref, { 0: { p: { [key]: rowOf('y') } } });
    expect(await live.page.innerText('li')).toBe('y');
  });

  test('are for the outer part, if the path would be too long', async () => {
    const key = 'k'.repeat(300);
    await live.show(`<ul data-s="0"><!--[0-->${row(key)}<!--]--></ul>`);
    await remove('li i');
    await live.push({ 0: { p: { [key]: { 0: 'y' } } } });
    await answer('0', { 0: { r: [[key, rowOf('y')]] } });
    expect(await live.page.innerText('li')).toBe('y');
  });

  test('may be answered with nothing, if the place no longer exists', async () => {
    await live.show(page);
    await remove('[data-k=a] i');
    await live.push({ 1: { p: { a: { 0: 'A' } } } });
    await live.push({ 1: { l: [['-', 'a']] } });
    await answer('1/a', {});
    expect(await live.page.locator('li').allInnerTexts()).toEqual(['b']);
    expect(joins()).toBe(1);
  });
});

describe('the whole tree comes instead', () => {
  const tree = { s: [1, '<h1 data-s="0"></h1>'], d: ['all'] };
  const open = (options: LiveOptions = {}) =>
    LivePage.joined(browser, page, {
      clock: true,
      answerJoin: ({ have }) => [have === undefined ? tree : {}],
      ...options,
    });
  const pass = (other: LivePage, ms: number) => other.page.clock.runFor(ms);
  /** Waits until the page shows the tree of a join. */
  const becomesWhole = (other: LivePage) =>
    expect
      .poll(async () => {
        await pass(other, 10);
        return other.clean();
      })
      .toBe('<h1>all</h1>');
  const haves = (other: LivePage) => other.joins.map(({ have }) => have);

  test('if the root itself is lost', async () => {
    const other = await open();
    await other.page.$eval('ul', (ul) => ul.remove());
    await other.push({ 1: { l: [] }, e: [['tide', 1]] });
    expect(await other.seen('tide')).toEqual([1]);
    await pass(other, 10);
    await expect.poll(() => other.clean()).toBe('<h1>all</h1>');
    expect(haves(other)).toEqual([0, undefined]);
    expect(other.unread).toEqual([]);
    await other.close();
  });

  test('if the answer is lost too', async () => {
    const other = await open();
    await other.push({ 0: { s: 4711 } });
    const [, ref] = await other.next();
    await other.push(ref, { 0: { s: 4711 } });
    await becomesWhole(other);
    expect(haves(other)).toEqual([0, undefined]);
    await other.close();
  });

  test.each(['bad-payload', 'unknown-event', 'failed'])(
    'if the server refuses the request (%s)',
    async (code) => {
      const other = await open();
      await other.push({ 0: { s: 4711 } });
      const [, ref] = await other.next();
      other.send(ref, null, { code, reason: '' });
      await becomesWhole(other);
      await other.close();
    },
  );

  test('if the code for requests cannot be loaded', async () => {
    const other = await open();
    await other.page.route('**/losses*', (route) => route.abort());
    await other.push({ 0: { s: 4711 } });
    await becomesWhole(other);
    await other.close();
  });

  test('if too much is lost at once', async () => {
    const keys = Array.from({ length: 30 }, (_, i) => `k${i}`);
    const other = await LivePage.joined(
      browser,
      `<ul data-s="0"><!--[0-->${keys.map(row).join('')}<!--]--></ul>`,
      { clock: true, answerJoin: ({ have }) => [have === undefined ? tree : {}] },
    );
    await other.page.$$eval('i', (all) => all.forEach((each) => each.remove()));
    await other.push({ 0: { p: Object.fromEntries(keys.map((key) => [key, { 0: 'x' }])) } });
    await becomesWhole(other);
    expect(haves(other)).toEqual([0, undefined]);
    await other.close();
  });

  test('later each time, if every update is lost though requests are answered', async () => {
    const other = await open({
      answerJoin: (_, count) => [count === 1 ? {} : { s: [1, page], d: ['', { r: [] }] }],
    });
    /** Lets a diff and the answer to the request be lost; resolves when the page joins again. */
    const lose = async (): Promise<number> => {
      const { length } = other.joins;
      await other.push({ 0: { s: 4711 } });
      const [, ref] = await other.next();
      await other.push(ref, { 0: { s: 4711 } });
      let waited = 0;
      while (other.joins.length === length) {
        await pass(other, 50);
        waited += 50;
        expect(waited).toBeLessThan(60_000);
      }
      await other.state('live');
      return waited;
    };
    const waits = [];
    for (let i = 0; i < 6; i++) waits.push(await lose());
    expect(waits[0]).toBeLessThan(250);
    // 250 ms, twice as much each time, and up to three times that.
    expect(waits[3]).toBeGreaterThanOrEqual(1000 - 50);
    expect(waits[5]).toBeGreaterThanOrEqual(4000 - 50);
    await other.close();
  });

  test('after too many requests, though each of them was answered', async () => {
    const other = await open();
    let requests = 0;
    for (let i = 0; haves(other).length === 1; i++) {
      expect(i).toBeLessThan(30);
      await other.page.$eval('b', (b) => b.remove());
      await other.push({ 0: { 0: `z${i}` } });
      await expect
        .poll(async () => {
          await pass(other, 10);
          return other.unread.length + other.joins.length;
        })
        .toBe(2);
      if (!other.unread.length) break;
      requests++;
      const [, ref] = await other.next();
      await other.push(ref, { 0: sectionOf('z', 'y') });
    }
    expect(requests).toBe(20);
    expect(await other.clean()).toBe('<h1>all</h1>');
    await other.close();
  });
});

test('a request for a part that was on its way when the connection dropped is sent again', async () => {
  const other = await LivePage.joined(browser, page, {
    clock: true,
    answerJoin: (_, count) => (count === 1 ? [{}, 0] : [{}, 1]),
  });
  await other.push({ 0: { s: 4711 } });
  const [, ...request] = await other.next();
  expect(request).toEqual([1, '0', null, 'whole']);
  await other.line.close();
  await other.state('offline');
  await other.page.clock.runFor(800);
  expect((await other.next()).slice(1)).toEqual(request);
  await other.push(1, { 0: sectionOf('z', 'y') });
  expect(await other.page.innerText('section')).toBe('zy');
  await other.close();
});
