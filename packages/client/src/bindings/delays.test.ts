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

describe('lv-debounce', () => {
  const html =
    '<input lv-input="look?debounce=300" name="q"><i tabindex="0" lv-click="end">end</i>';

  test('waits for a pause, and sends the last value', async () => {
    await open(html, 'lv-debounce');
    await live.page.type('input', 'a');
    await live.pass(299);
    await live.page.type('input', 'b');
    await live.pass(299);
    expect(live.unread).toEqual([]);
    await live.pass(1);
    expect(await live.nextEvent()).toEqual([1, 'look', { q: 'ab' }, 'input']);
  });

  test('ends when the field is left', async () => {
    await open(html, 'lv-debounce');
    await live.page.type('input', 'a');
    await live.page.focus('i');
    expect(await live.nextEvent()).toEqual([1, 'look', { q: 'a' }, 'input']);
    await live.answer(1);
    await live.pass(1000);
    expect(live.unread).toEqual([]);
  });

  test('of blur waits until the field is left', async () => {
    await open(
      '<input lv-input="look" lv-debounce="blur" name="q"><i tabindex="0">i</i>',
      'lv-debounce',
    );
    await live.page.type('input', 'ab');
    // A longer time could end the connection: the clock does not wait for the answers to heartbeats.
    await live.pass(10_000);
    expect(live.unread).toEqual([]);
    await live.page.focus('i');
    expect(await live.nextEvent()).toEqual([1, 'look', { q: 'ab' }, 'input']);
  });

  test('sends nothing of an element that has gone', async () => {
    await open('<b lv-click="go" lv-debounce="300">b</b><i lv-click="end">end</i>', 'lv-debounce');
    await live.page.click('b');
    await live.page.$eval('b', (b) => b.remove());
    await live.pass(1000);
    await live.page.click('i');
    expect((await live.nextEvent())[1]).toBe('end');
  });
});

describe('lv-throttle', () => {
  test('sends the first event, and the last one of each time', async () => {
    await open('<input lv-input="look" lv-throttle="100" name="q">', 'lv-throttle');
    await live.page.type('input', 'abc');
    expect(await live.nextEvent()).toEqual([1, 'look', { q: 'a' }, 'input']);
    await live.answer(1);
    expect(live.unread).toEqual([]);
    await live.pass(100);
    expect(await live.nextEvent()).toEqual([2, 'look', { q: 'abc' }, 'input']);
    await live.answer(2);
    await live.page.type('input', 'd');
    await live.pass(99);
    expect(live.unread).toEqual([]);
    await live.pass(1);
    expect(await live.nextEvent()).toEqual([3, 'look', { q: 'abcd' }, 'input']);
  });

  test('drops clicks that come too early', async () => {
    await open('<b lv-click="go" lv-throttle="100">b</b>', 'lv-throttle');
    await live.clickAll('b', 'b', 'b');
    expect(await live.nextEvent()).toEqual([1, 'go', null]);
    await live.answer(1);
    await live.pass(1000);
    expect(live.unread).toEqual([]);
    await live.page.click('b');
    expect(await live.nextEvent()).toEqual([2, 'go', null]);
  });

  test('of a submit holds, too', async () => {
    await open(
      '<form lv-submit="save?throttle=100"><input name="q"><button>b</button></form>',
      'lv-throttle',
    );
    await live.page.click('button');
    await live.nextEvent();
    await live.answer(1);
    await live.page.fill('input', 'x');
    await live.page.click('button');
    await live.pass(100);
    expect(live.unread).toEqual([]);
    await live.page.click('button');
    expect(await live.nextEvent()).toEqual([2, 'save', { q: 'x' }, 'submit']);
  });
});

