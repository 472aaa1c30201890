import { readFileSync } from 'node:fs';

import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { LivePage, withoutMarkers } from '../../test/live-page.js';

let browser: Browser;
let live: LivePage;
beforeAll(async () => {
  browser = await openBrowser();
  live = await LivePage.joined(browser, '');
});
afterAll(() => browser.close());

/** Changes the page as an extension of the browser would. */
const damage = (change: () => void) => live.page.evaluate(change);

describe('every golden fixture', () => {
  const fixtures = JSON.parse(
    readFileSync(new URL('../../../wire/fixtures/diffs.json', import.meta.url), 'utf8'),
  ) as { name: string; html: string; diff: any; after: string }[];

  beforeAll(() => live.page.evaluate(() => window.client.loadLists()));
  test.each(fixtures)('$name', async ({ html, diff, after }) => {
    const result = await live.page.evaluate(
      ({ html, diff }) => {
        const { Place, Templates, patchInstance, buildChild, putNodes } = window.client;
        const host = document.createElement('div');
        document.body.replaceChildren(host);
        host.innerHTML = html;
        const templates = new Templates();
        const frame = { templates, language: '' as const, losses: [], put: putNodes };
        templates.learn(diff);
        if ('s' in diff) host.replaceChildren(buildChild(diff, frame));
        else patchInstance(new Place(host), diff, frame);
        return host.innerHTML;
      },
      { html, diff },
    );
    expect(withoutMarkers(result)).toBe(withoutMarkers(after));
  });
});

test('playing media are muted as the view says', async () => {
  const muted = () => live.page.$eval('video', (video) => video.muted);
  await live.show('<video data-s="0"></video>');
  await live.push({ 0: { a: { muted: '' } } });
  expect(await muted()).toBe(true);
  await live.push({ 0: { a: { muted: null } } });
  expect(await muted()).toBe(false);
  await live.push({ s: [700, '<video data-s="0"></video>'], d: [{ a: { muted: '' } }] });
  expect(await muted()).toBe(true);
});

describe('a page that others changed', () => {
  const html = '<p>Hi <!--0-->Ann<!---->, <!--1-->Bob<!---->!</p><b data-s="2">one</b>';

  test('shows new text if a translator has wrapped the old one', async () => {
    await live.show(html);
    await damage(() => {
      for (const node of Array.from(document.querySelector('p')!.childNodes))
        if (node.nodeType === 3) {
          const font = document.createElement('font');
          node.replaceWith(font);
          font.append(node);
        }
      document.querySelector('b')!.innerHTML = '<font><font>eins</font></font>';
    });
    await live.push({ 0: 'Eve', 1: 'Bea', 2: 'two' });
    expect(await live.page.innerText('skerry-live')).toMatch(/^Hi Eve, Bea!\s+two$/);
  });

  test('is patched at the right places between inserted elements', async () => {
    await live.show(html);
    await damage(() => {
      document.querySelector('p')!.insertAdjacentHTML('afterbegin', '<i>x</i>');
      document.querySelector('p')!.insertAdjacentHTML('beforebegin', '<div><u>y</u></div>');
    });
    await live.push({ 1: 'Bea', 2: 'two' });
    expect(await live.clean()).toBe('<div><u>y</u></div><p><i>x</i>Hi Ann, Bea!</p><b>two</b>');
  });

  test('keeps comments of others', async () => {
    await live.show(html);
    await damage(() => document.querySelector('p')!.prepend(new Comment(' note ')));
    await live.push({ 0: 'Eve' });
    expect(await live.html()).toContain('<p><!-- note -->Hi <!--0-->Eve<!---->');
  });
});

test('text and structure take turns in one place', async () => {
  await live.show('<p>a <!--0-->b<!----> c</p><p data-s="1">d</p>');
  const em = (text: string) => ({ s: [10, '<em data-s="0"></em>'], d: [text] });
  await live.push({ 0: em('B'), 1: em('D') });
  expect(await live.clean()).toBe('<p>a <em>B</em> c</p><p><em>D</em></p>');
  await live.push({ 0: { 0: 'BB' }, 1: { 0: 'DD' } });
  await live.push({ 0: 'b', 1: '' });
  expect(await live.clean()).toBe('<p>a b c</p><p></p>');
  await live.push({ 0: { h: '<hr>' }, 1: em('D') });
  await live.push({ 1: { 0: 'DDD' } });
  expect(await live.clean()).toBe('<p>a <hr> c</p><p><em>DDD</em></p>');
});

test('places of nested instances and regions are not mistaken for those around them', async () => {
  await live.show(
    '<!--[0--><p data-s="1">inner</p><!--[0--><i data-s="1">deep</i><!--]--><!--]-->' +
      '<!--[2--><skerry-live id="lv-in" data-token="u"><p data-s="3">theirs</p></skerry-live><!--]-->' +
      '<b data-s="1">outer</b><u data-s="3">ours</u>',
  );
  await live.push({ 1: 'OUTER', 3: 'OURS' });
  expect(await live.clean()).toContain('<p>inner</p><i>deep</i>');
  expect(await live.clean()).toContain('<p>theirs</p></skerry-live><b>OUTER</b><u>OURS</u>');
});

