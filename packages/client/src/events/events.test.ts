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

describe('a click', () => {
  test.each([
    ['reset', '', null],
    ['add {"by": 2}', '', { by: 2 }],
    ['say "a b"', '', 'a b'],
    ['pick', 'value="7"', { value: '7' }],
    ['pick null', 'value="7"', null],
    ['count 0', 'value="7"', 0],
  ])('on lv-click=%s %s sends its payload', async (binding, attributes, payload) => {
    await live.show(`<button lv-click='${binding}' ${attributes}><b>go</b></button>`);
    await live.page.click('b');
    expect(await next()).toEqual([1, binding.split(' ')[0], payload]);
  });

  test('on a link or a submit button does nothing but send its event', async () => {
    await live.show(
      '<form action="/away"><a href="/away" lv-click="a">a</a><button lv-click="b">b</button></form>',
    );
    await live.page.click('a');
    live.send(1, {});
    await live.page.click('button');
    expect([(await next())[1], (await next())[1]]).toEqual(['a', 'b']);
    expect(new URL(live.page.url()).pathname).toBe('/');
  });

  test('with a modifier on a link is the visitor’s own', async () => {
    await live.show('<a href="#there" lv-click="a">a</a>');
    const prevented = await live.page.$eval('a', (link) => {
      const click = (init: MouseEventInit) => {
        const event = new MouseEvent('click', { bubbles: true, cancelable: true, ...init });
        addEventListener('click', (last) => last.preventDefault(), { once: true });
        let byUs = false;
        document.body.addEventListener('click', () => {}, { once: true });
        document.addEventListener('click', (last) => (byUs = last.defaultPrevented), {
          once: true,
        });
        link.dispatchEvent(event);
        return byUs;
      };
      return [
        click({}),
        click({ ctrlKey: true }),
        click({ metaKey: true }),
        click({ shiftKey: true }),
      ];
    });
    expect(prevented).toEqual([true, false, false, false]);
    expect((await next())[1]).toBe('a');
    expect(live.unread).toEqual([]);
  });

  test('that the page has handled itself is not sent', async () => {
    await live.show('<button lv-click="a">a</button>');
    await live.page.$eval('button', (button) => {
      button.addEventListener('click', (event) => event.preventDefault(), { once: true });
    });
    await live.page.click('button');
    await live.page.click('button');
    await next();
    expect(live.unread).toEqual([]);
  });

  test.each([
    ['a label', '<label lv-click="a"><b>t</b><input type="checkbox"></label>', 'b', ['a']],
    ['its box', '<label lv-click="a"><b>t</b><input type="checkbox"></label>', 'input', ['a']],
    [
      'a label of a box that is bound',
      '<label><b>t</b><input type="checkbox" lv-click="a"></label>',
      'b',
      ['a'],
    ],
    [
      'a label around a box that is bound',
      '<label lv-click="o"><b>t</b><input type="checkbox" lv-click="a"></label>',
      'b',
      ['a'],
    ],
    [
      'a label in an element that is bound',
      '<div lv-click="a"><label><b>t</b><input></label></div>',
      'b',
      ['a'],
    ],
    [
      'a label for a box in the same element',
      '<div lv-click="a"><label for="x"><b>t</b></label><input id="x" type="radio"></div>',
      'b',
      ['a'],
    ],
    [
      'a label for a box elsewhere',
      '<label lv-click="a" for="x"><b>t</b></label><input id="x" type="checkbox">',
      'b',
      ['a'],
    ],
    [
      'a label for another that is bound',
      '<label lv-click="a" for="x"><b>t</b></label><input id="x" type="checkbox" lv-click="c">',
      'b',
      ['a', 'c'],
    ],
    [
      'a label of a disabled box',
      '<label lv-click="a"><b>t</b><input type="checkbox" disabled></label>',
      'b',
      ['a'],
    ],
    ['a label without a field', '<label lv-click="a"><b>t</b></label>', 'b', ['a']],
    [
      'a link in a label',
      '<label lv-click="a"><a href="#x"><b>t</b></a><input type="checkbox"></label>',
      'b',
      ['a'],
    ],
    [
      'a button in a label',
      '<label lv-click="a"><input type="checkbox" id="x"><button type="button"><b>t</b></button></label>',
      'b',
      ['a'],
    ],
    [
      'a summary in a label',
      '<label lv-click="a"><input type="checkbox"><details><summary><b>t</b></summary></details></label>',
      'b',
      ['a'],
    ],
  ])('on %s is one click', async (_, html, target, expected) => {
    await live.show(`${html}<button lv-click="end">end</button>`);
    await live.page.click(target, { force: true });
    await live.page.click('[lv-click=end]');
    for (const [i, name] of [...expected, 'end'].entries()) {
      expect(await next()).toEqual([i + 1, name, null]);
      live.send(i + 1, {});
    }
  });

  test('goes to the nearest region around it', async () => {
    await live.show(
      '<!--[0--><skerry-live id="lv-in" data-token="t"><button lv-click="a">a</button></skerry-live><!--]-->',
    );
    await live.page.waitForSelector('#lv-in[data-state=live]', { state: 'attached' });
    await live.page.click('button');
    expect((await live.next())[0]).toBe(live.channels.get('lv:in'));
  });
});

