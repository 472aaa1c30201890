import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { LivePage } from '../../test/live-page.js';

let browser: Browser;
let live: LivePage;
beforeAll(async () => {
  browser = await openBrowser();
  live = await LivePage.joined(browser, '', {
    before: () => delete (Element.prototype as Partial<Element>).moveBefore,
  });
});
afterAll(() => browser.close());

const page = () => live.page;
const rows = (contents: Record<string, string>) =>
  `<ul><!--[0-->${Object.entries(contents)
    .map(([key, html]) => `<li data-k="${key}" id="${key}">${html}</li>`)
    .join('')}<!--]--></ul>`;
const keys = () =>
  page().$$eval('[data-k]', (all) => all.map((each) => each.getAttribute('data-k')).join(''));

let templates = 0;
/** Ways for row `c` of five to end before the others: a step of a diff, an order, a whole tree. */
const ways: [name: string, move: (contents: Record<string, string>) => Promise<void>][] = [
  ['a step', () => live.push({ 0: { l: [['>', 'c', 'a']] } })],
  ['an order', () => live.push({ 0: { l: [['=', ...'cabde']] } })],
  [
    'a whole tree',
    (contents) =>
      live.push({
        s: [++templates, '<ul><!--[0--><!--]--></ul>'],
        d: [
          {
            r: [...'cabde'].map((key) => [
              key,
              { s: [++templates, `<li id="${key}">${contents[key]}</li>`] },
            ]),
          },
        ],
      }),
  ],
];

