import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { LivePage } from '../../test/live-page.js';

let browser: Browser;
let live: LivePage;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());
afterEach(() => live.page.close());

const open = async (html: string, uses: string) => {
  live = await LivePage.bound(browser, html, uses);
};

describe('lv-queue', () => {
  const names = async (count: number) => {
    const found: unknown[] = [];
    for (let seq = 1; seq <= count; seq++) {
      found.push((await live.nextEvent()).slice(0, 3));
      await live.answer(seq);
    }
    expect(live.unread).toEqual([]);
    return found;
  };
  const html = (policy: string) =>
    `<b lv-click='go {"n":1}' lv-queue="${policy}">b</b><i lv-click="end">end</i>`;
  /** Clicks with another payload each time. */
  const clicks = () =>
    live.page.evaluate(() => {
      const b = document.querySelector('b')!;
      for (const n of [1, 2, 3]) {
        b.setAttribute('lv-click', `go {"n":${n}}`);
        b.click();
      }
      document.querySelector('i')!.click();
    });

  test.each([
    [
      'queue',
      [
        [1, 'go', { n: 1 }],
        [2, 'go', { n: 2 }],
        [3, 'go', { n: 3 }],
        [4, 'end', null],
      ],
    ],
    [
      'drop',
      [
        [1, 'go', { n: 1 }],
        [2, 'end', null],
      ],
    ],
    [
      'latest',
      [
        [1, 'go', { n: 1 }],
        [2, 'go', { n: 3 }],
        [3, 'end', null],
      ],
    ],
  ])('%s', async (policy, expected) => {
    await open(html(policy), 'lv-queue');
    await clicks();
    expect(await names(expected.length)).toEqual(expected);
  });

  test('parallel does not wait for an answer', async () => {
    await open(html('parallel'), 'lv-queue');
    await live.clickAll('i', 'i', 'b', 'b');
    expect([await live.nextEvent(), await live.nextEvent(), await live.nextEvent()]).toEqual([
      [1, 'end', null],
      [2, 'go', { n: 1 }],
      [3, 'go', { n: 1 }],
    ]);
    await live.push({});
    expect(live.unread).toEqual([]);
    for (const seq of [1, 2, 3]) await live.answer(seq);
    expect(await live.nextEvent()).toEqual([4, 'end', null]);
  });

  test('parallel events are sent again in their order after a dropped connection', async () => {
    await open(html('parallel'), 'lv-queue');
    await live.clickAll('i', 'i', 'b');
    await live.nextEvent();
    await live.nextEvent();
    await live.lines
      .at(-1)!
      .close({ code: 1006 })
      .catch(() => {});
    await live.page.clock.runFor(2000);
    await live.state('live');
    expect([await live.nextEvent(), await live.nextEvent()]).toEqual([
      [1, 'end', null],
      [2, 'go', { n: 1 }],
    ]);
    await live.answer(1);
    await live.answer(2);
    expect(await live.nextEvent()).toEqual([3, 'end', null]);
  });
});

describe('the options of a form', () => {
  const uses = 'lv-form lv-confirm lv-disable-with lv-throttle';
  const rows =
    '<button name="_list" value="add rows">Add</button><button name="_list" value="remove rows[0]" lv-confirm="Remove?">Remove</button>';

  test.each([
    [
      'behind its event',
      '<form lv-form lv-submit="save?confirm=Sure%3F&amp;disable-with=Saving&amp;throttle=300">',
    ],
    [
      'as attributes',
      '<form lv-form lv-submit="save" lv-confirm="Sure?" lv-disable-with="Saving" lv-throttle="300">',
    ],
  ])('are not those of the buttons of its lists: %s', async (_, form) => {
    await open(`${form}${rows}<button id="save">Save</button></form>`, uses);
    const seen = live.answerDialogs(true, true);
    for (const seq of [1, 2]) {
      await live.page.click('text=Add');
      expect(await live.nextEvent()).toEqual([seq, 'save', { _list: 'add rows' }, 'submit']);
      expect(
        await live.page.$$eval('button', ([add]) => [add!.textContent, add!.disabled]),
      ).toEqual(['Add', false]);
      await live.answer(seq);
    }
    expect(seen).toEqual([]);
    await live.page.click('text=Remove');
    expect(await live.nextEvent()).toEqual([3, 'save', { _list: 'remove rows[0]' }, 'submit']);
    await live.answer(3);
    await live.page.click('#save');
    expect(await live.nextEvent()).toEqual([4, 'save', {}, 'submit']);
    expect(await live.page.textContent('#save')).toBe('Saving');
    expect(seen).toEqual(['confirm Remove?', 'confirm Sure?']);
  });

  test('are those of a button _list of another form', async () => {
    await open(`<form lv-submit="save" lv-confirm="Sure?">${rows}</form>`, uses);
    const seen = live.answerDialogs(true);
    await live.page.click('text=Add');
    await live.nextEvent();
    expect(seen).toEqual(['confirm Sure?']);
  });
});