describe('a form', () => {
  test('sends its fields when it is submitted, with the button that submits it', async () => {
    await live.show(
      `<form lv-submit='save {"draft": true}'><input name="title" value="T"><input name="tag" value="a">
       <input name="tag" value="b"><input type="file" name="file"><input type="checkbox" name="off">
       <button name="by" value="keyboard">save</button></form>`,
    );
    await live.page.click('button');
    const payload = { title: 'T', tag: ['a', 'b'], by: 'keyboard', draft: true };
    expect(await next()).toEqual([1, 'save', payload, 'submit']);
  });

  test('sends its fields as they change', async () => {
    await live.show(
      `<form lv-input='check {"n": 1}'><input name="a"><input name="b" value="B"></form>`,
    );
    await live.page.fill('[name=a]', 'A');
    expect(await next()).toEqual([1, 'check', { a: 'A', b: 'B', n: 1 }, 'input']);
  });

  test.each([
    ['beside it', '<form id="f" lv-input="check"></form><input name="a" form="f">'],
    [
      'in another form',
      '<form id="f" lv-input="check"></form><form lv-input="other"><input name="a" form="f"></form>',
    ],
    [
      'in its own form’s fieldset',
      '<form id="f" lv-input="check"><fieldset><input name="a"></fieldset></form>',
    ],
  ])('hears a field %s', async (_, html) => {
    await live.show(html);
    await live.page.fill('[name=a]', 'A');
    expect(await next()).toEqual([1, 'check', { a: 'A' }, 'input']);
  });

  test('ignores a field inside it that belongs to another form', async () => {
    await live.show(
      '<form id="f"></form><form lv-input="other"><input name="a" form="f"><input name="b"></form>',
    );
    await live.page.fill('[name=a]', 'A');
    await live.page.fill('[name=b]', 'B');
    expect(await next()).toEqual([1, 'other', { b: 'B' }, 'input']);
  });

  test('leaves an outside field with its own binding to that', async () => {
    await live.show(
      '<form id="f" lv-input="check"></form><input lv-input="own" name="a" form="f">',
    );
    await live.page.fill('[name=a]', 'A');
    expect(await next()).toEqual([1, 'own', { a: 'A' }, 'input']);
    expect(live.unread).toEqual([]);
  });

  test('is submitted by a button outside, with the fields outside', async () => {
    await live.show(
      '<form id="f" lv-submit="save"></form><input name="a" value="A" form="f"><button form="f" name="by" value="it">go</button>',
    );
    await live.page.click('button');
    expect(await next()).toEqual([1, 'save', { a: 'A', by: 'it' }, 'submit']);
  });

  test('is reset if a field outside raised the event', async () => {
    await live.show('<form id="f"></form><input lv-input="own" name="a" form="f">');
    await live.page.fill('[name=a]', 'A');
    await next();
    await live.push(1, { reset: true });
    expect(await live.page.inputValue('[name=a]')).toBe('');
  });
});

