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

const checked = () => live.page.isChecked('input');
const text = () => live.page.inputValue('input');
const refusal = (code: string) => ({ code, reason: 'No.' });

describe.each([
  [
    'a label around a box',
    '<label lv-click="a"><b>t</b><input type="checkbox" data-s="0"></label>',
  ],
  [
    'an element around a box and its label',
    '<div lv-click="a"><label for="x"><b>t</b></label><input id="x" type="checkbox" data-s="0"></div>',
  ],
])('a click on %s takes the box along', (_, html) => {
  test('so that its answer unticks it', async () => {
    await live.show(html);
    await live.page.click('b');
    await live.next();
    expect(await checked()).toBe(true);
    await live.push(1, {});
    expect(await checked()).toBe(false);
  });

  test('so that a refusal unticks it', async () => {
    await live.show(html);
    await live.page.click('b');
    await live.next();
    live.send(1, null, refusal('invalid-payload'));
    await expect.poll(checked).toBe(false);
  });
});

describe('an event of a form carries its fields outside', () => {
  const html =
    '<form id="f" lv-input="check"></form><input name="a" form="f" data-s="0" value="A"><hr tabindex="0">';
  const type = async () => {
    await live.show(html);
    await live.page.fill('input', 'B');
    await live.next();
  };

  test('so that they show the server’s value', async () => {
    await type();
    await live.push(1, { 0: { a: { value: 'C' } } });
    expect(await text()).toBe('C');
  });

  test('so that they show the old value after a refusal', async () => {
    await type();
    live.send(1, null, refusal('invalid-payload'));
    await expect.poll(text).toBe('A');
  });

  test('so that they keep typed text while another event of the form waits', async () => {
    await type();
    await live.page.fill('input', 'BB');
    await live.push(1, { 0: { a: { value: 'C' } } });
    expect(await text()).toBe('BB');
  });
});

describe('an entry in a field', () => {
  test('stays if its event is too large', async () => {
    await live.show('<input name="a" lv-input="write" data-s="0" value="A">');
    const long = 'x'.repeat(70_000);
    await live.page.fill('input', long);
    await expect.poll(() => live.seen('refused')).toMatchObject([{ code: 'too-large' }]);
    expect(await text()).toBe(long);
    await live.push({ 0: { a: { value: 'B' } } });
    expect(await text()).toBe(long);
  });

  test('stays if the server refuses its event as too large', async () => {
    await live.show('<input name="a" lv-input="write" data-s="0" value="A">');
    await live.page.fill('input', 'B');
    await live.next();
    live.send(1, null, refusal('too-large'));
    await expect.poll(() => live.seen('refused')).toHaveLength(1);
    expect(await text()).toBe('B');
  });

  test('stays if the server has disabled the field before its event was sent', async () => {
    await live.show(
      '<b lv-click="first">first</b><input name="a" lv-input="write" data-s="0" value="A">',
    );
    await live.page.click('b');
    await live.page.fill('input', 'B');
    await live.next();
    await live.push({ 0: { a: { disabled: '' } } });
    expect(await live.seen('refused')).toMatchObject([{ code: 'disabled', event: 'write' }]);
    await live.push(1, { 0: { a: { disabled: null, value: 'C' } } });
    expect(await text()).toBe('B');
    expect(live.unread).toEqual([]);
  });
});

describe('at the join a field raises its event', () => {
  /** Opens a page whose fields were filled before the client ran. */
  const open = (html: string) =>
    LivePage.joined(
      browser,
      `${html}<script>for (const e of document.querySelectorAll('input')) e.type === 'checkbox' ? (e.checked = true) : (e.value = 'B')</script>`,
    );

  test.each([
    [
      'outside its form',
      '<form id="f" lv-input="check"></form><input name="a" form="f" value="A">',
      ['check', { a: 'B' }, 'input'],
    ],
    [
      'in a label that is bound',
      '<label lv-click="tick">t<input type="checkbox"></label>',
      ['tick', null],
    ],
  ])('%s', async (_, html, expected) => {
    const page = await open(html);
    expect((await page.next()).slice(2)).toEqual(expected);
    await page.close();
  });

  test('unless it is disabled, or belongs to another form', async () => {
    const page = await open(
      '<form id="g"></form><input lv-input="a" value="A" disabled><form lv-input="b"><input name="n" form="g" value="A"></form><i lv-click="end">e</i>',
    );
    await page.page.click('i');
    expect((await page.next()).slice(1)).toEqual([1, 'end', null]);
    await page.close();
  });
});