describe('lv-disable-with', () => {
  const state = () =>
    live.page.$eval('button', (button) => [
      button.textContent,
      button.disabled,
      document.activeElement === button,
    ]);

  test.each([
    ['a click', '<button lv-click="save" lv-disable-with="Saving…">Save <!--0-->1<!----></button>'],
    [
      'a submit',
      '<form lv-submit="save"><button lv-disable-with="Saving…">Save <!--0-->1<!----></button></form>',
    ],
  ])('of %s shows another text until the answer, and keeps the focus', async (_, html) => {
    await open(html, 'lv-disable-with');
    await live.page.click('button');
    await live.nextEvent();
    expect((await state()).slice(0, 2)).toEqual(['Saving…', true]);
    await live.push(1, { 0: '2' });
    expect(await state()).toEqual(['Save 2', false, true]);
  });

  test('ends with a refusal, too', async () => {
    await open('<button lv-click="save?disable-with=Saving">Save</button>', 'lv-disable-with');
    await live.page.click('button');
    await live.nextEvent();
    live.send(1, null, { code: 'failed', reason: 'No.' });
    await expect.poll(state).toEqual(['Save', false, true]);
  });

  test('shows the text where its own was: an input its value, and no title of a drawing', async () => {
    await open(
      '<form lv-submit="a"><input type="submit" value="Save" lv-disable-with="Saving"></form><button lv-click="b" lv-disable-with="Wait"><svg><title>Icon</title></svg> Go <b>on</b></button>',
      'lv-disable-with',
    );
    await live.page.click('input');
    await live.page.click('button');
    expect(await live.page.inputValue('input')).toBe('Saving');
    expect(await live.page.textContent('button')).toBe('IconWait');
    await live.answer(1);
    await live.nextEvent();
    await live.nextEvent();
    await live.answer(2);
    expect(await live.page.inputValue('input')).toBe('Save');
    expect(await live.page.textContent('button')).toBe('Icon Go on');
  });

  test('stays disabled if the server has disabled it, and follows a whole tree later', async () => {
    await open(
      '<button lv-click="save" lv-disable-with="" data-s="0">Save</button>',
      'lv-disable-with',
    );
    await live.page.click('button');
    await live.nextEvent();
    await live.push({ 0: { a: { disabled: '' } } });
    await live.push(1, {});
    expect(await live.page.isDisabled('button')).toBe(true);
    await live.push({ 0: { a: { disabled: null } } });
    await live.page.click('button');
    await live.push(2, {});
    expect(await live.page.isDisabled('button')).toBe(false);
    await live.push({ s: [9, '<button lv-click="save" disabled>Save</button>'] });
    expect(await live.page.isDisabled('button')).toBe(true);
  });

  test('works again when another event takes the place of its own', async () => {
    await open(
      '<b lv-click="first">b</b><button lv-click="save?queue=latest&disable-with=Wait">Save</button>',
      'lv-queue lv-disable-with',
    );
    await live.clickAll('b', 'button');
    await live.page.$eval('button', (button) => (button.disabled = false));
    await live.clickAll('button');
    await live.nextEvent();
    await live.answer(1);
    await live.nextEvent();
    await live.answer(2);
    expect(await live.page.isDisabled('button')).toBe(false);
    expect(await live.page.textContent('button')).toBe('Save');
  });
});

describe('lv-offline', () => {
  test('disables and hides while there is no connection', async () => {
    await open(
      '<b lv-click="a" lv-offline="disable">a</b><i lv-click="b" lv-offline="hide">b</i><button lv-click="a" lv-offline="disable">a</button><u lv-click="c" lv-offline="queue">c</u>',
      'lv-offline',
    );
    const seen = () =>
      live.page.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>('[lv-offline]')].map(
          (each) => `${each.inert} ${each.hidden} ${each.matches(':disabled')}`,
        ),
      );
    live.isAwake = false;
    await live.lines
      .at(-1)!
      .close({ code: 1006 })
      .catch(() => {});
    await live.state('offline');
    await expect
      .poll(seen)
      .toEqual(['true false false', 'false true false', 'false false true', 'false false false']);
    await live.clickAll('b', 'i', 'button', 'u');
    live.isAwake = true;
    await expect
      .poll(async () => {
        await live.pass(1000);
        return live.unread.length;
      })
      .toBe(1);
    expect(await live.nextEvent()).toEqual([1, 'c', null]);
    await live.answer(1);
    expect(live.unread).toEqual([]);
    await expect.poll(seen).toEqual(Array(4).fill('false false false'));
  });

  test('leaves alone what the server has hidden itself', async () => {
    await open('<b lv-offline="hide" hidden>b</b><i lv-offline="hide">i</i>', 'lv-offline');
    const hidden = () =>
      live.page.$$eval('[lv-offline]', (all) => all.map((each) => (each as HTMLElement).hidden));
    live.isAwake = false;
    await live.lines
      .at(-1)!
      .close({ code: 1006 })
      .catch(() => {});
    await live.state('offline');
    await expect.poll(hidden).toEqual([true, true]);
    live.isAwake = true;
    await expect
      .poll(async () => {
        await live.pass(1000);
        return hidden();
      })
      .toEqual([true, false]);
  });
});
