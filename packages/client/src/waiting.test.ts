import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { launchBrowser } from '../../../test/browser.js';
import { LivePage } from '../test/live-page.js';

let browser: Browser;
let live: LivePage;
beforeAll(async () => {
  browser = await launchBrowser();
  live = await LivePage.joined(browser, '');
});
afterAll(() => browser.close());

/** The next event without its channel. */
const next = async () => (await live.next()).slice(1);

const refused = () => live.seen('refused');

let templates = 0;
/** A whole tree, of a template that the page does not know. */
const whole = (html: string) => ({ s: [++templates, html] });

/** Clicks at once, before the page hears of anything. */
const clickAll = (...selectors: string[]) =>
  live.page.evaluate((all) => {
    for (const selector of all) document.querySelector<HTMLElement>(selector)!.click();
  }, selectors);

describe('an event that waits', () => {
  const disabled = (event: string) => ({
    code: 'disabled',
    reason: 'The element was disabled or removed.',
    event,
  });
  const button = '<button lv-click="first">first</button>';
  const end = '<i lv-click="end">end</i>';
  const on = { a: { disabled: '' } };
  const off = { a: { disabled: null } };

  test.each([
    ['is disabled', '<button lv-click="b" data-s="0">b</button>', on],
    [
      'is in a fieldset that is disabled',
      '<fieldset data-s="0"><button lv-click="b">b</button></fieldset>',
      on,
    ],
    ['is gone', '<p><!--[0--><button lv-click="b">b</button><!--]--></p>', ''],
    [
      'is a row that is gone',
      '<ul><!--[0--><li data-k="x"><b lv-click="b">b</b></li><!--]--></ul>',
      { l: [['-', 'x']] },
    ],
  ])('is refused when its element %s', async (_, html, change) => {
    await live.show(button + html + end);
    await clickAll('button', '[lv-click=b]', 'i');
    expect(await next()).toEqual([1, 'first', null]);
    await live.push({ 0: change });
    live.send(1, {});
    expect(await next()).toEqual([2, 'end', null]);
    expect(await refused()).toEqual([disabled('b')]);
    expect(await live.page.locator('[lv-click=b][aria-busy]').count()).toBe(0);
  });

  test('is refused where its element is enabled again before its turn', async () => {
    await live.show('<button lv-click="b" data-s="0">b</button>' + end);
    await clickAll('button', 'button', 'i');
    await next();
    await live.push({ 0: on });
    live.send(1, { 0: off });
    expect(await next()).toEqual([2, 'end', null]);
    expect(await refused()).toEqual([disabled('b')]);
  });

  test('is refused where a whole tree does not have its element', async () => {
    await live.show(button + '<p><b lv-click="b">b</b></p>' + end);
    await clickAll('button', 'b', 'i');
    await next();
    await live.push(whole(`${button}<p></p>${end}`));
    live.send(1, {});
    expect(await next()).toEqual([2, 'end', null]);
    expect(await refused()).toEqual([disabled('b')]);
  });

  test.each([
    ['its button', '<button form="f" id="go" data-s="0">go</button>', on],
    [
      'a button outside that is gone',
      '<p><!--[0--><button form="f" id="go">go</button><!--]--></p>',
      '',
    ],
  ])('is refused for a form when the server disables %s', async (_, html, change) => {
    await live.show(`${button}<form id="f" lv-submit="b"><input name="a"></form>${html}${end}`);
    await clickAll('button', '#go', 'i');
    await next();
    await live.push({ 0: change });
    live.send(1, {});
    expect(await next()).toEqual([2, 'end', null]);
    expect(await refused()).toEqual([disabled('b')]);
  });

  test.each([
    [
      'its row is moved',
      '<ul><!--[0--><li data-k="x"><b lv-click="b">b</b></li><li data-k="y">y</li><!--]--></ul>',
      { l: [['>', 'x', null]] },
    ],
    [
      'another row is gone',
      '<ul><!--[0--><li data-k="x"><b lv-click="b">b</b></li><li data-k="y">y</li><!--]--></ul>',
      { l: [['-', 'y']] },
    ],
    ['an element is named disabled that cannot be', '<b lv-click="b" data-s="0">b</b>', on],
    [
      'it is in the legend of a fieldset that is disabled',
      '<fieldset data-s="0"><legend><button lv-click="b">b</button></legend></fieldset>',
      on,
    ],
    ['something else is disabled', '<b lv-click="b">b</b><input data-s="0">', on],
  ])('is sent though %s', async (_, html, change) => {
    await live.show(button + html);
    await clickAll('button', '[lv-click=b]');
    await next();
    await live.push({ 0: change });
    live.send(1, {});
    expect(await next()).toEqual([2, 'b', null]);
    expect(await refused()).toEqual([]);
  });

  test('is sent though the page itself has disabled its element', async () => {
    await live.show(`${button}<button id="b" lv-click="b">b</button><p data-s="0"></p>`);
    await clickAll('button', '#b');
    await live.page.$eval('#b', (element) => ((element as HTMLButtonElement).disabled = true));
    await next();
    await live.push({ 0: 'text' });
    live.send(1, {});
    expect(await next()).toEqual([2, 'b', null]);
  });

  test('is no longer held up by one that was sent, whose element is disabled', async () => {
    await live.show('<button lv-click="b" data-s="0">b</button>' + end);
    await clickAll('button', 'i');
    await next();
    await live.push({ 0: on });
    await live.push(1, { 0: off });
    expect(await next()).toEqual([2, 'end', null]);
    expect(await refused()).toEqual([]);
  });
});

