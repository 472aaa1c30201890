import { readFileSync } from 'node:fs';

import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import {
  holder,
  hydrate,
  island,
  slot,
  taken,
  type TestHost,
  waiting,
  whole,
} from '../../test/islands.js';
import { LivePage, withoutMarkers } from '../../test/live-page.js';

let browser: Browser;
let live: LivePage;
beforeAll(async () => {
  browser = await openBrowser();
  live = await LivePage.joined(browser, '');
});
afterAll(() => browser.close());

let templates = 1000;
/** An instance of a new template, with one place for text. */
const text = (value: string, markup = '<p data-s="0"></p>') => ({
  s: [++templates, markup],
  d: [value],
});
const place = (...content: string[]) => `<!--[0-->${content.join('')}<!--]-->`;
const shown = (selector: string) => live.page.textContent(selector);

describe('every golden fixture', () => {
  const fixtures = JSON.parse(
    readFileSync(new URL('../../../wire/fixtures/islands.json', import.meta.url), 'utf8'),
  ) as { name: string; templates: string[]; html: string; diff: any; after: string }[];

  test.each(fixtures)('$name', async (fixture) => {
    await live.show(fixture.html);
    const diff = JSON.stringify(fixture.diff).replaceAll(
      /"s":(\d+)/g,
      (_, number) => `"s":[${number},${JSON.stringify(fixture.templates[number])}]`,
    );
    await live.push(JSON.parse(diff));
    const [now, after] = await live.page.evaluate((html) => {
      const region = document.querySelector('skerry-live')!;
      for (const host of region.querySelectorAll<TestHost>('skerry-island')) {
        // As if each had taken its patches.
        const props = host.getAttribute('props')!;
        const next = (host.patches ?? []).reduce<unknown>(
          (data, patch) => window.client.patchData(data, patch, (typed) => typed),
          props?.[0] === '{' ? JSON.parse(props) : props,
        );
        if (props)
          host.setAttribute('props', typeof next === 'string' ? next : JSON.stringify(next));
      }
      const fresh = document.createElement('template');
      fresh.innerHTML = html;
      return [region.innerHTML, fresh.innerHTML];
    }, fixture.after);
    expect(withoutMarkers(now!)).toBe(withoutMarkers(after!));
  });
});

describe('a new island', () => {
  test('is complete when its end is put into the page', async () => {
    await live.page.evaluate(() => {
      class End extends HTMLElement {
        connectedCallback(): void {
          const host = this.parentElement!;
          window.seen.push({
            name: 'end',
            detail: [host.getAttribute('props'), host.innerHTML, host.isConnected],
          });
        }
      }
      customElements.define('skerry-end', End);
    });
    await live.show('<!--0--><!---->');
    await live.push({ 0: whole(`<b>${slot('children')}</b>`, {}, { children: text('in') }) });
    const markup = `<b>${slot('children', '<p data-s="0">in</p>')}</b><skerry-end></skerry-end>`;
    expect(await live.seen('end')).toEqual([['{}', markup, true]]);
  });

  test('is a row by itself, and moves and goes with the slots that it does not show', async () => {
    const row = (key: string) => [
      key,
      whole('<b></b>', { at: `0/${key}` }, { children: text(key, '<input data-s="0">') }),
    ];
    const order = () =>
      live.page.$$eval('skerry-holder, skerry-island', (all) =>
        all.map((each) => each.getAttribute('at') ?? 'holder').join(' '),
      );
    await live.show('<ul><!--[0--><!--]--></ul>');
    await live.push({ 0: { r: [row('a'), row('b')] } });
    await live.push({
      0: { l: [['>', 'b', 'a']], p: { a: { i: { x: { children: { 0: '' } } } } } },
    });
    expect(await order()).toBe('holder 0/b holder 0/a');
    await live.push({ 0: { l: [['-', 'b']] } });
    expect(await order()).toBe('holder 0/a');
    await live.push({ 0: { p: { a: whole('<i></i>', { at: '0/a', name: 'islands/b.island' }) } } });
    expect(await order()).toBe('0/a');
    await live.push({ 0: { p: { a: { i: { p: { n: [2] } } } } } });
    expect(await live.page.locator('i').count()).toBe(1);
    expect(await waiting(live)).toEqual([[{ n: [2] }], 0]);
  });
});

