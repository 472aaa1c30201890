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

describe('a binding', () => {
  test('lv-change sends a field when its new value is settled', async () => {
    await live.show('<input lv-change="set" name="a"><b tabindex="0">b</b>', 'lv-change');
    await live.page.type('input', 'xy');
    expect(live.unread).toEqual([]);
    await live.page.focus('b');
    expect(await next()).toEqual([1, 'set', { a: 'xy' }, 'change']);
  });

  test('lv-change of a form sends its fields, also those outside of it', async () => {
    await live.show(
      '<form id="f" lv-change="check"><input name="a" value="A"></form><input type="checkbox" name="b" form="f">',
      'lv-change',
    );
    await live.page.click('[name=b]');
    expect(await next()).toEqual([1, 'check', { a: 'A', b: 'on' }, 'change']);
  });

  test('lv-dblclick, lv-mouseenter and lv-mouseleave send their payload', async () => {
    await live.show(
      `<p lv-dblclick='two {"a":1}'>two</p><p id="in" lv-mouseenter="enter" lv-mouseleave="leave"><b>in</b></p>`,
      'lv-dblclick lv-mouseenter lv-mouseleave',
    );
    await live.page.dblclick('p');
    expect(await next()).toEqual([1, 'two', { a: 1 }, 'dblclick']);
    await live.page.hover('#in b');
    expect(await next()).toEqual([2, 'enter', null, 'mouseenter']);
    await live.page.hover('#in');
    await live.page.hover('p');
    expect(await next()).toEqual([3, 'leave', null, 'mouseleave']);
  });

  test('lv-focus and lv-blur of a field send its value', async () => {
    await live.show(
      '<input name="q" value="v" lv-focus="in" lv-blur="out"><b tabindex="0"></b>',
      'lv-focus lv-blur',
    );
    await live.page.focus('input');
    expect(await next()).toEqual([1, 'in', { q: 'v' }, 'focus']);
    await live.page.focus('b');
    expect(await next()).toEqual([2, 'out', { q: 'v' }, 'blur']);
  });

  test('lv-blur of a group counts when the focus leaves the group', async () => {
    await live.show(
      '<div lv-focus="in" lv-blur="out"><input id="a"><input id="b"></div><input id="c">',
      'lv-focus lv-blur',
    );
    for (const id of ['a', 'b', 'c']) await live.page.focus(`#${id}`);
    expect((await next()).slice(1)).toEqual(['in', null, 'focus']);
    expect((await next()).slice(1)).toEqual(['out', null, 'blur']);
    expect(live.unread).toEqual([]);
  });

  test('lv-click-away hears clicks elsewhere, while it can be seen', async () => {
    await live.show(
      '<p lv-click-away="close"><b>in</b></p><p hidden lv-click-away="hidden">no</p><i>away</i>',
      'lv-click-away',
    );
    await live.page.click('b');
    await live.page.click('i');
    expect(await next()).toEqual([1, 'close', null, 'click-away']);
    expect(live.unread).toEqual([]);
  });

  test('lv-window-scroll sends the position, and only the last of those that wait', async () => {
    await live.show('<p lv-window-scroll="at" style="height: 9000px"></p>', 'lv-window-scroll');
    for (const y of [100, 200, 300]) {
      await live.page.evaluate(
        (top) =>
          new Promise<unknown>((resolve) => {
            addEventListener('scroll', resolve, { once: true });
            scrollTo(0, top);
          }),
        y,
      );
    }
    expect(await next()).toEqual([1, 'at', { x: 0, y: 100 }, 'window-scroll']);
    expect(await next()).toEqual([2, 'at', { x: 0, y: 300 }, 'window-scroll']);
    await live.page.evaluate(() => scrollTo(0, 0));
    await next();
  });

  test('lv-window-resize sends the size', async () => {
    await live.show('<p lv-window-resize="size"></p>', 'lv-window-resize');
    await live.page.setViewportSize({ width: 900, height: 700 });
    expect(await next()).toEqual([1, 'size', { width: 900, height: 700 }, 'window-resize']);
  });

  test('lv-window-focus and lv-window-blur hear the window', async () => {
    await live.show(
      '<p lv-window-focus="here" lv-window-blur="away"></p><input>',
      'lv-window-focus lv-window-blur',
    );
    await live.page.focus('input');
    await live.page.evaluate(() => {
      dispatchEvent(new FocusEvent('blur'));
      dispatchEvent(new FocusEvent('focus'));
    });
    expect((await next()).slice(1)).toEqual(['away', null, 'window-blur']);
    expect((await next()).slice(1)).toEqual(['here', null, 'window-focus']);
  });

  test('lv-intersect hears that an element comes into view, each time or once', async () => {
    await live.show(
      '<p style="height: 3000px"></p><b lv-intersect="each">b</b><b lv-intersect="first?once">c</b>',
      'lv-intersect lv-once',
    );
    const scroll = (y: number) => live.page.evaluate((top) => scrollTo(0, top), y);
    const names: unknown[] = [];
    await scroll(3000);
    names.push((await next())[1], (await next())[1]);
    await scroll(0);
    await live.page.waitForFunction(
      () => document.querySelector('b')!.getBoundingClientRect().top > innerHeight,
    );
    await live.page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))),
    );
    await scroll(3000);
    names.push((await next())[1]);
    expect([names.slice(0, 2).sort(), names[2]]).toEqual([['each', 'first'], 'each']);
    expect(live.unread).toEqual([]);
    await scroll(0);
  });

  test('lv-viewport-top hears that the first row comes into view, each row once', async () => {
    const rows = (names: string) =>
      [...names].map((name) => `<li style="height: 100px">${name}</li>`).join('');
    await live.show('<!--[0--><!--]-->');
    await live.push({
      0: {
        h: `<ul lv-viewport-top="older" data-s="0" style="height: 150px; overflow: auto">${rows('abc')}</ul>`,
      },
    });
    expect((await next()).slice(1)).toEqual(['older', null, 'viewport-top']);
    await live.page.$eval('ul', (list, html) => void (list.innerHTML = html), rows('zabc'));
    await live.push({ t: 'one more' });
    expect((await next()).slice(1)).toEqual(['older', null, 'viewport-top']);
    await live.push({ t: 'and another' });
    expect(live.unread).toEqual([]);
  });

  test('lv-viewport-bottom hears that the last row comes into view', async () => {
    await live.show(
      `<ul lv-viewport-bottom="more" style="height: 150px; overflow: auto"><li style="height: 500px">a</li><li style="height: 100px">b</li></ul>`,
      'lv-viewport-bottom',
    );
    await live.push({});
    expect(live.unread).toEqual([]);
    await live.page.$eval('ul', (list) => list.scrollTo(0, 9999));
    expect((await next()).slice(1)).toEqual(['more', null, 'viewport-bottom']);
  });

  test('lv-command takes the command of a button elsewhere', async () => {
    await live.show(
      `<article id="x" lv-command='--archive {"id":7}'></article><button commandfor="x" command="--archive">a</button><button commandfor="x" command="--other">b</button>`,
      'lv-command',
    );
    await live.page.click('button >> nth=1');
    await live.page.click('button');
    expect((await next()).slice(1)).toEqual(['--archive', { id: 7 }, 'command']);
  });

  test('lv-value-… adds to the payload', async () => {
    await live.show(
      `<button lv-click="a" lv-value-id="5" lv-value-to="x">a</button><button lv-click='b {"id":6}' lv-value-id="5">b</button>
       <form lv-submit="save" lv-value-id="5"><input name="q" value="v"><button>c</button></form>`,
      'lv-value-id lv-value-to',
    );
    for (const button of await live.page.$$('button')) await button.click();
    expect((await next()).slice(1)).toEqual(['a', { id: '5', to: 'x' }]);
    expect((await next()).slice(1)).toEqual(['b', { id: 6 }]);
    expect((await next()).slice(1)).toEqual(['save', { id: '5', q: 'v' }, 'submit']);
  });

  test('lv-focus and lv-blur are heard by each element around the field', async () => {
    await live.show(
      '<div lv-focus="in" lv-blur="out"><input name="q" lv-focus="field" lv-blur="left"></div><b tabindex="0">b</b>',
      'lv-focus lv-blur',
    );
    await live.page.focus('input');
    const names = [(await next())[1], (await next())[1]];
    await live.page.focus('b');
    names.push((await next())[1], (await next())[1]);
    expect(names).toEqual(['field', 'in', 'left', 'out']);
  });

  test('lv-blur does not hear that an update takes its field away', async () => {
    await live.show(
      '<p><!--[0--><input lv-blur="out"><!--]--></p><b lv-click="end">b</b>',
      'lv-blur',
    );
    await live.page.focus('input');
    await live.push({ 0: '' });
    await live.page.click('b');
    expect((await next())[1]).toBe('end');
  });

  test('lv-click-away leaves the click to its element', async () => {
    await live.show(
      '<p lv-click-away="close">p</p><label>box <input type="checkbox"></label>',
      'lv-click-away',
    );
    await live.page.click('label');
    expect((await next())[1]).toBe('close');
    expect(await live.page.isChecked('input')).toBe(true);
    expect(live.unread).toEqual([]);
  });

  test('lv-click-away hears a click that the page has handled, and none while it is invisible', async () => {
    await live.show(
      '<p lv-click-away="close">p</p><p style="visibility: hidden" lv-click-away="no">p</p><a href="#x">a</a>',
      'lv-click-away',
    );
    await live.page.$eval('a', (a) => a.addEventListener('click', (e) => e.preventDefault()));
    await live.page.click('a');
    expect((await next())[1]).toBe('close');
    expect(live.unread).toEqual([]);
  });

  test('lv-intersect and lv-viewport-top hear nothing once their binding is gone, and again when it is back', async () => {
    await live.show(
      '<p style="height: 3000px"></p><b lv-intersect="seen" data-s="0">b</b><i lv-click="end">i</i>',
      'lv-intersect lv-form',
    );
    const scrolled = (y: number) =>
      live.page.evaluate(
        (top) =>
          new Promise<void>((resolve) => {
            const observer = new IntersectionObserver(() => {
              if (Math.abs(scrollY - top) < 1000) resolve();
            });
            observer.observe(document.querySelector('b')!);
            observer.observe(document.querySelector('p')!);
            scrollTo(0, top);
          }),
        y,
      );
    await live.push({ 0: { a: { 'lv-intersect': null } } });
    await scrolled(3000);
    await live.clickAll('i');
    expect((await next())[1]).toBe('end');
    await scrolled(0);
    await live.push({ 0: { a: { 'lv-intersect': 'again' } } });
    await scrolled(3000);
    expect((await next())[1]).toBe('again');
    await live.page.evaluate(() => scrollTo(0, 0));
  });

  test('lv-change of an editable element sends its text when it is left', async () => {
    await live.show('<p contenteditable lv-change="write">a</p><b tabindex="0">b</b>', 'lv-change');
    await live.page.focus('p');
    await live.page.focus('b');
    await live.page.focus('p');
    await live.page.keyboard.press('End');
    await live.page.keyboard.type('b');
    await live.page.focus('b');
    expect(await next()).toEqual([1, 'write', { value: 'ab' }, 'change']);
    expect(live.unread).toEqual([]);
  });

  test('an event without a target passes the code for forms', async () => {
    await live.show('<!--[0--><!--]-->', 'lv-intersect lv-form');
    await live.push({ 0: { h: '<p lv-intersect="seen">p</p>' } });
    expect((await next()).slice(1)).toEqual(['seen', null, 'intersect']);
  });

  test('of a form made by form() names the field that has changed', async () => {
    await live.show(
      '<form lv-form lv-input="check" lv-submit="save"><input name="a" value="A"><input name="b"><button>c</button></form>',
      'lv-form',
    );
    await live.page.fill('[name=b]', 'x');
    expect((await next()).slice(1)).toEqual(['check', { a: 'A', b: 'x', _target: 'b' }, 'input']);
    await live.page.press('[name=b]', 'Enter');
    expect((await next()).slice(1)).toEqual(['save', { a: 'A', b: 'x' }, 'submit']);
  });
});

