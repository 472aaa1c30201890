import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { IslandPage } from '../../test/island-page.js';
import { island, type Use } from '../../test/server-html.js';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** The content of a slot: a field and an island. */
const content = async () => `<input id="note">${await island('counter.island', { at: 'inner' })}`;

const fold = async (use: Use = {}) =>
  island('fold.island', { slots: { children: await content() }, ...use });

/** Makes the content of the slot differ from the server's markup. */
const use = async (opened: IslandPage) => {
  await opened.page.fill('#note', 'mine');
  await opened.page.click('.counter');
  await opened.page.evaluate(() => {
    window.nodes = ['#note', '.counter'].map((each) => document.querySelector(each)!);
  });
};

const expectAlive = async (opened: IslandPage, clicks: number) => {
  expect(await opened.page.evaluate(() => window.nodes.map((node) => node.isConnected))).toEqual([
    true,
    true,
  ]);
  expect(await opened.page.inputValue('#note')).toBe('mine');
  expect(await opened.text('.counter')).toBe(`count ${clicks}`);
};

describe('the content of a slot', () => {
  test.each(['before', 'after'])(
    'survives the hydration of the surrounding island, %s its own',
    async (order) => {
      const held = order === 'before' ? 'counter.island.js' : 'fold.island.js';
      const opened = await IslandPage.open(browser, await fold(), { held: [held] });
      await opened.hydrated();
      if (order === 'after') await use(opened);
      opened.release(held);
      await opened.hydrated(2);
      if (order === 'before') await use(opened);
      await expectAlive(opened, 1);
      await opened.page.click('.counter');
      await expectAlive(opened, 2);
      expect(opened.complaints).toEqual([]);
    },
  );

  test('survives while the island does not show it, and returns when it does', async () => {
    const opened = await IslandPage.open(browser, `<nav></nav>${await fold()}`);
    await opened.hydrated(2);
    await use(opened);
    await opened.page.click('.toggle');
    expect(await opened.page.locator('nav + skerry-holder[hidden] + skerry-island').count()).toBe(
      1,
    );
    expect(await opened.page.isVisible('#note')).toBe(false);
    await expectAlive(opened, 1);
    await opened.page.click('.toggle');
    await expectAlive(opened, 1);
    expect(await opened.page.locator('skerry-holder').count()).toBe(0);
    expect(await opened.page.locator('div > skerry-slot > #note').count()).toBe(1);
    await opened.page.click('.counter');
    await expectAlive(opened, 2);
  });

  test('keeps the focus when it moves between wrappers in one rendering', async () => {
    const opened = await IslandPage.open(browser, await fold());
    await opened.hydrated(2);
    await use(opened);
    for (const place of ['p', 'div', 'p']) {
      await opened.page.evaluate(async () => {
        document.querySelector<HTMLElement>('#note')!.focus();
        document
          .querySelector<HTMLElement>('.wrap')!
          .dispatchEvent(new MouseEvent('click', { bubbles: true }));
        await new Promise((go) => requestAnimationFrame(go));
      });
      expect(await opened.page.locator(`${place} > skerry-slot > #note`).count()).toBe(1);
      await expectAlive(opened, 1);
    }
    expect(await opened.page.evaluate(() => document.activeElement!.id)).toBe('note');
  });

  test('survives in browsers that can only move nodes by removing them', async () => {
    const opened = await IslandPage.open(browser, await fold(), {
      before: () => Reflect.deleteProperty(Element.prototype, 'moveBefore'),
    });
    await opened.hydrated(2);
    await use(opened);
    for (let i = 0; i < 2; i++) await opened.page.click('.toggle');
    await opened.page.click('.wrap');
    await expectAlive(opened, 1);
    await opened.page.click('.counter');
    await expectAlive(opened, 2);
    expect(await opened.hydrated()).toHaveLength(2);
  });

  test('is found in the holder if the server has not rendered the slot', async () => {
    const html = await fold({ props: { isOpen: false } });
    expect(html).toMatch(/^<skerry-holder hidden><skerry-slot name="children">/);
    const opened = await IslandPage.open(browser, html);
    await opened.hydrated(2);
    await opened.page.click('.toggle');
    await use(opened);
    await expectAlive(opened, 1);
    expect(await opened.page.locator('div > skerry-slot > #note').count()).toBe(1);
  });

  test('belongs to the surrounding island, whatever inner slots contain', async () => {
    const inner = await fold({ at: '1' });
    const opened = await IslandPage.open(
      browser,
      await island('fold.island', {
        at: '0',
        props: { title: 'outer' },
        slots: { children: inner, aside: '<em>aside</em>' },
      }),
    );
    await opened.hydrated(3);
    await use(opened);
    await opened.page.click('text=outer');
    await opened.page.click('text=outer');
    await expectAlive(opened, 1);
    await opened.page.click('div .toggle');
    await opened.page.click('div .toggle');
    await expectAlive(opened, 1);
    expect(await opened.html('aside')).toBe(
      '<skerry-slot name="aside"><em>aside</em></skerry-slot>',
    );
    expect(opened.complaints).toEqual([]);
  });

  test('survives when the island leaves and returns', async () => {
    const opened = await IslandPage.open(browser, await fold());
    await opened.hydrated(2);
    await opened.page.fill('#note', 'mine');
    await opened.page.evaluate(async () => {
      const host = document.querySelector('skerry-island')!;
      host.remove();
      await new Promise<void>(queueMicrotask);
      document.body.append(host);
    });
    await opened.hydrated(4);
    expect(await opened.page.inputValue('div > skerry-slot > #note')).toBe('mine');
    await opened.page.click('.counter');
    expect(await opened.text('.counter')).toBe('count 1');
  });
});

