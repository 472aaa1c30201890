import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { IslandPage } from '../../test/island-page.js';
import { island } from '../../test/server-html.js';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

describe('events that an island missed', () => {
  const file = 'log.island.js';

  /** A page whose island is loaded when the test releases it. */
  async function open(use: Parameters<typeof island>[1] = {}): Promise<IslandPage> {
    const html = await island('log.island', { on: 'interaction', ...use });
    const opened = await IslandPage.open(browser, `<main>${html}</main>`, {
      held: [file],
      before: () => {
        window.around = [];
        addEventListener('DOMContentLoaded', () => {
          for (const type of ['click', 'focusin', 'keydown', 'input', 'change'])
            document
              .querySelector('main')!
              .addEventListener(type, (event) =>
                window.around.push([type, (event.target as Element).id, event.isTrusted]),
              );
        });
      },
    });
    await opened.page.waitForFunction(() => customElements.get('skerry-island'));
    return opened;
  }

  const release = async (opened: IslandPage) => {
    await expect.poll(() => opened.requests).toContain(file);
    opened.release(file);
    await opened.hydrated();
    return opened.page.evaluate(() => ({ log: window.log, around: window.around }));
  };

  test('are replayed to it once, in order, and to no listener outside', async () => {
    const opened = await open();
    await opened.page.click('#press');
    await opened.page.click('#text');
    await opened.page.keyboard.type('a');
    const { log, around } = await release(opened);
    expect(log).toEqual([
      ['focus', 'press', undefined, false],
      ['focusin', 'press', undefined, false],
      ['click', 'press', expect.any(Number), false],
      ['focus', 'text', undefined, false],
      ['focusin', 'text', undefined, false],
      ['click', 'text', expect.any(Number), false],
      ['keydown', 'text', 'a', false],
      ['input', 'text', undefined, false],
    ]);
    expect(around).toEqual([
      ['focusin', 'press', true],
      ['click', 'press', true],
      ['focusin', 'text', true],
      ['click', 'text', true],
      ['keydown', 'text', true],
      ['input', 'text', true],
    ]);
    expect(await opened.text('output')).toBe('8');
    expect(await opened.page.inputValue('#text')).toBe('a');
    expect(opened.complaints).toEqual([]);
    await opened.page.click('#press');
    expect(await opened.page.evaluate(() => window.log.slice(8))).toEqual([
      // The browser's own event, since the text loses the focus now.
      ['change', 'text', undefined, false],
      ['focus', 'press', undefined, false],
      ['focusin', 'press', undefined, false],
      ['click', 'press', expect.any(Number), true],
    ]);
  });

  test('look like the originals: with coordinates, keys and methods', async () => {
    const opened = await open();
    await opened.page.evaluate(() =>
      document.querySelector('#press')!.addEventListener('click', (event) => {
        const { clientX, clientY, button, detail, ctrlKey, pointerType } = event as PointerEvent;
        const alt = (event as PointerEvent).getModifierState('Alt');
        window.log.push({ clientX, clientY, button, detail, ctrlKey, pointerType, alt });
      }),
    );
    await opened.page.click('#press', { modifiers: ['Alt', 'Control'] });
    await release(opened);
    const [first, ...rest] = (await opened.page.evaluate(() => window.log)).filter(
      (entry) => !Array.isArray(entry),
    );
    expect(first).toMatchObject({
      button: 0,
      detail: 1,
      ctrlKey: true,
      pointerType: 'mouse',
      alt: true,
    });
    expect(rest).toEqual([first]);
  });

  test('have their default action only once', async () => {
    const opened = await open();
    await opened.page.click('#check');
    await opened.page.click('#link');
    const length = await opened.page.evaluate(() => history.length);
    const { log } = await release(opened);
    expect(log).toContainEqual(['click', 'check', expect.any(Number), false]);
    expect(await opened.page.isChecked('#check')).toBe(true);
    expect(await opened.page.evaluate(() => [location.hash, history.length])).toEqual([
      '#followed',
      length,
    ]);
  });

  test('go to the element now at the place of their target', async () => {
    const opened = await open({ props: { swap: 'around' } });
    await opened.page.click('section #strong, div #strong');
    await opened.page.evaluate(() => (document.querySelector('#strong')!.className = 'old'));
    const { log } = await release(opened);
    expect(log).toEqual([['click', 'strong', expect.any(Number), false]]);
    expect(await opened.page.locator('section #strong:not(.old)').count()).toBe(1);
  });

  test('are dropped if nothing like their target is at its place', async () => {
    const opened = await open({ props: { swap: 'text' } });
    await opened.page.click('#strong');
    const { log } = await release(opened);
    expect(log).toEqual([]);
    expect(await opened.page.locator('strong').count()).toBe(1);
  });

  test('go to the island, and not again to the content of its slot', async () => {
    const inner = await island('counter.island', { at: 'inner' });
    const opened = await open({ slots: { children: `<p id="inner">${inner}</p>` } });
    await opened.hydrated();
    await opened.page.click('.counter');
    expect(await opened.text('.counter')).toBe('count 1');
    opened.release(file);
    await opened.hydrated(2);
    expect(await opened.text('.counter')).toBe('count 1');
    // The target is the original one.
    expect(await opened.page.evaluate(() => window.log.at(-1))).toEqual([
      'click',
      '',
      expect.any(Number),
      false,
    ]);
  });

  test('come one per task, with a render in between', async () => {
    const counter = 'counter.island.js';
    const opened = await IslandPage.open(
      browser,
      await island('counter.island', { on: 'interaction' }),
      { held: [counter] },
    );
    await opened.page.waitForFunction(() => customElements.get('skerry-island'));
    for (let i = 0; i < 3; i++) await opened.page.click('.counter');
    await expect.poll(() => opened.requests).toContain(counter);
    opened.release(counter);
    await opened.hydrated();
    await expect.poll(() => opened.text('.counter')).toBe('count 3');
    await opened.page.click('.counter');
    await expect.poll(() => opened.text('.counter')).toBe('count 4');
  });

  test('end if the island leaves in between', async () => {
    const opened = await open();
    for (let i = 0; i < 3; i++) await opened.page.click('#press');
    await opened.page.evaluate(() => {
      const host = document.querySelector('skerry-island')!;
      document.querySelector('#press')!.addEventListener('click', () => host.remove(), {
        once: true,
      });
    });
    await expect.poll(() => opened.requests).toContain(file);
    opened.release(file);
    await expect.poll(() => opened.page.locator('skerry-island').count()).toBe(0);
    await opened.page.evaluate(() => new Promise((go) => requestIdleCallback(go)));
    expect((await opened.page.evaluate(() => window.log)).map(([type]: any) => type)).toEqual([
      'focus',
      'focusin',
      'click',
    ]);
    expect(opened.complaints).toEqual([]);
  });

  test('are limited in number', async () => {
    const opened = await open();
    await opened.page.evaluate(() => {
      for (let i = 0; i < 150; i++)
        document.querySelector('#press')!.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    });
    const { log } = await release(opened);
    expect(log).toHaveLength(100);
  });
});

