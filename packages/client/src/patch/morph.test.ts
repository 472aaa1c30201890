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

let templates = 100;
/** Sends a whole tree: one template, whose places are texts and attributes. */
const whole = (markup: string, ...places: unknown[]) =>
  live.push({ s: [++templates, markup], d: places });
const mark = (selector: string) =>
  live.page.$eval(selector, (element) => ((element as any).mark = true));
const isMarked = (selector: string) =>
  live.page.$eval(selector, (element) => (element as any).mark === true);

describe('a whole tree in place of another', () => {
  test('is shown, and can be patched', async () => {
    await live.show('<h1>old</h1><p data-s="0" class="a" title="t">x</p><!--1-->y<!---->');
    await whole(
      '<p data-s="0"></p><b>new</b><!--[1--><!--]-->',
      { a: { class: 'b' }, x: 'X' },
      { h: '<i>Y</i>' },
    );
    expect(await live.clean()).toBe('<p class="b">X</p><b>new</b><i>Y</i>');
    await live.push({ 0: 'XX', 1: 'YY' });
    expect(await live.clean()).toBe('<p class="b">XX</p><b>new</b>YY');
  });

  test('keeps focus, caret and typed text', async () => {
    await live.show(
      '<p>a</p><form><input name="q" data-s="0" value="server"><textarea data-s="1">s</textarea></form>',
    );
    await live.page.fill('textarea', 'mine too');
    await live.page.fill('input', 'mine');
    await live.page.keyboard.press('ArrowLeft');
    await whole(
      '<div>more</div><p>b</p><form><input name="q" data-s="0"><textarea data-s="1"></textarea></form>',
      { a: { value: 'other' } },
      'other',
    );
    const state = await live.page.evaluate(() => {
      const active = document.activeElement as HTMLInputElement;
      return [active.value, active.defaultValue, active.selectionStart];
    });
    expect(state).toEqual(['mine', 'other', 3]);
    expect(await live.page.inputValue('textarea')).toBe('mine too');
  });

  test('keeps forms that work without script, and what is behind buttons that do', async () => {
    const button = (attributes: string) =>
      `<button lv-click="go {&quot;by&quot;:1}"${attributes}>Go</button>`;
    const form = (attributes: string) =>
      `<form lv-submit="save"${attributes}><input name="title"></form>`;
    await live.show(
      button(' type="submit" form="lv-aaaaaaaaaaaa-post" name="_skerry:go {&quot;by&quot;:1}"') +
        '<input id="free">' +
        form(' id="lv-aaaaaaaaaaaa-f0" method="post" data-post=""'),
    );
    await live.page.fill('#free', 'mine');
    await live.page.fill('[name=title]', 'mine too');
    await mark('button');
    await whole(`${button('')}<input id="free">${form('')}<!--[0--><!--]-->`, { h: '<b>new</b>' });
    expect(await live.clean()).toContain('<b>new</b>');
    expect(await live.page.inputValue('#free')).toBe('mine');
    expect(await live.page.inputValue('[name=title]')).toBe('mine too');
    expect(await isMarked('button')).toBe(true);
    expect(await live.clean()).not.toMatch(/_skerry|lv-a|post/);
  });

  test('shows new values in unedited fields, and keeps choices', async () => {
    const markup = (checked: string, selected: string) =>
      `<input data-s="0" value="${checked}"><input type="checkbox" ${checked}><select>${['a', 'b', 'c'].map((each) => `<option ${selected === each ? 'selected' : ''}>${each}</option>`).join('')}</select>`;
    await live.show(markup('', 'a'));
    await live.page.selectOption('select', 'b');
    await whole(markup('checked', 'c'), { a: { value: 'v' } });
    expect(await live.page.inputValue('input')).toBe('v');
    expect(await live.page.isChecked('[type=checkbox]')).toBe(true);
    expect(await live.page.inputValue('select')).toBe('b');
  });

  test('keeps dialogs and details open, and scroll', async () => {
    const markup = (text: string) =>
      `<details><summary>s</summary>${text}</details><dialog><p>${text}</p></dialog><div style="height:50px;overflow:auto"><div style="height:500px">${text}</div></div>`;
    await live.show(markup('old'));
    await live.page.click('summary');
    await live.page.$eval('dialog', (dialog) => dialog.showModal());
    await live.page.$eval('skerry-live > div', (div) => (div.scrollTop = 70));
    await whole(markup('new'));
    expect(await live.page.$eval('dialog', (dialog) => dialog.matches(':modal'))).toBe(true);
    expect(await live.page.innerText('dialog')).toBe('new');
    expect(await live.page.$eval('details', (details) => details.open)).toBe(true);
    expect(await live.page.$eval('skerry-live > div', (div) => div.scrollTop)).toBe(70);
  });

  test('opens and closes with the server, and keeps the visitor’s changes', async () => {
    const markup = (open: string) =>
      `<details ${open}><summary>s</summary></details><dialog ${open}></dialog><x-menu ${open}></x-menu>`;
    const opened = () =>
      live.page.$$eval('skerry-live > *', (all) => all.map((each) => each.hasAttribute('open')));
    await live.show(markup('open'));
    await whole(markup(''));
    expect(await opened()).toEqual([false, false, false]);
    await whole(markup('open'));
    expect(await opened()).toEqual([true, true, true]);
    await live.page.click('summary');
    await live.page.$eval('dialog', (dialog) => dialog.close());
    await live.page.$eval('x-menu', (menu) => menu.removeAttribute('open'));
    await whole(markup('open'));
    expect(await opened()).toEqual([false, false, false]);
    await whole(markup(''));
    await whole(markup('open'));
    expect(await opened()).toEqual([true, true, true]);
  });

  test('keeps rows by their keys, with their content', async () => {
    const row = (key: string) => [key, { s: [99, '<li><input></li>'] }];
    const list = (...keys: string[]) => ({ r: keys.map(row) });
    await live.show('<ul><!--[0--><!--]--></ul>');
    await live.push({ 0: list('a', 'b', 'c') });
    await live.page.fill('[data-k=c] input', 'typed');
    await mark('[data-k=a]');
    await whole('<h2>title</h2><ul><!--[0--><!--]--></ul>', list('c', 'x', 'a'));
    expect(await live.page.$$eval('li', (rows) => rows.map((each) => each.dataset.k).join())).toBe(
      'c,x,a',
    );
    expect(await live.page.inputValue('[data-k=c] input')).toBe('typed');
    expect(await live.page.evaluate(() => (document.activeElement as HTMLInputElement).value)).toBe(
      'typed',
    );
    expect(await isMarked('[data-k=a]')).toBe(true);
  });

  test('keeps rows that are keyed by comments together with their comments', async () => {
    const row = (key: string) => [
      key,
      {
        s: [98, '<dt data-s="0"></dt><!--[1--><!--]-->'],
        d: [key, { s: [97, '<dd><input></dd>'] }],
      },
    ];
    const list = (...keys: string[]) => ({ r: keys.map(row) });
    await live.show('<dl><!--[0--><!--]--></dl>');
    await live.push({ 0: list('a', 'b', 'c') });
    await live.page.locator('input').nth(2).fill('typed in c');
    await whole('<dl><!--[0--><!--]--></dl>', list('c', 'a'));
    expect(await live.page.innerText('dl')).toMatch(/^c\s+a$/);
    expect(await live.page.locator('input').first().inputValue()).toBe('typed in c');
  });

  test('knows such rows by their keys, however these are escaped', async () => {
    await live.show('<dl><!--[0--><!--k:a%2Db--><dt>x</dt><dd><input></dd><!--]--></dl>');
    await live.page.fill('input', 'typed');
    const row = (key: string) => [key, { s: [96, '<dt>x</dt><dd><input></dd>'] }];
    await whole('<dl><!--[0--><!--]--></dl>', { r: [row('new'), row('a-b')] });
    expect(
      await live.page
        .locator('input')
        .nth(1)
        .evaluate((field: HTMLInputElement) => [field.value, field === document.activeElement]),
    ).toEqual(['typed', true]);
    await live.push({ 0: { l: [['-', 'a-b']] } });
    expect(await live.page.locator('input').count()).toBe(1);
  });

  test('does not take an element from behind a place for one inside', async () => {
    await live.show('<!--0-->text<!----><em>static</em>');
    await mark('em');
    await whole('<!--[0--><!--]--><em>static</em>', { h: '<em>new</em>' });
    expect(await live.clean()).toBe('<em>new</em><em>static</em>');
    expect(await isMarked('em:last-of-type')).toBe(true);
  });

  test('keeps regions inside as they are', async () => {
    await live.show(
      '<!--[0--><skerry-live id="lv-in" data-token="t"><p data-s="0">inner</p></skerry-live><!--]-->',
    );
    await live.page.waitForSelector('#lv-in[data-state=live]', { state: 'attached' });
    await mark('#lv-in p');
    const { length } = live.joins;
    await whole('<h1>new</h1><!--[0--><!--]-->', { v: 'in', k: 'u' });
    expect(await isMarked('#lv-in p')).toBe(true);
    expect(await live.page.getAttribute('#lv-in', 'data-token')).toBe('u');
    expect(await live.page.getAttribute('#lv-in', 'data-state')).toBe('live');
    expect(live.joins.length).toBe(length);
  });

  test('leaves regions inside the state that they had before it could be noted', async () => {
    await live.show(
      '<!--[0--><skerry-live id="lv-early" data-token="t" data-state="live"></skerry-live><!--]-->',
    );
    await live.page.waitForSelector('#lv-early[data-state=live]', { state: 'attached' });
    await whole('<h1>new</h1><!--[0--><!--]-->', { v: 'early', k: 'u' });
    expect(await live.page.getAttribute('#lv-early', 'data-state')).toBe('live');
  });

  test('tells elements of one id apart', async () => {
    await live.show('<p id="x">1</p><p id="x">2</p><p id="x">3</p>');
    await whole('<p id="x">A</p><b>-</b><p id="x">B</p>');
    expect(await live.clean()).toBe('<p id="x">A</p><b>-</b><p id="x">B</p>');
  });

  test('drops nodes by others, and keeps the client’s own attributes', async () => {
    await live.show('<button lv-click="a">go</button><p>x</p>');
    await live.page.click('button');
    await live.page.$eval('p', (p) => p.before('stray', document.createElement('aside')));
    await whole('<button lv-click="b">go</button><p>x</p>');
    expect(await live.clean()).toBe(
      '<button lv-click="b" aria-busy="true" data-pending="a">go</button><p>x</p>',
    );
  });

  test('does not disturb a text that is composed', async () => {
    const keyboard = await live.page.context().newCDPSession(live.page);
    await live.show('<input name="q" value="a">');
    await live.page.focus('input');
    await live.page.keyboard.press('End');
    await keyboard.send('Input.imeSetComposition', {
      text: 'か',
      selectionStart: 1,
      selectionEnd: 1,
    });
    await whole('<h1>x</h1><input name="q" value="b">');
    await keyboard.send('Input.insertText', { text: '火' });
    expect(await live.page.inputValue('input')).toBe('a火');
  });

  test('lets later updates wait', async () => {
    await live.show('<p data-s="0">old</p>');
    live.send({
      s: [++templates, '<p data-s="0"></p><ul><!--[1--><!--]--></ul>'],
      d: ['new', { r: [] }],
    });
    live.send({ 0: 'newer', e: [['tide', 1]] });
    await live.push({ 1: { l: [['+', null, ['a', 'A']]] } });
    await expect.poll(() => live.clean()).toBe('<p>newer</p><ul>A</ul>');
  });
});