test.each([
  ['<input name="q" lv-input="e">', { q: 'x' }],
  ['<input lv-input="e">', { value: 'x' }],
  ['<textarea name="t" lv-input="e"></textarea>', { t: 'x' }],
  [`<input name="q" lv-input='e {"page":1}'>`, { q: 'x', page: 1 }],
])('%s sends its value', async (html, payload) => {
  await live.show(html);
  await live.page.fill('input,textarea', 'x');
  expect(await next()).toEqual([1, 'e', payload, 'input']);
});

describe('a binding whose payload is no JSON', () => {
  const refused = (name: string, binding: string) => ({
    code: 'bad-binding',
    event: name,
    reason: expect.stringContaining(binding),
  });

  test('reports an error, and sends nothing', async () => {
    const faults: Error[] = [];
    live.page.on('pageerror', (fault) => faults.push(fault));
    await live.show(
      '<button lv-click="tick by one">bad</button><button lv-click="tick">good</button>',
    );
    await live.page.click('button');
    await expect
      .poll(() => live.seen('refused'))
      .toEqual([refused('tick', 'lv-click="tick by one"')]);
    await live.page.click('button >> nth=1');
    expect(await next()).toEqual([1, 'tick', null]);
    expect(await live.page.locator('button[aria-busy]').count()).toBe(1);
    expect(faults).toEqual([]);
  });

  test('on a form keeps the page from being left', async () => {
    await live.show(
      '<form action="/away" lv-submit="save {draft}"><input name="a"><button>save</button></form>',
    );
    await live.page.click('button');
    await expect
      .poll(() => live.seen('refused'))
      .toEqual([refused('save', 'lv-submit="save {draft}"')]);
    expect(new URL(live.page.url()).pathname).toBe('/');
    expect(live.unread).toEqual([]);
  });
});

describe('while an event waits for its answer', () => {
  const busy = () => live.page.getAttribute('button', 'aria-busy');

  test('further clicks wait, and none is lost', async () => {
    await live.show('<button lv-click="add" data-s="0">0</button>');
    for (let i = 0; i < 5; i++) await live.page.click('button');
    for (let i = 1; i <= 5; i++) {
      expect(await next()).toEqual([i, 'add', null]);
      expect(live.unread).toEqual([]);
      expect(await busy()).toBe('true');
      await live.push(i, { 0: `${i}` });
    }
    expect(await live.page.innerText('button')).toBe('5');
    expect(await busy()).toBe(null);
  });

  test('the last of several inputs counts', async () => {
    await live.show('<input lv-input="a"><button lv-click="b">b</button>');
    for (const text of ['1', '12', '123']) await live.page.fill('input', text);
    await live.page.click('button');
    await live.page.fill('input', '1234');
    const payloads = [];
    for (let i = 1; i <= 4; i++) {
      payloads.push((await next())[2]);
      live.send(i, {});
    }
    expect(payloads).toEqual([{ value: '1' }, { value: '123' }, null, { value: '1234' }]);
  });

  test('an answer without a change ends the wait too', async () => {
    await live.show('<button lv-click="a">a</button>');
    await live.page.click('button');
    await live.push((await next())[0], {});
    expect(await busy()).toBe(null);
  });

  test('a refusal ends the wait, reports an error, and lets the next event go', async () => {
    await live.show('<button lv-click="a">a</button>');
    await live.page.click('button');
    await live.page.click('button');
    await next();
    live.send(1, null, { code: 'denied', reason: 'Not yours.' });
    expect((await next())[0]).toBe(2);
    expect(await live.seen('refused')).toEqual([
      { code: 'denied', reason: 'Not yours.', event: 'a' },
    ]);
    await live.push(2, {});
    expect(await busy()).toBe(null);
  });

  test('no more than a thousand events wait, and the others are refused', async () => {
    await live.show('<button lv-click="a">a</button>');
    await live.page.$eval('button', (button) => {
      for (let i = 0; i < 1002; i++) button.click();
    });
    const refused = await live.seen('refused');
    expect(refused.map(({ code }) => code)).toEqual(['queue-full', 'queue-full']);
    expect(await busy()).toBe('true');
  });
});
