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

describe('lv-confirm', () => {
  const html =
    '<b lv-click="drop" lv-confirm="Sure?">b</b><i lv-click="end">end</i><u lv-click="wipe?confirm=Really%3F&amp;confirm-text=DELETE">u</u>';
  const uses = 'lv-confirm lv-confirm-text';

  test('asks, and sends what is confirmed', async () => {
    await open(html, uses);
    const seen = live.answerDialogs(false, true);
    await live.page.click('b');
    await live.page.click('b');
    await live.page.click('i');
    expect(await live.nextEvent()).toEqual([1, 'drop', null]);
    await live.answer(1);
    expect(await live.nextEvent()).toEqual([2, 'end', null]);
    expect(seen).toEqual(['confirm Sure?', 'confirm Sure?']);
  });

  test('has the visitor type a word', async () => {
    await open(html, uses);
    const seen = live.answerDialogs('delete', 'DELETE');
    await live.page.click('u');
    await live.page.click('u');
    await live.page.click('i');
    expect(await live.nextEvent()).toEqual([1, 'wipe', null]);
    await live.answer(1);
    expect(await live.nextEvent()).toEqual([2, 'end', null]);
    expect(seen).toEqual(['prompt Really?', 'prompt Really?']);
  });

  test('leaves the question to a page that asks itself', async () => {
    await open(html, uses);
    await live.page.evaluate(() =>
      document.addEventListener('skerry:confirm', (event) => {
        event.preventDefault();
        const { question, answer: then } = (event as CustomEvent).detail;
        window.seen.push({ name: 'asked', detail: question });
        setTimeout(() => then(true), 50);
      }),
    );
    await live.page.click('b');
    expect(live.unread).toEqual([]);
    await live.pass(50);
    expect(await live.nextEvent()).toEqual([1, 'drop', null]);
    expect(await live.seen('asked')).toEqual(['Sure?']);
  });

  test('that is declined unticks a box, and keeps a text', async () => {
    await open(
      '<input type="checkbox" lv-click="tick" lv-confirm="Sure?" data-s="0"><form lv-submit="save" lv-confirm="Sure?"><input name="q" value="a"><button>b</button></form>',
      uses,
    );
    live.answerDialogs(false, false);
    await live.page.click('[type=checkbox]');
    await expect.poll(() => live.page.isChecked('[type=checkbox]')).toBe(false);
    await live.page.fill('[name=q]', 'typed');
    await live.page.click('button');
    expect(await live.page.inputValue('[name=q]')).toBe('typed');
  });
});

describe('a question', () => {
  test.each([
    [
      'a box',
      '<input type="checkbox" name="q" lv-change="set" lv-confirm="Sure?" data-s="0">',
      '[name=q]',
    ],
    [
      'a form with a box',
      '<form lv-change="set" lv-confirm="Sure?"><input name="t"><input type="checkbox" name="q" data-s="0"></form>',
      '[name=q]',
    ],
  ])('that is declined leaves the change of %s undone', async (_, html, selector) => {
    await open(html, 'lv-change lv-confirm');
    live.page.on('dialog', (dialog) => void dialog.dismiss());
    await live.page.click(selector);
    await expect.poll(() => live.page.isChecked(selector)).toBe(false);
    expect(await live.seen('refused')).toMatchObject([{ code: 'declined', event: 'set' }]);
    expect(live.unread).toEqual([]);
  });

  test('has one answer', async () => {
    await open('<b lv-click="go" lv-confirm="Sure?">b</b>', 'lv-confirm');
    await live.page.evaluate(() =>
      addEventListener('skerry:confirm', (event) => {
        event.preventDefault();
        const { answer: say } = (event as CustomEvent<{ answer(is: boolean): void }>).detail;
        say(true);
        say(true);
        say(false);
      }),
    );
    await live.page.click('b');
    await live.nextEvent();
    await live.answer(1);
    expect([live.unread, await live.seen('refused')]).toEqual([[], []]);
  });

  test('is asked after the pause', async () => {
    await open(
      '<input lv-input="look?debounce=300&confirm=Sure%3F" name="q">',
      'lv-debounce lv-confirm',
    );
    let asked = 0;
    live.page.on('dialog', (dialog) => {
      asked++;
      void dialog.accept();
    });
    await live.page.type('input', 'abc');
    expect(asked).toBe(0);
    await live.pass(300);
    expect((await live.nextEvent())[2]).toEqual({ q: 'abc' });
    expect(asked).toBe(1);
  });
});