describe('a binding that comes with an update', () => {
  test('hears the first event, though its code was not there', async () => {
    const fresh = await LivePage.joined(browser, '<!--[0--><!--]-->');
    const requests: string[] = [];
    fresh.page.on('request', (request) => requests.push(request.url()));
    fresh.send({
      0: { s: [1, '<input lv-keydown="press" data-s="0">'], d: [{ a: { class: 'a' } }] },
    });
    await fresh.page.focus('input');
    await fresh.page.keyboard.press('x');
    expect((await fresh.next()).slice(1)).toEqual([1, 'press', { key: 'x' }, 'keydown']);
    expect(requests.map((url) => /(\w+)[-.\w]*\.js$/.exec(url)![1])).toContain('keys');
    await fresh.page.close();
  });

  test('loads nothing if every page understands it', async () => {
    const fresh = await LivePage.joined(browser, '<!--[0--><!--]--><b data-s="1"></b>');
    await fresh.page.waitForLoadState('networkidle');
    const requests: string[] = [];
    fresh.page.on('request', (request) => requests.push(request.url()));
    const html = '<a lv-click=\'go {"to": "?a=b"}\' data-s="0">a</a><b lv-ignore=""></b>';
    await fresh.push({ 0: { s: [1, html] } });
    await fresh.push({ 1: { a: { 'lv-click': 'go', title: 'lv-click' } } });
    await fresh.push({ 1: { a: { 'lv-click': null } } });
    await fresh.page.click('a');
    await fresh.next();
    expect(requests.filter((url) => !url.includes('event-rules'))).toEqual([]);
    await fresh.page.close();
  });

  test('loads the code of an option', async () => {
    const fresh = await LivePage.joined(browser, '<b data-s="0"></b>');
    fresh.page.on('dialog', (dialog) => void dialog.accept());
    await fresh.push({ 0: { a: { 'lv-click': 'drop?confirm=Sure%3F' } } });
    await fresh.page.$eval('b', (b) => b.click());
    expect((await fresh.next()).slice(1)).toEqual([1, 'drop', null]);
    await fresh.page.close();
  });
});

describe('an event whose option has not loaded', () => {
  test('is refused if the code cannot be loaded, and never sent without it', async () => {
    const fresh = await LivePage.joined(browser, '');
    await fresh.page.route('**/confirm*', (route) => route.abort());
    await fresh.show(
      '<b lv-click="drop" lv-confirm="Sure?">x</b><i lv-click="end">y</i>',
      'lv-confirm',
    );
    await fresh.page.click('b');
    await expect
      .poll(() => fresh.seen('refused'))
      .toMatchObject([{ code: 'not-loaded', event: 'drop' }]);
    await fresh.page.click('i');
    expect((await fresh.next())[2]).toBe('end');
    await fresh.page.close();
  });
});
