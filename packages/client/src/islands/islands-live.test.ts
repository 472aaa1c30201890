import type { Browser } from 'playwright';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { bundle } from '../../../islands/test/bundle.js';
import { island } from '../../../islands/test/server-html.js';
import { LivePage } from '../../test/live-page.js';

/** The client of islands beside that of regions, as a page has them. */
let browser: Browser;
let live: LivePage;
const complaints: string[] = [];
const gates = new Map<string, Promise<void>>();

beforeAll(async () => {
  browser = await openBrowser();
  const files = await bundle;
  live = await LivePage.joined(browser, '', {
    before: () => {
      const script = Object.assign(document.createElement('script'), {
        type: 'module',
        src: '/islands/entry.js',
      });
      addEventListener('DOMContentLoaded', () => document.head.append(script));
    },
    serve: async (route, path) => {
      const file = path.slice('islands/'.length);
      await gates.get(file);
      const body = files.get(file);
      await route.fulfill(
        body === undefined ? { status: 404 } : { contentType: 'text/javascript', body },
      );
    },
  });
  live.page.on('console', (message) => {
    if (/error|warning/.test(message.type())) complaints.push(message.text());
  });
  live.page.on('pageerror', ({ message }) => complaints.push(message));
  await live.page.waitForFunction(() => customElements.get('skerry-end'));
});
afterAll(() => browser.close());
beforeEach(() => {
  complaints.length = 0;
});

let templates = 0;
const text = (value: string, markup = '<p data-s="0"></p><input>') => ({
  s: [++templates, markup],
  d: [value],
});
const show = (html: string) => live.show(`<!--[0-->${html}<!--]-->`);
const change = (i: object) => live.push({ 0: { i } });
const isHydrated = (selector = 'skerry-island') =>
  live.page.waitForFunction(
    (wanted) =>
      (document.querySelector(wanted) as any)?.phase === 'live' &&
      (document.querySelector(wanted) as any).show,
    selector,
  );
/** Keeps a file from arriving until the function that it returns is called. */
function hold(file: string): () => void {
  let open = () => {};
  gates.set(file, new Promise<void>((resolve) => (open = resolve)));
  return open;
}
const textOf = (selector: string) => live.page.textContent(selector);
const chart = { title: 'Tide', points: [{ at: 1 }, { at: 2 }] };

test('an island takes the changes before and after its hydration, with its state', async () => {
  const open = hold('chart.island.js');
  await show(await island('chart.island', { at: '0', props: chart }));
  await change({ p: { points: [2, 0, { at: 3 }] } });
  open();
  await expect.poll(() => textOf('figcaption')).toBe('Tide (3) 0');
  await live.page.click('figure');
  await change({ p: { points: [3, 0, { at: 4 }], title: ['Sea'] } });
  await expect.poll(() => textOf('figcaption')).toBe('Sea (4) 1');
  expect(await textOf('ul')).toBe('1234');
  expect(complaints).toEqual([]);
});

test('an island that a diff brings hydrates', async () => {
  await live.show('<!--0--><!---->');
  const a = { name: 'counter.island', on: 'load', at: '0' };
  await live.push({
    0: { i: { a, p: { start: 3 }, h: '<button class="counter">count 3</button>' } },
  });
  await isHydrated();
  await live.page.click('.counter');
  expect(await textOf('.counter')).toBe('count 4');
  expect(complaints).toEqual([]);
});

