import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { LivePage } from '../../test/live-page.js';

/** Where fields meet other parts: other regions, forms, whole trees, code that does not come. */

let browser: Browser;
let live: LivePage;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  live = await LivePage.joined(browser, '');
});
afterEach(() => live.close());

const shown = (selector = 'input') =>
  live.page.$eval(selector, (element) => (element as HTMLInputElement).value);
const value = (text: string) => ({ 0: { a: { value: text } } });
/** Shows regions, and waits until all have joined. */
const showAll = async (html: string, topic: string) => {
  live.topic = topic;
  await live.page.evaluate((body) => (document.body.innerHTML = body), html);
  await live.page.waitForSelector('skerry-live:not([data-state=live])', { state: 'detached' });
};

test('an editable list item sends its text, and nothing before it is used', async () => {
  await showAll(
    '<skerry-live id="lv-li" data-token="t"><ul><li contenteditable data-s="0" lv-input="say">old</li></ul><!--lv:li--></skerry-live>',
    'lv:li',
  );
  await live.page.focus('li');
  await live.page.keyboard.press('End');
  await live.page.keyboard.type('x');
  expect((await live.next()).slice(2)).toEqual(['say', { value: 'oldx' }, 'input']);
});

describe('a field of a region inside a form of the outer region', () => {
  const show = (field: string) =>
    showAll(
      `<skerry-live id="lv-out" data-token="t"><form lv-input="say"><skerry-live id="lv-in" data-token="t"><input name="n" data-s="0" ${field}><!--lv:in--></skerry-live></form><!--lv:out--></skerry-live>`,
      'lv:out',
    );
  const type = async (...keys: string[]) => {
    await live.page.focus('input');
    await live.page.keyboard.press('End');
    for (const key of keys) await live.page.keyboard.press(key);
  };

  test('follows its own region once the form is answered', async () => {
    await show('value="old"');
    await type('x');
    await live.push((await live.next())[1], {});
    live.topic = 'lv:in';
    await live.push(value('OLDX'));
    await live.page.$eval('input', (input) => input.blur());
    expect(await shown()).toBe('OLDX');
    await live.push(value('third'));
    expect(await shown()).toBe('third');
  });

  test('is unticked again if the form does not take it', async () => {
    await show('type="checkbox"');
    await live.page.click('input');
    await live.push((await live.next())[1], {});
    expect(await live.page.isChecked('input')).toBe(false);
  });

  test('brings back no deleted letter', async () => {
    await show('value="old"');
    await type('x');
    const [, first] = await live.next();
    await type('Backspace');
    await live.push(first, {});
    live.topic = 'lv:in';
    await live.push(value('oldx'));
    expect(await shown()).toBe('old');
  });
});

test('a waiting input replaces another only if it has all its fields', async () => {
  await live.show('<div lv-input="say"><input name="a"><input name="b"><input name="c"></div>');
  for (const name of ['a', 'b', 'c']) await live.page.fill(`[name=${name}]`, name);
  await live.page.fill('[name=c]', 'cc');
  const said = [];
  for (let i = 0; i < 3; i++) {
    const [, seq, , payload] = await live.next();
    said.push(payload);
    await live.push(seq, {});
  }
  expect(said).toEqual([{ a: 'a' }, { b: 'b' }, { c: 'cc' }]);
  expect(live.unread).toEqual([]);
});

test('a submit with the values of the last but one is sent', async () => {
  await live.show('<form lv-submit="save"><input name="n"><button>s</button></form>');
  for (const text of ['z', 'a', 'b', 'a', 'a']) {
    await live.page.fill('input', text);
    await live.page.click('button');
  }
  const said = [];
  for (let i = 0; i < 4; i++) {
    const [, seq, , payload] = await live.next();
    said.push((payload as { n: string }).n);
    await live.push(seq, {});
  }
  expect(said).toEqual(['z', 'a', 'b', 'a']);
  expect(live.unread).toEqual([]);
});

test('an answer to another event leaves typed text alone', async () => {
  await live.show('<input name="t" data-s="0" value="old" lv-input="say"><u lv-click="go">u</u>');
  await live.page.fill('input', 'ab ');
  await live.push((await live.next())[1], value('ab'));
  expect(await shown()).toBe('ab ');
  await live.page.$eval('u', (element) => element.click());
  await live.push((await live.next())[1], {});
  expect(await shown()).toBe('ab ');
});

test('an update waits for the other chunks even if one cannot be loaded', async () => {
  await live.page.route(/\/edits-.*\.js$/, (route) => route.abort());
  await live.show('<input name="t" data-s="0" lv-input="say">');
  await live.page.fill('input', 'mine');
  await live.push((await live.next())[1], {});
  await live.push({ s: [901, '<h1>new</h1><input name="t" data-s="0" lv-input="say">'] });
  expect(await shown()).toBe('mine');
  expect(await live.page.evaluate(() => document.activeElement!.localName)).toBe('input');
});

test('a whole tree brings the shadow root of another template', async () => {
  const host = (text: string) =>
    `<div><template shadowrootmode="open" shadowrootclonable><b>${text}</b></template></div>`;
  await live.show('<!--[0--><!--]-->');
  const tree = (number: number, text: string) => ({
    s: [901, '<!--[0--><!--]-->'],
    d: [{ s: [number, host(text)] }],
  });
  await live.push(tree(902, 'A'));
  await live.push(tree(903, 'B'));
  expect(await live.page.$eval('div', (div) => div.shadowRoot!.innerHTML)).toBe('<b>B</b>');
});
