import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import {
  holder,
  hydrate,
  island,
  probe,
  slot,
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
});
afterAll(() => browser.close());

/** Shows a region that holds one island. */
const show = (html: string, before = '') =>
  live.show(`<!--[0-->${before}${island(html, { on: 'none' })}<!--]-->`);
const markup = (h: string, more: object = {}) => live.push({ 0: { i: { h, ...more } } });
/** The markup in an element, without the marks of a changed field and of an island's end. */
const inner = async (selector: string) =>
  (await live.page.innerHTML(selector)).replaceAll(
    / data-dirty=""|<skerry-end><\/skerry-end>/g,
    '',
  );
const own = () => inner('skerry-island');
const focused = () =>
  live.page.evaluate(() => {
    const { value, selectionStart } = document.activeElement as HTMLInputElement;
    return [value, selectionStart];
  });

describe('the markup of an island that is not live', () => {
  test('changes in place, and the mark of its end stays last', async () => {
    await show('<b class="x" title="t">1</b><i>2</i>');
    await live.page.$eval('b', (b) => (b.dataset.mark = ''));
    await live.page.$eval('skerry-end', (end) => ((end as any).mark = true));
    await markup('<b class="y" data-mark="">one</b><u>3</u><i>2</i>');
    expect(await own()).toBe('<b class="y" data-mark="">one</b><u>3</u><i>2</i>');
    expect(
      await live.page.$eval('skerry-end', (end) => [(end as any).mark, end.nextSibling]),
    ).toEqual([true, null]);
  });

  test('gets no second end once the island has started', async () => {
    await show('<b>1</b>');
    await live.page.$eval('skerry-end', (end) => end.remove());
    await markup('<b>2</b>');
    expect(await live.page.innerHTML('skerry-island')).toBe('<b>2</b>');
  });

  test('keeps focus, caret and typed text, and shows the values of the server elsewhere', async () => {
    await show('<p>a</p><input name="q" value="s"><input name="r" value="s">');
    await live.page.fill('[name=q]', 'mine');
    await live.page.keyboard.press('ArrowLeft');
    await markup('<h2>new</h2><p>b</p><input name="q" value="t"><input name="r" value="t">');
    expect(await focused()).toEqual(['mine', 3]);
    expect(await live.page.inputValue('[name=r]')).toBe('t');
  });

  test('counts the changes of props that it shows', async () => {
    await live.show(`<!--[0-->${island('<b>1</b>', { on: 'interaction' })}<!--]-->`);
    await live.push({ 0: { i: { p: { n: [2] } } } });
    await live.push({ 0: { i: { p: { n: [3] }, h: '<b>3</b>' } } });
    await live.push({ 0: { i: { p: { n: [4] } } } });
    expect(await waiting(live)).toEqual([[{ n: [2] }, { n: [3] }, { n: [4] }], 2]);
  });

  test('is left to an island that has hydrated', async () => {
    await show('<b>1</b>');
    await hydrate(live);
    await markup('<b>2</b>');
    expect(await live.page.innerHTML('skerry-island')).toBe('<b>1</b>');
  });

  test('replaces that of an island that had failed on the server', async () => {
    await show('');
    await live.page.$eval('skerry-island', (host) => host.setAttribute('failed', ''));
    await markup('<b>1</b>');
    expect(await live.page.locator('skerry-island[failed]').count()).toBe(0);
  });
});

