import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { LivePage } from '../../test/live-page.js';

// The visitor's state of a page, through every kind of update. `fields/` has the values of fields, `move-gently.test.ts` browsers without
// moveBefore, `region/scroll.test.ts` those without scroll anchoring.

let browser: Browser;
let live: LivePage;
beforeAll(async () => {
  browser = await openBrowser();
  live = await LivePage.joined(browser, '');
});
afterAll(() => browser.close());

let templates = 1000;
const row = (key: string, text: string, thing: string) =>
  `<li data-k="${key}"><i data-s="0">${text}</i>${thing}</li>`;

/** What may happen to row `c` of a list, which the visitor uses. */
const updates: [name: string, update: (thing: string) => object][] = [
  ['a text beside it changes', () => ({ 0: { p: { c: { 0: 'new' } } } })],
  ['its row moves', () => ({ 0: { l: [['>', 'c', 'a']] } })],
  ['the rows around it go', () => ({ 0: { l: [['-', 'b', 'd']] } })],
  [
    'a whole tree comes',
    (thing) => ({
      s: [++templates, '<ul><!--[0--><!--]--></ul>'],
      d: [
        {
          r: [...'xabcd'].map((key) => [
            key,
            {
              s: [++templates, `<li><i data-s="0"></i>${key === 'c' ? thing : ''}</li>`],
              d: ['new'],
            },
          ]),
        },
      ],
    }),
  ],
];

/** A state that the visitor makes of a page. */
interface Kept {
  html: string;
  /** Runs in the page. */
  use(): unknown;
  /** The state that has to stay. Runs in the page, after as before. */
  read(): unknown;
}

declare const kept: any; // seam: what a case keeps in the page

const things: Record<string, Kept> = {
  'the caret and the selection of a field': {
    html: '<input value="some text">',
    use: () => {
      const field = document.querySelector('input')!;
      field.focus();
      field.setSelectionRange(2, 5, 'backward');
    },
    read: () => {
      const { selectionStart, selectionEnd, selectionDirection } =
        document.activeElement as HTMLInputElement;
      return [selectionStart, selectionEnd, selectionDirection];
    },
  },
  'the caret in an editable element': {
    html: '<div contenteditable>some text</div>',
    use: () => {
      const text = document.querySelector('[contenteditable]')!;
      (text as HTMLElement).focus();
      getSelection()!.collapse(text.firstChild, 4);
    },
    read: () => [
      (document.activeElement as HTMLElement).isContentEditable,
      getSelection()!.anchorNode!.textContent,
      getSelection()!.anchorOffset,
    ],
  },
  'a selected text': {
    html: '<p>some text</p>',
    use: () =>
      getSelection()!.setBaseAndExtent(
        document.querySelector('p')!.firstChild!,
        1,
        document.querySelector('p')!.firstChild!,
        6,
      ),
    read: () => `${getSelection()}`,
  },
  'the scroll position of a box': {
    html: '<div id="box" style="height:50px;overflow:auto"><div style="height:500px">x</div></div>',
    use: () => (document.querySelector('#box')!.scrollTop = 70),
    read: () => document.querySelector('#box')!.scrollTop,
  },
  'details that the visitor opened': {
    html: '<details><summary>s</summary>x</details>',
    use: () => document.querySelector('summary')!.click(),
    read: () => document.querySelector('details')!.open,
  },
  'a dialog': {
    html: '<dialog>x</dialog>',
    use: () => document.querySelector('dialog')!.show(),
    read: () => [
      document.querySelector('dialog')!.open,
      document.querySelector('dialog')!.matches(':modal'),
    ],
  },
  'a modal dialog, and the focus in it': {
    html: '<dialog><input id="in"></dialog>',
    use: () => document.querySelector('dialog')!.showModal(),
    read: () => [document.querySelector('dialog')!.matches(':modal'), document.activeElement!.id],
  },
  'a popover': {
    html: '<div popover>x</div>',
    use: () => document.querySelector<HTMLElement>('[popover]')!.showPopover(),
    read: () => document.querySelector('[popover]')!.matches(':popover-open'),
  },
  'a running animation': {
    html: '<style>@keyframes turn{to{rotate:1turn}}</style><b style="animation:turn 1000s">b</b>',
    use: () => {
      const [animation] = document.querySelector('b')!.getAnimations();
      animation!.currentTime = 500_000;
      Object.assign(window, { kept: animation });
    },
    read: () => [document.querySelector('b')!.getAnimations()[0] === kept, kept.playState],
  },
  'a transition under way': {
    html: '<b style="transition:opacity 1000s">b</b>',
    use: () => {
      const b = document.querySelector('b')!;
      const before = getComputedStyle(b).opacity;
      b.style.opacity = '0';
      if (before !== getComputedStyle(b).opacity) throw new Error('There is no transition.');
      Object.assign(window, { kept: b.getAnimations()[0] });
    },
    read: () => [
      kept instanceof CSSTransition,
      document.querySelector('b')!.getAnimations()[0] === kept,
      kept.playState,
    ],
  },
  'playing media': {
    html: '<audio loop></audio>',
    use: async () => {
      const audio = document.querySelector('audio')!;
      // A second of silence.
      const samples = '\x80'.repeat(8000);
      const size = (bytes: number) =>
        String.fromCharCode(bytes & 255, (bytes >> 8) & 255, bytes >> 16, 0);
      const format = `fmt ${size(16)}\x01\0\x01\0${size(8000)}${size(8000)}\x01\0\x08\0`;
      const wave = `RIFF${size(8036)}WAVE${format}data${size(8000)}${samples}`;
      audio.muted = true;
      audio.src = `data:audio/wav;base64,${btoa(wave)}`;
      await audio.play();
      Object.assign(window, { kept: audio });
    },
    read: () => [document.querySelector('audio') === kept, kept.paused, kept.error],
  },
  'a field with a list of suggestions': {
    html: '<input list="tides" value=""><datalist id="tides"><option>high</option><option>low</option></datalist>',
    use: () => {
      const field = document.querySelector('input')!;
      field.focus();
      document.execCommand('insertText', false, 'hi');
      Object.assign(window, { kept: document.querySelector('datalist') });
    },
    read: () => {
      const field = document.activeElement as HTMLInputElement;
      return [field.value, field.selectionStart, field.list === kept, kept.options.length];
    },
  },
  'a choice of several': {
    html: '<select multiple><option>a</option><option>b</option><option>c</option></select>',
    use: () => {
      const select = document.querySelector('select')!;
      for (const at of [0, 2]) select.options[at]!.selected = true;
      select.dispatchEvent(new Event('input', { bubbles: true }));
    },
    read: () =>
      Array.from(document.querySelector('select')!.selectedOptions, ({ value }) => value).join(''),
  },
  'a select with markup in its options': {
    html: '<style>select,::picker(select){appearance:base-select}</style><select><button><selectedcontent></selectedcontent></button><option value="a"><b>first</b></option><option value="b"><i>second</i></option></select>',
    use: () => {
      const select = document.querySelector('select')!;
      select.value = 'b';
      select.dispatchEvent(new Event('input', { bubbles: true }));
    },
    read: () => [
      document.querySelector('select')!.value,
      document.querySelector('selectedcontent')!.innerHTML,
    ],
  },
  'a chosen radio button': {
    html: '<input type="radio" name="r" value="a" checked><input type="radio" name="r" value="b">',
    use: () => document.querySelector<HTMLElement>('[value=b]')!.click(),
    read: () => document.querySelector<HTMLInputElement>(':checked')!.value,
  },
};