describe.each(ways)('in browsers that move nodes by taking them out, %s', (_, move) => {
  const show = async (c: string, other = 'x', prepare?: () => void) => {
    const contents = { a: other, b: other, c, d: other, e: other };
    await live.show(rows(contents));
    if (prepare) await page().evaluate(prepare);
    // Browsers tell of scrolling and of animations with the next frame.
    await page().evaluate(() => new Promise((go) => requestAnimationFrame(() => setTimeout(go))));
    return async () => {
      await move(contents);
      expect(await keys()).toBe('cabde');
    };
  };

  test('keeps the page of an iframe, and moves the other nodes around it', async () => {
    const go = await show('<iframe></iframe>', '<input>', () => {
      document.querySelector('iframe')!.contentDocument!.body.textContent = 'loaded';
    });
    await page().fill('#a input', 'typed');
    await go();
    expect(
      await page().$eval('iframe', (it: HTMLIFrameElement) => it.contentDocument!.body.textContent),
    ).toBe('loaded');
    expect(await page().evaluate(() => document.activeElement!.parentElement!.id)).toBe('a');
  });

  test('keeps scroll positions', async () => {
    const box = '<div style="height:30px;overflow:auto"><p style="height:300px"></p></div>';
    const go = await show(box, box, () =>
      document.querySelectorAll('div').forEach((div) => (div.scrollTop = 70)),
    );
    await go();
    expect(await page().$$eval('div', (all) => all.map((each) => each.scrollTop))).toEqual(
      Array.from({ length: 5 }, () => 70),
    );
  });

  test('keeps focus, caret and selection', async () => {
    const go = await show('<input value="abcdef">', '<input>');
    await page().focus('#c input');
    await page().keyboard.press('Home');
    await page().keyboard.press('ArrowRight');
    await go();
    await page().keyboard.type('X');
    expect(await page().inputValue('#c input')).toBe('aXbcdef');
    const next = await show('<p>some text</p>', '<iframe></iframe>', () => {
      const text = document.querySelector('p')!.firstChild!;
      getSelection()!.setBaseAndExtent(text, 1, text, 4);
    });
    await next();
    expect(await page().evaluate(() => getSelection()!.toString())).toBe('ome');
  });

  test.each(['x', '<iframe></iframe>'])('keeps a modal dialog modal (beside %s)', async (other) => {
    const go = await show('<dialog><input><button>b</button></dialog>', other, () => {
      const dialog = document.querySelector('dialog')!;
      dialog.showModal();
      dialog.querySelector('button')!.focus();
      dialog.addEventListener('close', () => (document.title = 'closed'));
      document.title = '';
    });
    await go();
    expect(await page().$eval('dialog', (it) => [it.open, it.matches(':modal')])).toEqual([
      true,
      true,
    ]);
    expect(await page().evaluate(() => document.activeElement!.localName)).toBe('button');
    expect(await page().title()).toBe('');
  });

  test.each(['x', '<iframe></iframe>'])('keeps popovers shown (beside %s)', async (other) => {
    const go = await show('<div popover="manual">p</div>', other, () =>
      document.querySelector<HTMLElement>('[popover]')!.showPopover(),
    );
    await go();
    expect(await page().$eval('[popover]', (it) => it.matches(':popover-open'))).toBe(true);
  });

  test('lets animations go on from where they were', async () => {
    const box =
      '<style>@keyframes turn{to{rotate:1turn}}</style><b style="animation:turn 1000s">b</b>';
    const go = await show(box, '<iframe></iframe>', () => {
      document.querySelector('b')!.getAnimations()[0]!.currentTime = 500_000;
    });
    await go();
    const time = await page().$eval('b', (b) => b.getAnimations()[0]!.currentTime as number);
    expect(time).toBeGreaterThanOrEqual(500_000);
  });

  test('lets media play on', async () => {
    const go = await show('<audio loop></audio>', '<iframe></iframe>');
    await page().$eval('audio', async (audio: HTMLAudioElement) => {
      const samples = new Uint8Array(44 + 8000);
      const view = new DataView(samples.buffer);
      const text = (at: number, letters: string) =>
        [...letters].forEach((letter, i) => view.setUint8(at + i, letter.charCodeAt(0)));
      text(0, 'RIFF');
      view.setUint32(4, 36 + 8000, true);
      text(8, 'WAVEfmt ');
      view.setUint32(16, 16, true);
      view.setUint16(20, 1, true);
      view.setUint16(22, 1, true);
      view.setUint32(24, 8000, true);
      view.setUint32(28, 8000, true);
      view.setUint16(32, 1, true);
      view.setUint16(34, 8, true);
      text(36, 'data');
      view.setUint32(40, 8000, true);
      audio.muted = true;
      audio.src = URL.createObjectURL(new Blob([samples], { type: 'audio/wav' }));
      await audio.play();
    });
    await go();
    expect(await page().$eval('audio', (audio: HTMLAudioElement) => audio.paused)).toBe(false);
  });
});

test('in browsers that move nodes by taking them out, a long list is sorted without a layout for each row', async () => {
  const names = Array.from({ length: 60 }, (_, i) => `r${i}`);
  await live.show(rows(Object.fromEntries(names.map((name) => [name, '<input>']))));
  await page().evaluate(() => {
    const asked = ((window as any).asked = { count: 0 });
    for (const name of ['scrollTop', 'scrollLeft']) {
      const { get } = Object.getOwnPropertyDescriptor(Element.prototype, name)!;
      Object.defineProperty(Element.prototype, name, {
        get() {
          asked.count++;
          return get!.call(this);
        },
      });
    }
  });
  await live.push({ 0: { l: [['=', ...names.toReversed()]] } });
  expect(await keys()).toBe(names.toReversed().join(''));
  expect(await page().evaluate(() => (window as any).asked.count)).toBe(0);
});

test('rows move even if the code for moves cannot be loaded', async () => {
  const other = await LivePage.joined(browser, rows({ a: '<input>', b: '2', c: '3' }));
  await other.page.fill('input', 'typed');
  await other.page.evaluate(() => delete (Element.prototype as Partial<Element>).moveBefore);
  await other.push({ 0: { l: [['>', 'a', null]] } });
  expect(await other.page.innerText('ul')).toMatch(/^2\s+3/);
  expect(await other.page.inputValue('input')).toBe('typed');
  await other.close();
});
