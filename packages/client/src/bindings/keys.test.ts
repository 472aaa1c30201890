import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { LivePage } from '../../test/live-page.js';

let browser: Browser;
let live: LivePage;
beforeAll(async () => {
  browser = await openBrowser();
  live = await LivePage.joined(browser, '');
});
afterAll(() => browser.close());

const next = () => live.answeredEvent();

describe('a binding of keys', () => {
  test.each([
    ['', 'a', 'a'],
    ['lv-key="Escape"', 'Escape', 'Escape'],
    ['lv-key="escape Enter"', 'Enter', 'Enter'],
    ['lv-key="ctrl+s"', 'Control+s', 's'],
    ['lv-key="ctrl+shift+s"', 'Control+Shift+S', 'S'],
    ['lv-key="mod+k"', 'Control+k', 'k'],
    ['lv-key="?"', 'Shift+?', '?'],
    ['lv-key="space"', ' ', ' '],
    ['lv-key="+"', '+', '+'],
  ])('lv-keydown %s takes %s', async (option, pressed, key) => {
    await live.show(`<input lv-keydown="press" ${option}>`, 'lv-keydown lv-key');
    await live.page.focus('input');
    await live.page.keyboard.press(pressed.includes('+') && pressed.length > 1 ? pressed : pressed);
    let event = await next();
    // Modifiers are keys of their own.
    while (/Control|Shift/.test((event[2] as { key: string }).key)) event = await next();
    expect(event.slice(1)).toEqual(['press', { key }, 'keydown']);
  });

  test.each([
    ['lv-key="Escape"', 'a'],
    ['lv-key="s"', 'Control+s'],
    ['lv-key="ctrl+s"', 's'],
    ['lv-key="s"', 'Shift+S'],
  ])('lv-keydown %s leaves %s alone', async (option, pressed) => {
    await live.show(
      `<input lv-keydown="press" ${option}><button lv-click="end">end</button>`,
      'lv-keydown',
    );
    await live.page.focus('input');
    await live.page.keyboard.press(pressed);
    await live.page.click('button');
    expect((await next())[1]).toBe('end');
  });

  test('lv-key with a modifier takes the place of the browser’s own shortcut', async () => {
    await live.show('<input lv-keydown="save?key=ctrl%2Bs">', 'lv-keydown lv-key');
    await live.page.evaluate(() => {
      addEventListener('keydown', (event) =>
        window.seen.push({ name: 'key', detail: event.defaultPrevented }),
      );
    });
    await live.page.focus('input');
    await live.page.keyboard.press('Control+s');
    expect((await next())[1]).toBe('save');
    expect(await live.seen('key')).toEqual([false, true]);
  });

  test('lv-keyup takes the keys of a field, with part of the payload', async () => {
    await live.show(`<input lv-keyup='move {"id":7}'>`, 'lv-keyup');
    await live.page.focus('input');
    await live.page.keyboard.press('x');
    expect(await next()).toEqual([1, 'move', { key: 'x', id: 7 }, 'keyup']);
  });

  test('lv-window-keydown hears keys anywhere', async () => {
    await live.show(
      '<p lv-window-keydown="close" lv-key="Escape"></p><input>',
      'lv-window-keydown',
    );
    await live.page.focus('input');
    await live.page.keyboard.press('a');
    await live.page.keyboard.press('Escape');
    expect(await next()).toEqual([1, 'close', { key: 'Escape' }, 'window-keydown']);
  });

  test('lv-keydown that does not take a key leaves it to the one around it', async () => {
    await live.show(
      '<div lv-keydown="close" lv-key="Escape"><input lv-keydown="save" lv-key="Enter"></div>',
      'lv-keydown lv-key',
    );
    await live.page.focus('input');
    await live.page.keyboard.press('Escape');
    expect((await next())[1]).toBe('close');
    await live.page.keyboard.press('Enter');
    expect((await next())[1]).toBe('save');
    expect(live.unread).toEqual([]);
  });

  test('a key that the browser presses to fill in a field is no key', async () => {
    await live.show('<input lv-keydown="press"><b lv-click="end">b</b>', 'lv-keydown');
    await live.page.$eval('input', (input) =>
      input.dispatchEvent(new Event('keydown', { bubbles: true })),
    );
    await live.page.click('b');
    expect((await next())[1]).toBe('end');
  });

  test.each([
    ['ctrl+shift+1', { key: '!', code: 'Digit1', ctrlKey: true, shiftKey: true }, true],
    ['ctrl+s', { key: 'ы', code: 'KeyS', ctrlKey: true }, true],
    ['ctrl+q', { key: 'a', code: 'KeyQ', ctrlKey: true }, false],
    ['shift+?', { key: '?', code: 'Slash' }, false],
    ['shift+ctrl+k', { key: 'K', code: 'KeyK', ctrlKey: true, shiftKey: true }, true],
  ])('lv-key="%s" is the key in its place', async (key, pressed, isTaken) => {
    await live.show(`<input lv-keydown="press" lv-key="${key}">`, 'lv-keydown lv-key');
    const isLeft = await live.page.$eval(
      'input',
      (input, init) =>
        input.dispatchEvent(
          new KeyboardEvent('keydown', { ...init, bubbles: true, cancelable: true }),
        ),
      pressed,
    );
    expect(isLeft).toBe(!isTaken);
    if (isTaken) await next();
  });

  test('a window key is heard by each element, also if the first takes it', async () => {
    await live.show(
      '<p lv-window-keydown="a" lv-key="ctrl+k"></p><p lv-window-keydown="b" lv-key="ctrl+k"></p>',
      'lv-window-keydown lv-key',
    );
    await live.page.keyboard.press('Control+k');
    expect([(await next())[1], (await next())[1]]).toEqual(['a', 'b']);
  });
});