describe('an entry in a field before hydration', () => {
  const edit = async (opened: IslandPage) => {
    const { page } = opened;
    await page.fill('[name=body]', 'my body');
    await page.check('[name=done]');
    await page.selectOption('[name=pick]', 'c');
    await page.check('[value=m]');
    await page.fill('[name=title]', 'mine');
    await page.evaluate(() => document.querySelector('input')!.setSelectionRange(1, 3));
  };
  const shown = 'mine|my body|true|c|m';

  test.each(['load', 'interaction'])('stays, and the island receives it (%s)', async (on) => {
    const opened = await IslandPage.open(browser, await island('note.island', { on }), {
      held: ['note.island.js'],
    });
    await opened.page.waitForFunction(() => customElements.get('skerry-island'));
    await edit(opened);
    await opened.page.evaluate(() =>
      addEventListener('input', () => (document.title = 'heard around')),
    );
    opened.release('note.island.js');
    await opened.hydrated();
    await expect.poll(() => opened.text('output')).toBe(shown);
    expect(await opened.page.inputValue('[name=title]')).toBe('mine');
    expect(await opened.page.inputValue('[name=body]')).toBe('my body');
    expect(await opened.page.isChecked('[name=done]')).toBe(true);
    expect(await opened.page.inputValue('[name=pick]')).toBe('c');
    expect(await opened.page.isChecked('[value=m]')).toBe(true);
    expect(
      await opened.page.evaluate(() => {
        const { name, selectionStart, selectionEnd } = document.activeElement as HTMLInputElement;
        return [name, selectionStart, selectionEnd];
      }),
    ).toEqual(['title', 1, 3]);
    // Once for each edited field, and never for the others.
    expect((await opened.text('samp'))!.split(',').sort()).toEqual([
      'body',
      'done',
      'pick',
      'size',
      'title',
    ]);
    expect(await opened.page.title()).toBe('Test');
    expect(opened.complaints).toEqual([]);
  });

  test('may be empty', async () => {
    const opened = await IslandPage.open(browser, await island('note.island'));
    await opened.hydrated();
    expect(await opened.text('output')).toBe('server|body|false|b|s');
    expect(await opened.text('samp')).toBe('');
  });
});

declare global {
  interface Window {
    around: unknown[];
  }
}