describe('changed props', () => {
  test('wait for an island in order, and reach one that has hydrated', async () => {
    await live.show(place(island('<b></b>')));
    await live.push({ 0: { i: { p: { a: [1] } } } });
    await live.push({ 0: { i: { p: { b: [2] } } } });
    expect(await waiting(live)).toEqual([[{ a: [1] }, { b: [2] }], undefined]);
    await hydrate(live);
    await live.push({ 0: { i: { p: ['$', '[]'] } } });
    expect(await taken(live)).toEqual([{ a: [1] }, { b: [2] }, ['$', '[]']]);
  });

  test('are data of the app, even if they look like templates', async () => {
    await live.show(place(island('<b></b>')));
    const p = { s: [[1, '<hr>']], i: { p: { s: [2, '<hr>'] } } };
    await live.push({ 0: { i: { p, x: { children: text('in') } } } });
    expect(await waiting(live)).toEqual([[p], undefined]);
    await live.push({ 0: whole('', { p: { s: [3, '<hr>'] } }) });
    expect(await live.page.getAttribute('skerry-island', 'props')).toBe('{"s":[3,"<hr>"]}');
  });

  test('that no island takes do not pile up: the whole island replaces them', async () => {
    await live.show(place(island('<b></b>')));
    await live.page.$eval('skerry-island', (host) => {
      (host as TestHost).patches = Array.from({ length: 1000 }, () => ({}));
    });
    await live.push({ 0: { i: { p: { a: [1] } } } });
    const [, ref, ...request] = await live.next();
    expect(request).toEqual(['0', null, 'whole']);
    await live.push(ref, { 0: whole('<b></b>', { p: { a: 1 } }) });
    expect(await waiting(live)).toEqual([[[{ a: 1 }]], 1]);
  });

  test('of an island that is not there make the region request it', async () => {
    await live.show(place(island('<b></b>')));
    await live.page.$eval('skerry-island', (host) => host.remove());
    await live.push({ 0: { i: { p: { a: [1] } } } });
    expect((await live.next()).slice(2)).toEqual(['0', null, 'whole']);
  });
});

describe('the content of a slot', () => {
  const change = (x: object) => live.push({ 0: { i: { x } } });

  test('is patched in place, one text at a time', async () => {
    await live.show(
      place(
        island(slot('a', '<p data-s="0">1</p><!--1-->2<!---->') + slot('b', '<!--0-->3<!---->')),
      ),
    );
    await change({ a: { 1: 'two' }, b: { 0: 'three' } });
    await change({ a: { 0: 'one' } });
    expect([await shown('[name=a]'), await shown('[name=b]')]).toEqual(['onetwo', 'three']);
  });

  test('is found in the holder, and where the island has put it', async () => {
    await live.show(place(holder(slot('a', '<p data-s="0">1</p>')), island('<b></b>')) + '<hr>');
    await change({ a: { 0: 'held' } });
    expect(await shown('skerry-holder')).toBe('held');
    await live.page.$eval('skerry-island', (host) => {
      const moved = document.querySelector('[name=a]')!;
      document.querySelector('hr')!.after(moved);
      (host as TestHost).slotted = (name) => (name === 'a' ? moved : null);
    });
    await change({ a: { 0: 'moved' } });
    expect(await shown('hr + skerry-slot')).toBe('moved');
  });

  test('is not mistaken for that of an island inside, in whose holder one has the same name', async () => {
    const inner = place(holder(slot('a', '<p data-s="0">inner</p>')), island('', { at: '0/a/0' }));
    await live.show(place(island(slot('b', inner) + slot('a', '<p data-s="0">outer</p>'))));
    await change({ a: { 0: 'OUTER' } });
    expect(await shown('[name=a] > p >> nth=1')).toBe('OUTER');
    expect(await shown('skerry-holder')).toBe('inner');
    await change({ b: { 0: { i: { x: { a: { 0: 'INNER' } } } } } });
    expect(await shown('skerry-holder')).toBe('INNER');
  });

  test('keeps nodes in common with another instance', async () => {
    await live.show(place(island(slot('a', '<p>1</p><input>'))));
    await live.page.fill('input', 'typed');
    await change({ a: text('new', '<h2 data-s="0"></h2><input>') });
    expect(await shown('[name=a] h2')).toBe('new');
    expect(
      await live.page.$eval('input', (field) => [field.value, field === document.activeElement]),
    ).toEqual(['typed', true]);
    await change({ a: { 0: 'newer' } });
    expect(await shown('[name=a] h2')).toBe('newer');
  });

  test('is HTML, even in a row that is SVG', async () => {
    const row = `<g data-k="a"><foreignObject>${place(island(slot('a')))}</foreignObject></g>`;
    await live.show(`<svg>${place(row)}</svg>`);
    await live.push({ 0: { p: { a: { 0: { i: { x: { a: text('in') } } } } } } });
    expect(await live.page.$eval('p', (p) => p.namespaceURI)).toMatch(/xhtml$/);
  });

  test('goes when the slot is empty', async () => {
    await live.show(place(island(`<b>${slot('a', '<p>1</p>')}</b>`)));
    await change({ a: null });
    expect(await live.page.innerHTML('b')).toBe(slot('a'));
  });

  test('waits in the holder until the island shows it, and leaves no trace there', async () => {
    await live.show(place(island('<b></b>')));
    await change({ a: text('new') });
    expect(await shown('skerry-holder[hidden] + skerry-island')).toBe('');
    expect(await shown('skerry-holder > [name=a]')).toBe('new');
    await change({ a: null });
    expect(await live.page.locator('skerry-holder').count()).toBe(0);
  });
});

