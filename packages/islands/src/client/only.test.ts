import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { IslandPage, type PageOptions } from '../../test/island-page.js';
import { island, type Use } from '../../test/server-html.js';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const open = async (name: string, use: Use = {}, options?: PageOptions): Promise<IslandPage> =>
  IslandPage.open(browser, await island(name, { on: 'only', ...use }), options);

const fallback = '<p class="wait">Loading</p><input class="note">';

describe.each([
  ['Preact', 'bomb.island', 'Hi 7 you', { at: 'click', n: 7 }],
  ['React', 'badge.react', 'text 2 0', { text: 'text', n: 2 }],
])('an island of %s that only the browser runs', (_, name, shown, props) => {
  test('is rendered there', async () => {
    const opened = await open(name, { props });
    const [detail] = await opened.hydrated();
    expect(detail).toMatchObject({ strategy: 'only', reason: 'only' });
    expect(await opened.text('skerry-island')).toContain(shown);
    expect(opened.complaints).toEqual([]);
  });

  test('takes the place of its fallback', async () => {
    const file = `${name}.js`;
    const opened = await open(name, { props, slots: { fallback } }, { held: [file] });
    expect(await opened.page.locator('.wait').isVisible()).toBe(true);
    opened.release(file);
    await opened.hydrated();
    expect(await opened.text('skerry-island')).toContain(shown);
    expect(await opened.page.locator('skerry-island .wait').count()).toBe(0);
    expect(await opened.page.locator('.wait').isVisible()).toBe(false);
    expect(opened.complaints).toEqual([]);
  });

  test('has its children', async () => {
    const opened = await open(name, {
      props,
      slots: { fallback, children: '<b id="kid">kid</b>' },
    });
    await opened.hydrated();
    expect(await opened.page.locator('skerry-island #kid').isVisible()).toBe(true);
  });
});

test('the fallback stays where the island throws', async () => {
  const opened = await open('bomb.island', { props: { at: 'hydrate' }, slots: { fallback } });
  const message = 'The bomb goes off: hydrate.';
  expect((await opened.failed())[0]).toMatchObject({ strategy: 'only', phase: 'hydrate', message });
  expect(await opened.page.locator('skerry-island .wait').isVisible()).toBe(true);
  expect(await opened.text('skerry-island')).toBe('Loading');
});

test('the fallback stays where the island cannot be loaded', async () => {
  const serves = (file: string) => file !== 'bomb.island.js';
  const opened = await open('bomb.island', { slots: { fallback } }, { serves });
  expect((await opened.failed())[0]).toMatchObject({ strategy: 'only', phase: 'load' });
  expect(await opened.page.locator('skerry-island .wait').isVisible()).toBe(true);
});

test('typed props reach it', async () => {
  const props = { day: new Date(0), names: new Map(), big: 7n, list: [] };
  const opened = await open('typed.island', { props });
  await opened.hydrated();
  expect(await opened.text('skerry-island')).toContain('1970');
});