describe('the content of a slot lives on', () => {
  const content = '<input><x-probe></x-probe>';
  /** Types into the slot, and tells whether the same field has focus, and the probe never left the page. */
  async function livesOn(change: () => Promise<void>): Promise<void> {
    await probe(live);
    await live.page.fill('input', 'typed');
    await change();
    expect(await focused()).toEqual(['typed', 5]);
    expect(await timesLeft(live)).toBe(0);
  }

  test('when the markup around it changes', async () => {
    await show(`<b>1</b>${slot('a', content)}`);
    await livesOn(() => markup(`<b>2</b><i></i>${slot('a')}`));
    expect(await own()).toBe(`<b>2</b><i></i>${slot('a', content)}`);
  });

  test('when it is in another element afterwards', async () => {
    await show(`<section>${slot('a', content)}</section><p></p>`);
    await livesOn(() => markup(`<h2></h2><p><em>${slot('a')}</em></p>`));
    expect(await own()).toBe(`<h2></h2><p><em>${slot('a', content)}</em></p>`);
    expect(await live.page.locator('skerry-holder').count()).toBe(0);
  });

  test('when two slots swap', async () => {
    await show(`<p>${slot('a', content)}</p><div>${slot('b', '<u></u>')}</div>`);
    await livesOn(() => markup(`<p>${slot('b')}</p><div>${slot('a')}</div>`));
    expect(await own()).toBe(`<p>${slot('b', '<u></u>')}</p><div>${slot('a', content)}</div>`);
  });

  test('in the holder while the island does not show it', async () => {
    await probe(live);
    await show(`<p>${slot('a', content)}</p>`);
    await live.page.fill('input', 'typed');
    await markup('<p></p>');
    expect(await own()).toBe('<p></p>');
    expect(await inner('skerry-holder[hidden]')).toBe(slot('a', content));
    await markup(`<em></em><p>${slot('a')}</p>`);
    expect(await own()).toBe(`<em></em><p>${slot('a', content)}</p>`);
    expect(await live.page.locator('skerry-holder').count()).toBe(0);
    expect(await live.page.inputValue('input')).toBe('typed');
    expect(await timesLeft(live)).toBe(0);
  });

  test('when the server had it in the holder at first', async () => {
    await show('<p></p>', holder(slot('a', content), slot('b')));
    await probe(live);
    await markup(`<p>${slot('a')}</p>`);
    expect(await own()).toBe(`<p>${slot('a', content)}</p>`);
    expect(await live.page.innerHTML('skerry-holder')).toBe(slot('b'));
    expect(await timesLeft(live)).toBe(0);
  });

  test('when the island shows it twice, in the first place', async () => {
    await show(`<p>${slot('a', content)}</p><p>${slot('a')}</p>`);
    await livesOn(() => markup(`<h2></h2><p>${slot('a')}</p><p>${slot('a')}</p>`));
    expect(await own()).toBe(`<h2></h2><p>${slot('a', content)}</p><p>${slot('a')}</p>`);
  });

  test('when the island no longer shows it twice', async () => {
    await show(`<p>${slot('a', content)}</p><div>${slot('a')}</div>`);
    await livesOn(() => markup(`<p>${slot('a')}</p>`));
    expect(await own()).toBe(`<p>${slot('a', content)}</p>`);
  });

  test('until the slot is empty, even in the same change', async () => {
    await show(`<p>${slot('a', content)}</p>`);
    await markup('<p></p>', { x: { a: null } });
    expect(await live.page.locator('skerry-holder, input').count()).toBe(0);
  });

  test('with regions in it, which stay joined', async () => {
    await show(
      `<p>${slot('a', '<!--[0--><skerry-live id="lv-in" data-token="t">in</skerry-live><!--]-->')}</p>`,
    );
    await live.page.waitForSelector('#lv-in[data-state=live]');
    const { length } = live.joins;
    await markup(`<div>${slot('a')}</div>`);
    await markup('<i></i>');
    await markup(`<u>${slot('a')}</u>`);
    expect(await live.page.getAttribute('u #lv-in', 'data-state')).toBe('live');
    expect(live.joins.length).toBe(length);
    expect(live.left).not.toContain(live.channels.get('lv:in'));
  });

  test('with new content for a slot that the markup brings', async () => {
    await show('<p></p>');
    await markup(`<p>${slot('a')}</p>`, { x: { a: { s: [1, '<b data-s="0"></b>'], d: ['in'] } } });
    expect(await live.page.textContent('p > [name=a] > b')).toBe('in');
  });
});

describe('an island in a row', () => {
  test('moves with it and is not taken out of the page', async () => {
    await probe(live);
    await live.show('<ul><!--[0--><!--]--></ul>');
    const row = (key: string, h: string) => [
      key,
      { s: [2, '<li><!--[0--><!--]--></li>'], d: [whole(h, { at: `0/${key}/0` })] },
    ];
    await live.push({ 0: { r: [row('a', ''), row('b', '<x-probe></x-probe>')] } });
    await live.push({ 0: { l: [['>', 'b', 'a']] } });
    expect(await live.page.locator('li').first().locator('x-probe').count()).toBe(1);
    expect(await timesLeft(live)).toBe(0);
  });
});