describe('a form is one lane', () => {
  test('a submit within the debounce takes the place of the waiting input of its form', async () => {
    await open(
      '<form lv-input="check?debounce=300" lv-submit="save"><input name="q"><button>b</button></form>',
      'lv-debounce',
    );
    await live.page.type('input', 'ab');
    await live.page.press('input', 'Enter');
    expect(await live.nextEvent()).toEqual([1, 'save', { q: 'ab' }, 'submit']);
    await live.answer(1);
    await live.pass(1000);
    expect(live.unread).toEqual([]);
  });

  test('a submit within the debounce comes after the event of a field', async () => {
    await open(
      '<form lv-submit="save"><input lv-input="look?debounce=300" name="q"><button>b</button></form>',
      'lv-debounce',
    );
    await live.page.type('input', 'ab');
    await live.page.press('input', 'Enter');
    expect(await live.nextEvent()).toEqual([1, 'look', { q: 'ab' }, 'input']);
    await live.answer(1);
    expect(await live.nextEvent()).toEqual([2, 'save', { q: 'ab' }, 'submit']);
  });

  test('a submit takes the place of the inputs and changes that wait for an answer', async () => {
    await open(
      '<form lv-input="type" lv-change="check" lv-submit="save"><input name="q"><input name="r"><button>b</button></form>',
      'lv-change',
    );
    await live.page.type('[name=q]', 'a');
    expect(await live.nextEvent()).toEqual([1, 'type', { q: 'a', r: '' }, 'input']);
    await live.page.type('[name=q]', 'b');
    await live.page.focus('[name=r]');
    await live.page.press('[name=r]', 'Enter');
    await live.answer(1);
    expect(await live.nextEvent()).toEqual([2, 'save', { q: 'ab', r: '' }, 'submit']);
    await live.answer(2);
    expect(live.unread).toEqual([]);
  });

  test('what a submit has answered stays, whatever waited before it', async () => {
    await open(
      '<form lv-input="check?debounce=300" lv-submit="save"><input name="q" value="" data-s="0"><button>b</button></form>',
      'lv-debounce',
    );
    await live.page.type('input', 'ab');
    await live.page.press('input', 'Enter');
    await live.nextEvent();
    await live.push(1, { 0: { a: { value: 'saved' } } });
    expect(await live.page.inputValue('input')).toBe('saved');
    await live.pass(1000);
    expect(live.unread).toEqual([]);
    expect(await live.page.inputValue('input')).toBe('saved');
  });
});

describe('an event that settles what a field says', () => {
  test.each([
    ['lv-change', 'set', { q: 'ab' }, 'change'],
    ['lv-blur', 'left', { q: 'ab' }, 'blur'],
  ])('%s comes after the input that waits', async (binding, name, value, type) => {
    await open(
      `<input lv-input="look?debounce=300" ${binding}="${name}" name="q"><i tabindex="0">i</i>`,
      `lv-debounce ${binding}`,
    );
    await live.page.type('input', 'ab');
    await live.page.focus('i');
    expect(await live.nextEvent()).toEqual([1, 'look', { q: 'ab' }, 'input']);
    await live.answer(1);
    expect(await live.nextEvent()).toEqual([2, name, value, type]);
  });

  test('a submit that the visitor declines leaves the inputs waiting', async () => {
    await open(
      '<form lv-input="check?debounce=300" lv-submit="save" lv-confirm="Sure?"><input name="q" lv-input="look?debounce=300"><button>b</button></form>',
      'lv-debounce lv-confirm',
    );
    live.page.on('dialog', (dialog) => void dialog.dismiss());
    await live.page.type('input', 'ab');
    await live.page.press('input', 'Enter');
    await expect.poll(() => live.seen('refused')).toMatchObject([{ code: 'declined' }]);
    expect(live.unread).toEqual([]);
  });
});

describe('an event that an option holds back', () => {
  test('is refused if its element has been disabled meanwhile', async () => {
    await open('<button lv-click="go?debounce=300" data-s="0">b</button>', 'lv-debounce');
    await live.page.click('button');
    await live.push({ 0: { a: { disabled: '' } } });
    await live.pass(300);
    expect(await live.seen('refused')).toMatchObject([{ code: 'disabled', event: 'go' }]);
    expect(live.unread).toEqual([]);
  });

  test('of no time is sent at once', async () => {
    await open(
      '<input lv-input="look?debounce=0" name="q"><b lv-click="go?throttle=0">b</b>',
      'lv-debounce lv-throttle',
    );
    await live.page.type('input', 'a');
    await live.pass(0);
    expect((await live.nextEvent())[1]).toBe('look');
    await live.answer(1);
    await live.page.click('b');
    await live.pass(0);
    await live.page.click('b');
    expect((await live.nextEvent())[1]).toBe('go');
    await live.answer(2);
    expect((await live.nextEvent())[1]).toBe('go');
  });

  test('of a window key is dropped if it comes too early', async () => {
    await open('<p lv-window-keydown="key?throttle=100"></p>', 'lv-window-keydown lv-throttle');
    for (const key of ['a', 'b', 'c']) await live.page.keyboard.press(key);
    expect((await live.nextEvent())[2]).toEqual({ key: 'a' });
    await live.answer(1);
    await live.pass(1000);
    expect(live.unread).toEqual([]);
  });
});