describe('the client of a region', () => {
  test('finds the content of a slot wherever the island has put it', async () => {
    const opened = await IslandPage.open(browser, await fold());
    await opened.hydrated(2);
    const parent = () =>
      opened.page.evaluate(() => {
        const slot = document.querySelector('[name="fold.island"]' as 'skerry-island')!.slotted!(
          'children',
        ) as Element;
        return [slot.querySelectorAll('#note').length, slot.parentElement!.localName];
      });
    expect(await parent()).toEqual([1, 'div']);
    await opened.page.click('.wrap');
    expect(await parent()).toEqual([1, 'p']);
    await opened.page.click('.toggle');
    expect(await parent()).toEqual([1, 'skerry-holder']);
  });

  test('can add slots to an island, and remove them', async () => {
    const opened = await IslandPage.open(browser, await island('fold.island'));
    await opened.hydrated();
    expect(await opened.page.locator('aside').count()).toBe(0);
    const bring = (html: string) =>
      opened.page.evaluate((markup) => {
        const host = document.querySelector('skerry-island')!;
        let slot = host.slotted?.('aside') as Element | undefined;
        if (!slot) {
          host.insertAdjacentHTML(
            'beforebegin',
            '<skerry-holder hidden><skerry-slot name="aside"></skerry-slot></skerry-holder>',
          );
          slot = document.querySelector('skerry-slot')!;
        }
        slot.innerHTML = markup;
        host.patched();
      }, html);
    await bring('<b>first</b>');
    await opened.page.waitForSelector('aside b');
    await bring('');
    await opened.page.waitForSelector('aside', { state: 'detached' });
    await bring('<b>second</b>');
    await opened.page.waitForSelector('aside b');
    expect(await opened.html('aside')).toBe(
      '<skerry-slot name="aside"><b>second</b></skerry-slot>',
    );
    expect(await opened.page.locator('skerry-holder').count()).toBe(0);
  });

  test('does not make the island render when only the content of a slot has changed', async () => {
    const opened = await IslandPage.open(browser, await fold());
    await opened.hydrated(2);
    await opened.page.evaluate(() => {
      const host = document.querySelector('skerry-island')!;
      window.rendered = 0;
      const { show } = host;
      host.show = (props) => {
        window.rendered++;
        show!(props);
      };
      host.patched();
    });
    await opened.page.evaluate(() => {
      const host = document.querySelector('skerry-island')!;
      (host.patches ??= []).push({ title: ['new'] });
      host.patched();
    });
    await opened.page.waitForSelector('text=new');
    expect(await opened.page.evaluate(() => window.rendered)).toBe(1);
  });
});

declare global {
  interface Window {
    nodes: Element[];
    rendered: number;
  }
}
