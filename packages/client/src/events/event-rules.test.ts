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

/** The next event without its channel. */
const next = async () => (await live.next()).slice(1);

const refused = () => live.seen('refused');

let templates = 0;
/** A whole tree, of a template that the page does not know. */
const whole = (html: string) => ({ s: [++templates, html] });

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
      'is a row that is removed',
      '<ul><!--[0--><li data-k="x"><b lv-click="b">b</b></li><!--]--></ul>',
      { l: [['-', 'x']] },
    ],
  ])('is refused when its element %s', async (_, html, change) => {
    await live.show(button + html + end);
    await live.clickAll('button', '[lv-click=b]', 'i');
    expect(await next()).toEqual([1, 'first', null]);
    await live.push({ 0: change });
    live.send(1, {});
    expect(await next()).toEqual([2, 'end', null]);
    expect(await refused()).toEqual([disabled('b')]);
    expect(await live.page.locator('[lv-click=b][aria-busy]').count()).toBe(0);
  });

  test('is refused even if its element is enabled again before its turn', async () => {
    await live.show('<button lv-click="b" data-s="0">b</button>' + end);
    await live.clickAll('button', 'button', 'i');
    await next();
    await live.push({ 0: on });
    live.send(1, { 0: off });
    expect(await next()).toEqual([2, 'end', null]);
    expect(await refused()).toEqual([disabled('b')]);
  });

  test('is refused if a whole tree does not have its element', async () => {
    await live.show(button + '<p><b lv-click="b">b</b></p>' + end);
    await live.clickAll('button', 'b', 'i');
    await next();
    await live.push(whole(`${button}<p></p>${end}`));
    live.send(1, {});
    expect(await next()).toEqual([2, 'end', null]);
    expect(await refused()).toEqual([disabled('b')]);
  });

  test.each([
    ['its button', '<button form="f" id="go" data-s="0">go</button>', on],
    [
      'a button outside that is removed',
      '<p><!--[0--><button form="f" id="go">go</button><!--]--></p>',
      '',
    ],
  ])('is refused for a form when the server disables %s', async (_, html, change) => {
    await live.show(`${button}<form id="f" lv-submit="b"><input name="a"></form>${html}${end}`);
    await live.clickAll('button', '#go', 'i');
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
      'another row is removed',
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
    await live.clickAll('button', '[lv-click=b]');
    await next();
    await live.push({ 0: change });
    live.send(1, {});
    expect(await next()).toEqual([2, 'b', null]);
    expect(await refused()).toEqual([]);
  });

  test('is sent though the page itself has disabled its element', async () => {
    await live.show(`${button}<button id="b" lv-click="b">b</button><p data-s="0"></p>`);
    await live.clickAll('button', '#b');
    await live.page.$eval('#b', (element) => ((element as HTMLButtonElement).disabled = true));
    await next();
    await live.push({ 0: 'text' });
    live.send(1, {});
    expect(await next()).toEqual([2, 'b', null]);
  });

  test('is refused when an update of the region around its own disables it', async () => {
    const outer = live.joins.length;
    const topic = `lv:r${outer}`;
    await live.show(
      `<fieldset data-s="0"><!--[1--><skerry-live id="lv-in${outer}" data-token="t">${button}<button lv-click="b" id="b">b</button>${end}<!--lv:in${outer}--></skerry-live><!--]--></fieldset>`,
    );
    await expect.poll(() => live.channels.has(`lv:in${outer}`)).toBe(true);
    live.topic = `lv:in${outer}`;
    await live.clickAll('button', '#b', 'i');
    await next();
    live.topic = topic;
    await live.push({ 0: on });
    await live.push({ 0: off });
    live.topic = `lv:in${outer}`;
    live.send(1, {});
    expect(await next()).toEqual([2, 'end', null]);
    expect(await refused()).toEqual([disabled('b')]);
  });

  test('is refused when the answer to the join disables its element', async () => {
    const page = await LivePage.open(browser, '<button lv-click="b" data-s="0">b</button>' + end, {
      answerJoin: () => undefined,
    });
    await expect.poll(() => page.joins.length).toBe(1);
    await page.page.click('button');
    await page.push(0, { 0: on });
    await page.page.click('i');
    expect((await page.next()).slice(1)).toEqual([1, 'end', null]);
    expect(await page.seen('refused')).toEqual([disabled('b')]);
    await page.close();
  });

  test('is refused when the update that disables its element waits for code', async () => {
    const page = await LivePage.joined(
      browser,
      `${button}<button lv-click="b" data-s="0">b</button><p><!--1--><!----></p>${end}`,
    );
    let load = () => {};
    const held = new Promise<void>((resolve) => (load = resolve));
    await page.page.route('**/fields*', async (route) => {
      await held;
      await route.fallback();
    });
    for (const name of ['first', 'b', 'end']) await page.page.click(`[lv-click=${name}]`);
    await page.next();
    page.send({ 0: on, 1: whole('<input>') });
    page.send(1, {});
    load();
    expect((await page.next()).slice(1)).toEqual([2, 'end', null]);
    expect(await page.seen('refused')).toEqual([disabled('b')]);
    await page.close();
  });

  test('is sent if the code that refuses it cannot be loaded', async () => {
    const page = await LivePage.joined(browser, button + '<b lv-click="b" data-s="0">b</b>');
    await page.page.route('**/event-rules*', (route) => route.abort());
    await page.page.click('button');
    await page.page.click('b');
    await page.next();
    await page.push(1, { 0: 'text' });
    expect((await page.next()).slice(1)).toEqual([2, 'b', null]);
    await page.close();
  });

  test('does not wait for a sent one whose element is disabled', async () => {
    await live.show('<button lv-click="b" data-s="0">b</button>' + end);
    await live.clickAll('button', 'i');
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
      await live.clickAll('b');
      expect((await next())[1]).toBe('first');
    }
    await live.clickAll('#x', '#x', 'i');
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

  test('is two events if another button was pressed, or a field changed, in between', async () => {
    await live.show(form);
    await live.clickAll('#x', '#y');
    await live.page.fill('input', 'B');
    await live.page.click('#y');
    const payloads = [];
    for (let i = 1; i <= 3; i++) {
      payloads.push((await next())[2]);
      live.send(i, {});
    }
    expect(payloads).toEqual([{ a: 'A', by: 'x' }, { a: 'A' }, { a: 'B' }]);
  });

  test('is one event if Enter is pressed twice in a field', async () => {
    await live.show(`${form}<i lv-click="end">end</i>`);
    await live.page.focus('input');
    await live.page.keyboard.press('Enter');
    await live.page.keyboard.press('Enter');
    await live.page.click('i');
    const [ref, name, payload] = await next();
    expect([name, payload]).toEqual(['save', { a: 'A', by: 'x' }]);
    await live.push(ref, {});
    expect((await next())[1]).toBe('end');
  });

  test('is one event if Enter is pressed twice in a form without a button', async () => {
    await live.show(
      '<form lv-submit="save"><input name="a" value="A"></form><i lv-click="end">e</i>',
    );
    await live.page.focus('input');
    await live.page.keyboard.press('Enter');
    await live.page.keyboard.press('Enter');
    await live.page.click('i');
    const [ref, name, payload] = await next();
    expect([name, payload]).toEqual(['save', { a: 'A' }]);
    await live.push(ref, {});
    expect((await next())[1]).toBe('end');
  });

  test('is two events if the buttons, here outside the form, have other values', async () => {
    await live.show(
      '<form id="f" lv-submit="save" action="/a"></form><button form="f" formaction="/b" name="op" value="b">b</button><button form="f" formaction="/c" name="op" value="c">c</button>',
    );
    await live.clickAll('[value=b]', '[value=b]', '[value=c]', '[value=c]');
    expect((await next())[2]).toEqual({ op: 'b' });
    await live.push(1, {});
    expect(await next()).toEqual([2, 'save', { op: 'c' }, 'submit']);
    await live.push(2, {});
    expect(live.unread).toEqual([]);
  });

  test('is two events once the first was answered, or refused', async () => {
    await live.show(form);
    await live.clickAll('#x');
    await live.push((await next())[0], {});
    await live.page.click('#x');
    live.send((await next())[0], null, { code: 'failed', reason: 'No.' });
    await expect.poll(refused).toHaveLength(1);
    await live.page.click('#x');
    expect((await next())[0]).toBe(3);
  });
});