describe.each(updates)('when %s,', (_, update) => {
  test.each(Object.entries(things))('%s stays', async (__, { html, use, read }) => {
    const rows = [...'abcd'].map((key) => row(key, 'old', key === 'c' ? html : ''));
    await live.show(`<ul><!--[0-->${rows.join('')}<!--]--></ul>`);
    await live.page.evaluate(use);
    const before = await live.page.evaluate(read);
    await live.push(update(html));
    expect(await live.page.evaluate(read)).toEqual(before);
  });
});

// Browsers forget it when the field itself moves.
test.each(updates.filter(([name]) => name !== 'its row moves'))(
  'when %s, what was typed can be undone',
  async (_, update) => {
    const html = '<input value="a">';
    const rows = [...'abcd'].map((key) => row(key, 'old', key === 'c' ? html : ''));
    await live.show(`<ul><!--[0-->${rows.join('')}<!--]--></ul>`);
    await live.page.focus('input');
    await live.page.keyboard.press('End');
    await live.page.keyboard.type('bc');
    await live.push(update(html));
    expect(await live.page.inputValue('input')).toBe('abc');
    await live.page.keyboard.press('Control+Z');
    expect(await live.page.inputValue('input')).toBe('a');
    await live.page.keyboard.press('Control+Shift+Z');
    expect(await live.page.inputValue('input')).toBe('abc');
  },
);

test('an open select that shows markup stays open, and shows what the server makes of its option', async () => {
  await live.show(
    '<style>select,::picker(select){appearance:base-select}</style><select><button><selectedcontent></selectedcontent></button><option data-s="0" value="a">first</option><option value="b"><i>second</i></option></select>',
  );
  await live.page.click('select');
  await live.push({ 0: 'changed' });
  expect(await live.page.$eval('select', (select) => select.matches(':open'))).toBe(true);
  expect(await live.page.textContent('option')).toBe('changed');
  expect(await live.page.textContent('selectedcontent')).toBe('changed');
});

test('the text in view stays where it is when rows come before it', async () => {
  const rows = Array.from({ length: 100 }, (_, i) => `<li data-k="${i}">${i}</li>`);
  await live.show(`<ul><!--[0-->${rows.join('')}<!--]--></ul>`);
  await live.page.evaluate(() => scrollTo(0, 1000));
  const top = () =>
    live.page.$eval('[data-k="60"]', (element) => element.getBoundingClientRect().top);
  const before = await top();
  const added = Array.from({ length: 10 }, (_, i) => [`n${i}`, { h: `<li>new ${i}</li>` }]);
  await live.push({ 0: { l: [['+', '0', ...added]] } });
  await expect.poll(top).toBe(before);
  expect(await live.page.evaluate(() => scrollY)).toBeGreaterThan(1000);
});

test('what a visitor has typed can be undone after the server has answered with it', async () => {
  await live.show('<input data-s="0" value="a" lv-input="type">');
  await live.page.focus('input');
  await live.page.keyboard.press('End');
  await live.page.keyboard.type('b');
  const frame = (await live.next()) as number[];
  await live.push(frame[1], { 0: { a: { value: 'ab' } } });
  await live.page.keyboard.press('Control+Z');
  expect(await live.page.inputValue('input')).toBe('a');
});