describe('a double click on submit', () => {
  const form =
    '<form lv-submit="save"><input name="a" value="A"><button id="x" name="by" value="x">x</button><button id="y">y</button></form>';

  test.each([
    ['while it is unanswered', false],
    ['while it waits', true],
  ])('is one submit %s', async (_, waits) => {
    await live.show(`<b lv-click="first">first</b>${form}<i lv-click="end">end</i>`);
    if (waits) {
      await clickAll('b');
      expect((await next())[1]).toBe('first');
    }
    await clickAll('#x', '#x', 'i');
    if (waits) live.send(1, {});
    const [ref, name, payload] = await next();
    expect([name, payload]).toEqual(['save', { a: 'A', by: 'x' }]);
    await live.page.click('#x');
    await live.push(ref, {});
    expect((await next())[1]).toBe('end');
    expect(live.unread).toEqual([]);
    expect(await refused()).toEqual([]);
    expect(await live.page.locator('form[aria-busy]').count()).toBe(0);
  });

  test('is two where another button was pressed, or a field changed, in between', async () => {
    await live.show(form);
    await clickAll('#x', '#y');
    await live.page.fill('input', 'B');
    await live.page.click('#y');
    const payloads = [];
    for (let i = 1; i <= 3; i++) {
      payloads.push((await next())[2]);
      live.send(i, {});
    }
    expect(payloads).toEqual([{ a: 'A', by: 'x' }, { a: 'A' }, { a: 'B' }]);
  });

  test('is two once the first was answered, or refused', async () => {
    await live.show(form);
    await clickAll('#x');
    await live.push((await next())[0], {});
    await live.page.click('#x');
    live.send((await next())[0], null, { code: 'failed', reason: 'No.' });
    await expect.poll(refused).toHaveLength(1);
    await live.page.click('#x');
    expect((await next())[0]).toBe(3);
  });
});