describe('an event that is larger than the server reads', () => {
  const text = (bytes: number) => 'é'.repeat(bytes / 2);
  const html = '<textarea name="t" lv-input="write"></textarea><i lv-click="end">end</i>';
  /** Bytes of a frame around the text. */
  const around = 33;

  test('is refused by name at once, and the others go on over the same connection', async () => {
    await live.show(html);
    const { length } = live.lines;
    await live.page.fill('textarea', text(65_536));
    await live.clickAll('i');
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

  test('is measured in bytes, against the server’s limit', async () => {
    await live.show(html);
    await live.page.fill('textarea', text(65_536 - 2 * around));
    expect((await next())[1]).toBe('write');
    expect(await refused()).toEqual([]);
  });

  test('is measured against the limit that the server sends', async () => {
    await live.show(html);
    live.line.send(JSON.stringify([0, 0, {}, { maxPayload: 1000 }]));
    await live.page.fill('textarea', text(1000));
    expect(await refused()).toMatchObject([{ code: 'too-large', event: 'write' }]);
    live.line.send(JSON.stringify([0, 0, {}, { maxPayload: 1e6 }]));
    await live.page.fill('textarea', text(500_000));
    expect((await next())[1]).toBe('write');
  });

  test('can be refused by the server, too', async () => {
    await live.show(html);
    await live.page.fill('textarea', 'x');
    live.send((await next())[0], null, { code: 'too-large', reason: 'Too large.' });
    await expect
      .poll(refused)
      .toEqual([{ code: 'too-large', reason: 'Too large.', event: 'write' }]);
    await live.clickAll('i');
    expect((await next())[1]).toBe('end');
  });
});

test('a duplicate event before the code for duplicates is loaded is not sent either', async () => {
  const page = await LivePage.joined(browser, '');
  let load = () => {};
  const held = new Promise<void>((resolve) => (load = resolve));
  await page.page.route('**/event-rules*', async (route) => {
    await held;
    await route.fallback();
  });
  await page.page.evaluate(() => {
    document.body.innerHTML =
      '<skerry-live id="lv-b" data-token="t"><label lv-click="a"><b>t</b><input type="checkbox"></label><form lv-submit="save"><input name="n" value="N"><button>go</button></form><i lv-click="end">end</i><!--lv:b--></skerry-live>';
  });
  for (const selector of ['b', 'button', 'button', 'i']) await page.page.click(selector);
  page.topic = 'lv:b';
  load();
  for (const [i, name] of ['a', 'save', 'end'].entries()) {
    expect((await page.next()).slice(1, 3)).toEqual([i + 1, name]);
    page.send(i + 1, {});
  }
  await page.close();
});