test('focus comes back in browsers that move nodes by taking them out', async () => {
  const forget = () => delete (Element.prototype as Partial<Element>).moveBefore;
  const other = await LivePage.joined(browser, '<p id="a">a</p><p id="b"><input></p>', {
    before: forget,
  });
  await other.page.fill('input', 'typed');
  await other.push({ s: [1, '<p id="b"><input></p><p id="a">a</p>'] });
  expect(await other.page.evaluate(() => (document.activeElement as HTMLInputElement).value)).toBe(
    'typed',
  );
  await other.close();
});

test('the page stays as it is until the code for whole trees is loaded', async () => {
  const tree = { s: [1, '<p id="p">new</p><input>'] };
  const other = await LivePage.joined(browser, '<p id="p">old</p><input>', {
    answerJoin: (_, count) => (count === 1 ? [{}, 0] : [tree]),
  });
  await other.page.route('**/morph*', (route) => route.abort());
  await other.page.fill('input', 'typed');
  other.send(tree);
  await expect.poll(() => other.joins.length).toBeGreaterThan(2);
  expect(await other.clean()).toBe('<p id="p">old</p><input>');
  await other.page.unroute('**/morph*');
  await expect.poll(() => other.clean()).toBe('<p id="p">new</p><input>');
  expect(await other.page.inputValue('input')).toBe('typed');
  await other.close();
});