describe('an author’s own aria-busy', () => {
  const busy = () => live.page.getAttribute('#x', 'aria-busy');

  test.each(['true', 'false'])('is as it was after an event (%s)', async (value) => {
    await live.show(`<button id="x" lv-click="a" aria-busy="${value}">a</button>`);
    await clickAll('#x', '#x');
    await next();
    expect(await busy()).toBe('true');
    await live.push(1, {});
    expect(await busy()).toBe('true');
    await next();
    await live.push(2, {});
    expect(await busy()).toBe(value);
  });

  test.each([
    ['false', null],
    ['true', 'false'],
    [null, 'true'],
  ])('is what an update has made of it meanwhile (%s, %s)', async (before, after) => {
    const attribute = before ? ` aria-busy="${before}"` : '';
    await live.show(`<button id="x" lv-click="a" data-s="0"${attribute}>a</button>`);
    await clickAll('#x');
    await next();
    await live.push({ 0: { a: { 'aria-busy': after } } });
    expect(await busy()).toBe('true');
    await live.push(1, {});
    expect(await busy()).toBe(after);
    await live.push({ 0: { a: { 'aria-busy': before } } });
    expect(await busy()).toBe(before);
  });

  test.each(['', ' aria-busy="true"', ' aria-busy="false"'])(
    'is what a whole tree has made of it meanwhile (%s)',
    async (attribute) => {
      await live.show('<button id="x" lv-click="a" aria-busy="false">a</button>');
      await clickAll('#x');
      await next();
      await live.push(whole(`<button id="x" lv-click="a"${attribute}>a</button>`));
      expect(await busy()).toBe('true');
      await live.push(1, {});
      expect(await busy()).toBe(/"(.*)"/.exec(attribute)?.[1] ?? null);
    },
  );

  test('is what a whole tree says where nothing is under way', async () => {
    await live.show('<p id="x" aria-busy="true"></p>');
    await live.push(whole('<p id="x"></p>'));
    expect(await busy()).toBe(null);
  });

  test('is left alone by an event that is refused before it is sent', async () => {
    await live.show(`<button id="x" lv-click="a {" aria-busy="false">a</button>`);
    await clickAll('#x');
    expect(await busy()).toBe('false');
  });
});

describe('an event that is larger than the server takes', () => {
  const text = (bytes: number) => 'é'.repeat(bytes / 2);
  const html = '<textarea name="t" lv-input="write"></textarea><i lv-click="end">end</i>';
  /** Bytes of a frame around the text. */
  const around = 33;

  test('is refused by name at once, and the rest goes on over the same line', async () => {
    await live.show(html);
    const { length } = live.lines;
    await live.page.fill('textarea', text(65_536));
    await clickAll('i');
    const [ref, name] = await next();
    expect(name).toBe('end');
    const reason =
      /^The event "write" takes 655\d\d bytes, and the server takes 65536 \(maxPayload\)\.$/;
    expect(await refused()).toEqual([
      { code: 'too-large', reason: expect.stringMatching(reason), event: 'write' },
    ]);
    expect(await live.page.locator('textarea[aria-busy]').count()).toBe(0);
    await live.push(ref, {});
    expect(live.lines.length).toBe(length);
  });

  test('is counted in bytes, as far as the server takes them', async () => {
    await live.show(html);
    await live.page.fill('textarea', text(65_536 - 2 * around));
    expect((await next())[1]).toBe('write');
    expect(await refused()).toEqual([]);
  });

  test('is what the server says', async () => {
    await live.show(html);
    live.line.send(JSON.stringify([0, 0, {}, { maxPayload: 1000 }]));
    await live.page.fill('textarea', text(1000));
    expect(await refused()).toMatchObject([{ code: 'too-large', event: 'write' }]);
    live.line.send(JSON.stringify([0, 0, {}, { maxPayload: 1e6 }]));
    await live.page.fill('textarea', text(500_000));
    expect((await next())[1]).toBe('write');
  });

  test('may be refused by the server, too', async () => {
    await live.show(html);
    await live.page.fill('textarea', 'x');
    live.send((await next())[0], null, { code: 'too-large', reason: 'Too large.' });
    await expect
      .poll(refused)
      .toEqual([{ code: 'too-large', reason: 'Too large.', event: 'write' }]);
    await clickAll('i');
    expect((await next())[1]).toBe('end');
  });
});