test('a place is found after content before it came and went', async () => {
  await live.show('<!--0--><!----><b data-s="1">one</b><!--2-->x<!---->');
  await live.push({ 2: 'y' });
  await live.push({ 0: { h: '<i>new</i>' } });
  await live.push({ 0: '', 1: 'two', 2: 'z' });
  expect(await live.clean()).toBe('<b>two</b>z');
});

test('instances in SVG are SVG, and HTML again inside foreignObject', async () => {
  await live.show(
    '<svg><g><!--0--><!----></g><foreignObject><!--1--><!----></foreignObject></svg>',
  );
  await live.push({
    0: {
      s: [20, '<circle data-s="0"></circle><!--[1--><!--]-->'],
      d: [{ a: { r: '4' } }, { s: [21, '<path></path>'] }],
    },
    1: { s: [22, '<p data-s="0"></p>'], d: ['text'] },
  });
  const names = await live.page.$$eval('svg *', (elements) =>
    elements.map((element) => `${element.namespaceURI!.split('/').at(-1)}:${element.localName}`),
  );
  expect(names.join(' ')).toBe('svg:g svg:circle svg:path svg:foreignObject xhtml:p');
});

test('content that is no markup is set as text', async () => {
  await live.show(
    '<select><option data-s="0">a</option></select><textarea data-s="1">b</textarea><style data-s="2">i{}</style>',
  );
  await live.push({ 0: '<b>', 1: '<i>', 2: 'b > i{}' });
  expect(await live.clean()).toBe(
    '<select><option>&lt;b&gt;</option></select><textarea>&lt;i&gt;</textarea><style>b > i{}</style>',
  );
});

test('markup in strings stays text in every kind of place', async () => {
  const evil = '<img src=x onerror="window.hurt=1"><!--[0-->';
  await live.show('<p data-s="0" title="t">x</p><!--1-->y<!---->');
  await live.push({ 0: { a: { title: evil }, x: evil }, 1: evil });
  expect(await live.page.locator('img').count()).toBe(0);
  await live.push({ 1: 'z' });
  expect(await live.page.innerText('skerry-live')).toContain('onerror');
});

test('styles change under a policy that forbids style attributes', async () => {
  const strict = await LivePage.joined(browser, '<p data-s="0">x</p>', {
    policy: "style-src 'self'",
  });
  await strict.push({ 0: { a: { style: 'color: rgb(1, 2, 3)' } } });
  expect(await strict.page.$eval('p', (p) => getComputedStyle(p).color)).toBe('rgb(1, 2, 3)');
  expect(await strict.page.$eval('skerry-live', (host) => getComputedStyle(host).display)).toBe(
    'contents',
  );
  await strict.push({ 0: { a: { style: null } } });
  expect(await strict.clean()).toBe('<p>x</p>');
  await strict.close();
});

test('an element whose id another one has is removed alone', async () => {
  await live.show('<p id="x">static</p><!--[0--><p id="x">twin</p><!--]-->');
  await live.push({ 0: '' });
  expect(await live.clean()).toBe('<p id="x">static</p>');
});

test('an inner region is left alone as long as it is the same', async () => {
  await live.show('<!--0--><!---->');
  const inner = (k: string) => ({ v: 'inner', k, c: { s: [30, '<p>inner</p>'] } });
  await live.push({ 0: inner('k1') });
  await live.page.$eval('#lv-inner', (host) => ((host as any).mark = true));
  await live.push({ 0: { v: 'inner', k: 'k2' } });
  expect(
    await live.page.$eval('#lv-inner', (host) => [(host as any).mark, host.dataset.token]),
  ).toEqual([true, 'k2']);
  await live.push({ 0: { v: 'other', k: 'k3', c: { s: 30 } } });
  expect(await live.page.locator('#lv-inner').count()).toBe(0);
  expect(await live.page.innerText('#lv-other')).toBe('inner');
});

test('the effects of an update reach the page', async () => {
  await live.show('<p data-s="0">x</p>');
  await live.push({
    0: 'y',
    t: 'A <title>',
    e: [['tide', { level: 3, s: [1, 'not a template'] }]],
  });
  expect(await live.page.title()).toBe('A <title>');
  expect(await live.seen('tide')).toEqual([{ level: 3, s: [1, 'not a template'] }]);
  expect((await live.seen('update')).at(-1)).toMatchObject({ version: 1 });
  await live.push({ t: 'B' });
  expect((await live.seen('update')).at(-1)).toMatchObject({ version: 2 });
});
