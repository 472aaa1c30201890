import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { type LiveOptions, LivePage, withoutMarkers } from '../../test/live-page.js';

let browser: Browser;
let live: LivePage;
beforeAll(async () => {
  browser = await openBrowser();
});
afterEach(() => live.close());
afterAll(() => browser.close());

const host = (html: string, id = 'a') =>
  `<skerry-live id="lv-${id}" data-token="t">${html}<!--lv:${id}--></skerry-live>`;

/** Opens a page whose regions get their whole tree if they join without a version; notes the reports. */
async function open(body: string, trees: Record<string, unknown>, options: LiveOptions = {}) {
  const reports: unknown[] = [];
  live = await LivePage.open(browser, '', {
    body: `${body}<hr>`,
    answerJoin: ({ topic, have }) => [have === undefined ? trees[topic] : {}],
    serve: async (route, path) => {
      reports.push([path, route.request().postDataJSON()]);
      await route.fulfill({ status: 204 });
    },
    ...options,
  });
  for (const topic of Object.keys(trees))
    await live.page.waitForSelector(`#${topic.replace(':', '-')}[data-state=live]`, {
      state: 'attached',
    });
  return reports;
}

const shown = async (): Promise<string> =>
  withoutMarkers(await live.page.innerHTML('body')).replaceAll(/ (?:id|data-token)="[^"]*"/g, '');

const block = { s: [1, '<div data-s="0"></div>'], d: ['x'] };

describe('a region whose content a parser has moved out of its host', () => {
  test.each([
    [
      'blocks in a paragraph, to the end of which the rest of it returns',
      `<p>a ${host('<div data-s="0">x</div>')} z</p>`,
      '<p>a <skerry-live><div>x</div></skerry-live> z</p>',
    ],
    [
      'nodes after text in the host',
      `<p>a ${host('b <i>c</i><div data-s="0">x</div> d')}</p>`,
      '<p>a <skerry-live><div>x</div></skerry-live></p>',
    ],
    [
      'blocks in a part of a paragraph',
      `<p><b>a ${host('<div data-s="0">x</div>')}</b></p>`,
      '<p><b>a <skerry-live><div>x</div></skerry-live></b></p>',
    ],
    [
      'an item in an item',
      `<ul><li>a ${host('<li data-s="0">x</li>')}</li><li>z</li></ul>`,
      '<ul><li>a <skerry-live><div>x</div></skerry-live></li><li>z</li></ul>',
    ],
    [
      'a link in a link',
      `<a href="a">a ${host('<a href="b" data-s="0">x</a>')}</a>`,
      '<a href="a">a <skerry-live><div>x</div></skerry-live></a>',
    ],
    [
      'a button in a button',
      `<button>a ${host('<button data-s="0">x</button>')}</button>`,
      '<button>a <skerry-live><div>x</div></skerry-live></button>',
    ],
  ])('%s', async (_, body, after) => {
    const reports = await open(body, { 'lv:a': block });
    await expect.poll(shown).toBe(`${after}<hr>`);
    await live.push({ 0: 'y' });
    expect(await shown()).toBe(`${after.replace('x</', 'y</')}<hr>`);
    expect(live.joins).toHaveLength(1);
    expect(reports).toEqual([['_skerry/islands/error', { region: 'lv-a' }]]);
  });

  test('keeps the nodes that are in both, and their typed text', async () => {
    await open(
      `<p>${host('<div><input name="q" data-s="0"></div>')}</p>`,
      {
        'lv:a': { s: [1, '<div><input name="q" data-s="0"></div>'], d: [{ a: { value: 'v' } }] },
      },
      {
        before: () =>
          document.addEventListener('DOMContentLoaded', () => {
            document.querySelector('input')!.value = 'mine';
            document.querySelector('input')!.focus();
          }),
      },
    );
    expect(await live.page.inputValue('p input')).toBe('mine');
    expect(await live.page.locator('input').count()).toBe(1);
  });

  test('takes regions in it and after it along, and is reported once', async () => {
    const inner = host('<h1>q</h1>', 'b');
    const reports = await open(
      `<p>a ${host(`x ${inner}<div data-s="0"></div>`)} m ${host('<div data-s="0">w</div>', 'c')} z</p>`,
      {
        'lv:a': { s: [1, '<i data-s="0"></i><!--[1--><!--]-->'], d: ['x', { v: 'b', k: 't' }] },
        'lv:c': block,
      },
    );
    await expect
      .poll(shown)
      .toBe(
        '<p>a <skerry-live><i>x</i><skerry-live><h1>q</h1></skerry-live></skerry-live> m <skerry-live><div>w</div></skerry-live> z</p><hr>',
      );
    expect(reports).toHaveLength(1);
  });
});

test('a region inside an element that a parser has ended takes the tree of the outer region', async () => {
  await open(
    host(`<p data-s="0">a <!--[1-->${host('<div data-s="0">x</div>', 'b')}<!--]--> z</p>`),
    { 'lv:b': block },
  );
  await expect
    .poll(shown)
    .toBe('<skerry-live><p>a <skerry-live><div>x</div></skerry-live> z</p></skerry-live><hr>');
  await live.push({ 1: { h: '<b>c</b>' } });
  expect(await shown()).toBe('<skerry-live><p>a <b>c</b> z</p></skerry-live><hr>');
  expect(live.joins).toHaveLength(2);
});

test('a complete host joins with its version, and loads nothing more', async () => {
  const asked: string[] = [];
  await open(
    `<p>a ${host('<b data-s="0">x</b>')}</p>${host('', 'b')}`,
    {},
    {
      serve: async (route, path) => {
        asked.push(path);
        await route.fulfill({ status: 204 });
      },
    },
  );
  await expect.poll(() => live.joins.map(({ have }) => have)).toEqual([0, 0]);
  expect(asked).toEqual([]);
  const loaded = await live.page.evaluate(() =>
    performance.getEntriesByType('resource').map(({ name }) => name),
  );
  expect(loaded.filter((name) => name.includes('mend'))).toEqual([]);
});