describe('the content of an island’s slots', () => {
  const fold = (slots: Record<string, string>) => island('fold.island', { at: '0', slots });

  test('is patched wherever the island has put it, and keeps typed text', async () => {
    await show(await fold({ children: '<p data-s="0">one</p><input>' }));
    await isHydrated();
    await live.page.fill('input', 'typed');
    await live.page.click('.toggle');
    await live.page.waitForSelector('skerry-holder p', { state: 'attached' });
    await change({ x: { children: { 0: 'two' } } });
    await live.page.click('.toggle');
    await expect.poll(() => textOf('section > div p')).toBe('two');
    await live.page.click('.wrap');
    await expect.poll(() => textOf('section > main p p')).toBe('two');
    await change({ x: { children: { 0: 'three' } } });
    expect(await textOf('main p p')).toBe('three');
    expect(await live.page.inputValue('input')).toBe('typed');
    expect(complaints).toEqual([]);
  });

  test('comes and goes with the prop', async () => {
    await show(await fold({ children: '<p data-s="0">one</p>' }));
    await isHydrated();
    await change({ x: { aside: text('beside') } });
    await expect.poll(() => textOf('aside p')).toBe('beside');
    await change({ x: { aside: { 0: 'still' } } });
    expect(await textOf('aside p')).toBe('still');
    await change({ x: { aside: null } });
    await expect.poll(() => textOf('section > i')).toBe('no aside');
    await change({ x: { aside: text('again') } });
    await expect.poll(() => textOf('aside p')).toBe('again');
    expect(complaints).toEqual([]);
  });

  test.each(['before', 'after'])(
    'goes with the prop if it has only a comment, cleared %s hydration',
    async (order) => {
      const slots = { aside: '<!---->' };
      await show(await island('fold.island', { at: '0', on: 'interaction', slots }));
      const hydrate = async () => {
        await live.page.focus('.toggle');
        await isHydrated();
      };
      if (order === 'after') await hydrate();
      expect(await live.page.locator('aside > skerry-slot').count()).toBe(1);
      await change({ x: { aside: null } });
      if (order === 'before') await hydrate();
      await expect.poll(() => textOf('section > i')).toBe('no aside');
      await change({ x: { aside: { s: [++templates, '<!---->'] } } });
      await expect.poll(() => live.page.locator('aside > skerry-slot').count()).toBe(1);
      expect(complaints).toEqual([]);
    },
  );

  test('is brought to a whole tree, and the island keeps its state', async () => {
    await show(await fold({ children: '<p data-s="0">one</p><input>' }));
    await isHydrated();
    await live.page.click('.wrap');
    await live.page.fill('input', 'typed');
    const a = { name: 'fold.island', on: 'load', at: '0' };
    const h =
      '<section><button class="toggle">New</button><skerry-slot name="children"></skerry-slot></section>';
    await live.push({
      s: [++templates, '<h1></h1><!--[0--><!--]-->'],
      d: [{ i: { a, p: { title: 'New' }, h, x: { children: text('two') } } }],
    });
    await expect.poll(() => textOf('.toggle')).toBe('New');
    expect(await textOf('main p p')).toBe('two');
    expect(await live.page.inputValue('main input')).toBe('typed');
    expect(complaints).toEqual([]);
  });
});

test('an island sends to its region, and gets the events of it', async () => {
  await show(await island('speaker.island', { at: '0' }));
  await isHydrated();
  await live.push({ e: [['tide', 7]] });
  await expect.poll(() => textOf('skerry-island button')).toMatch(/7/);
  await live.page.click('skerry-island button');
  expect((await live.next()).slice(1)).toEqual([1, 'ask', { n: 1 }, 'send']);
  live.send(1, {}, { answer: 42 });
  await expect.poll(() => textOf('skerry-island button')).toMatch(/\{"answer":42\}/);
  await live.page.click('skerry-island button');
  await live.next();
  live.send(2, null, { code: 'denied', reason: 'No.' });
  await expect.poll(() => textOf('skerry-island button')).toMatch(/denied/);
  expect(complaints).toEqual([]);
});

test('an island that waits for the visitor shows the server’s markup until then', async () => {
  await show(await island('counter.island', { at: '0', on: 'interaction', props: { start: 1 } }));
  await change({ p: { start: [5], label: ['boats'] } });
  expect((await live.next()).slice(1)).toEqual([1, '0', true, 'island']);
  await live.push(1, { 0: { i: { h: '<button class="counter">boats 5</button>' } } });
  expect(await textOf('.counter')).toBe('boats 5');
  await live.page.click('.counter');
  await expect.poll(() => textOf('.counter')).toBe('boats 6');
  expect((await live.next()).slice(1)).toEqual([2, '0', false, 'island']);
  expect(complaints).toEqual([]);
});

test('an island that fails goes on showing the server’s markup', async () => {
  const open = hold('bomb.island.js');
  await show(await island('bomb.island', { at: '0', props: { at: 'hydrate' } }));
  open();
  expect((await live.next()).slice(1)).toEqual([1, '0', true, 'island']);
  await live.push(1, { 0: { i: { h: '<div class="n1"><p>Hi 1 you</p></div>' } } });
  expect(await live.page.innerText('skerry-island')).toBe('Hi 1 you');
});