describe('the rules for islands', () => {
  /** A page whose request for them is held until it is released. */
  async function held(html: string): Promise<[LivePage, asked: Promise<unknown>, () => void]> {
    let release = () => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    let ask = () => {};
    const asked = new Promise<void>((resolve) => (ask = resolve));
    const other = await LivePage.joined(browser, '');
    await other.page.route('**/islands*', async (route) => {
      ask();
      await released;
      await route.fallback();
    });
    await other.page.evaluate((markup) => (document.body.innerHTML = markup), html);
    return [other, asked, release];
  }
  const region = (html: string) => `<skerry-live id="lv-b" data-token="t">${html}</skerry-live>`;

  test('are there before a region with an island joins', async () => {
    const [other, asked, release] = await held(region(place(island(''))));
    await asked;
    expect(other.joins.length).toBe(1);
    release();
    await other.state('live');
    expect(other.joins.length).toBe(2);
    await other.close();
  });

  test('come with the first island, and later updates wait for them', async () => {
    const [other, asked, release] = await held(region('<!--0--><!----><b data-s="1">old</b>'));
    await other.state('live');
    other.topic = 'lv:b';
    other.send({ 0: whole('<i></i>', {}, { children: text('one') }), 1: 'new' });
    other.send({ 0: { i: { x: { children: { 0: 'two' } } } }, 1: 'newer' });
    await asked;
    expect(await other.page.textContent('b')).toBe('old');
    release();
    await expect.poll(() => other.page.textContent('b')).toBe('newer');
    expect(await other.page.textContent('skerry-slot')).toBe('two');
    await other.close();
  });

  test('are requested twice if the first time fails', async () => {
    const other = await LivePage.joined(browser, '<!--0--><!---->');
    let asked = 0;
    await other.page.route('**/islands*', (route) => (asked++ ? route.fallback() : route.abort()));
    await other.push({ 0: whole('<i>1</i>') });
    expect([await other.page.textContent('i'), asked]).toEqual(['1', 2]);
    await other.close();
  });

  test('that cannot be loaded leave the rest alive, and islands come with the next join', async () => {
    const tree = { s: [1, '<!--[0--><!--]--><b data-s="1"></b>'], d: [whole('<i></i>'), 'whole'] };
    const other = await LivePage.joined(browser, '<!--0--><!----><b data-s="1"></b>', {
      clock: true,
      answerJoin: (_, count) => [count === 1 ? {} : tree, 0],
    });
    await other.page.route('**/islands*', (route) => route.abort());
    await other.push({ 0: whole('<i></i>'), 1: 'first' });
    await other.push({ 1: 'next' });
    expect(await other.clean()).toBe('<b>next</b>');
    await other.page.unroute('**/islands*');
    await other.line.close();
    await other.state('offline');
    await other.page.clock.runFor(800);
    await expect.poll(() => other.page.locator('skerry-island').count()).toBe(1);
    expect(other.joins.map(({ have }) => have)).toEqual([0, undefined]);
    await other.close();
  });
});
