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
/** Does something to the first element that matches, as a script of the page would. */
const change = (selector: string, by: (element: any) => void) =>
  live.page.$eval(selector, by as (element: Element) => void);
const attribute = (selector: string, name: string) => live.page.getAttribute(selector, name);

describe('an attribute that others than the server have changed', () => {
  test('stays through a whole tree if the server has not changed it', async () => {
    const markup = '<p>x</p><ul class="list" title="t"></ul><b data-s="0">y</b>';
    await live.show(
      '<p>x</p><ul class="list" title="t"></ul><b data-s="0" class="a" lang="en">y</b>',
    );
    await change('p', (p) => p.setAttribute('data-lib', '1'));
    await change('ul', (ul) => ul.classList.add('dragged'));
    await change('ul', (ul) => ul.removeAttribute('title'));
    await change('b', (b) => b.classList.add('on'));
    await whole(`<h1>new</h1>${markup}`, { a: { class: 'a' } });
    expect(await live.clean()).toBe(
      '<h1>new</h1><p data-lib="1">x</p><ul class="list dragged"></ul><b class="a on">y</b>',
    );
  });

  test('follows the server once that has changed it', async () => {
    await live.show('<p data-s="0" class="a" title="t">x</p>');
    await change('p', (p) => p.setAttribute('class', 'mine'));
    await whole('<p data-s="0">x</p>', { a: { class: 'b' } });
    expect(await live.clean()).toBe('<p class="b">x</p>');
    await whole('<p data-s="0">x</p>', { a: {} });
    expect(await live.clean()).toBe('<p>x</p>');
  });

  test('is the server’s again with a diff that sets it', async () => {
    await live.show('<p data-s="0" class="a">x</p>');
    await change('p', (p) => p.setAttribute('class', 'mine'));
    await live.push({ 0: { a: { class: 'b' } } });
    await whole('<p data-s="0">x</p>', { a: { class: 'c' } });
    expect(await live.clean()).toBe('<p class="c">x</p>');
  });

  test('is told from one that the server sets in the same update', async () => {
    await live.page.evaluate(() => {
      class Echo extends HTMLElement {
        static observedAttributes = ['title'];
        attributeChangedCallback(): void {
          this.setAttribute('data-own', this.title);
        }
      }
      customElements.define('x-echo', Echo);
    });
    await live.show('<x-echo data-s="0"></x-echo>');
    await live.push({ 0: { a: { title: 'a' } } });
    await whole('<h1>new</h1><x-echo data-s="0"></x-echo>', { a: { title: 'b' } });
    expect(await live.clean()).toBe('<h1>new</h1><x-echo title="b" data-own="b"></x-echo>');
  });

  test('may be a style, however each side writes it', async () => {
    await live.show('<p data-s="0" style="color:red">x</p>');
    await change('p', (p) => (p.style.width = '5px'));
    await whole('<p data-s="0">x</p>', { a: { style: 'color: red;' } });
    expect(await attribute('p', 'style')).toBe('color: red; width: 5px;');
    await whole('<p data-s="0">x</p>', { a: { style: 'color: blue' } });
    expect(await attribute('p', 'style')).toBe('color: blue;');
  });

  test('may be the size to which a visitor has dragged a text area', async () => {
    const markup = (text: string) =>
      `<p>${text}</p><textarea rows="2" cols="20" data-s="0"></textarea>`;
    await live.show(markup('old'));
    const { x, y, width, height } = (await live.page.locator('textarea').boundingBox())!;
    await live.page.mouse.move(x + width - 4, y + height - 4);
    await live.page.mouse.down();
    await live.page.mouse.move(x + width + 60, y + height + 40, { steps: 4 });
    await live.page.mouse.up();
    const size = await attribute('textarea', 'style');
    expect(size).toMatch(/width/);
    await whole(markup('new'), '');
    expect(await attribute('textarea', 'style')).toBe(size);
  });

  test('is never one of Skerry’s own', async () => {
    await live.show('<p data-s="0" lv-click="go" title="a">x</p>');
    await change('p', (p) => p.removeAttribute('data-s'));
    await change('p', (p) => p.setAttribute('lv-click', 'other'));
    await whole('<p data-s="0" lv-click="go">x</p>', { a: { title: 'b' } });
    expect([await attribute('p', 'data-s'), await attribute('p', 'lv-click')]).toEqual(['0', 'go']);
    await live.push({ 0: { a: { title: 'c' } } });
    expect(await attribute('p', 'title')).toBe('c');
  });
});

describe.each([
  ['details', '<details data-s="0"><summary>s</summary>x</details>', 'summary'],
  [
    'dialog',
    '<dialog data-s="0"><form method="dialog"><button>x</button></form></dialog>',
    'button',
  ],
])('open, of a %s', (tag, markup, closes) => {
  const opened = markup.replace('data-s="0"', 'data-s="0" open=""');
  const isOpen = () => live.page.$eval(tag, (element) => (element as HTMLDetailsElement).open);

  test('closes with the state', async () => {
    await live.show(opened);
    await whole(markup, { a: {} });
    expect(await isOpen()).toBe(false);
  });

  test('opens with the state', async () => {
    await live.show(markup);
    await whole(markup, { a: { open: '' } });
    expect(await isOpen()).toBe(true);
  });

  test('stays closed if the visitor has closed it, until the state changes', async () => {
    await live.show(opened);
    await live.page.click(closes);
    await expect.poll(isOpen).toBe(false);
    await whole(`<h1>new</h1>${markup}`, { a: { open: '' } });
    expect(await isOpen()).toBe(false);
    await live.push({ 0: { a: { open: null } } });
    await live.push({ 0: { a: { open: '' } } });
    expect(await isOpen()).toBe(true);
    await whole(markup, { a: {} });
    expect(await isOpen()).toBe(false);
  });

  test('stays open if the visitor has opened it', async () => {
    await live.show(markup);
    await change(tag, (element) =>
      element.showModal ? element.showModal() : (element.open = true),
    );
    await whole(`<h1>new</h1>${markup}`, { a: {} });
    expect(await isOpen()).toBe(true);
  });
});

test('a modal dialog that the state closes no longer blocks the page', async () => {
  const markup = '<button>b</button><dialog data-s="0">x</dialog>';
  await live.show(markup);
  await live.push({ 0: { a: { open: '' } } });
  await change('dialog', (dialog) => (dialog.close(), dialog.showModal()));
  await live.push({ 0: { a: { open: '' } } });
  await whole(markup, { a: {} });
  expect(await live.page.$eval('dialog', (it) => [it.open, it.matches(':modal')])).toEqual([
    false,
    false,
  ]);
  await live.page.click('button');
});

describe('a whole tree leaves to the page', () => {
  test('the content of an element that a library has filled', async () => {
    await live.show('<div id="quill"></div><ul class="chart"></ul><p data-s="0"></p>');
    await change('#quill', (div) => (div.innerHTML = '<p>typed <b>by hand</b></p>'));
    await change('.chart', (ul) => ul.append(document.createElement('li')));
    await whole('<h1>new</h1><div id="quill"></div><ul class="chart"></ul><p data-s="0"></p>', 'X');
    expect(await live.clean()).toBe(
      '<h1>new</h1><div id="quill"><p>typed <b>by hand</b></p></div><ul class="chart"><li></li></ul><p>X</p>',
    );
  });

  test('but not the server’s content of an element of another branch', async () => {
    await live.show('<!--[0--><!--]--><p data-s="1">x</p>');
    await live.push({ 0: { s: [++templates, '<div class="box"><b>full</b></div>'] }, 1: 'y' });
    await whole(
      '<!--[0--><!--]--><p data-s="1"></p>',
      { s: [++templates, '<div class="box"></div>'] },
      '',
    );
    expect(await live.clean()).toBe('<div class="box"></div><p></p>');
    await whole(
      '<!--[0--><!--]--><p data-s="1"></p>',
      { s: [++templates, '<div class="box"><i>1</i></div>'] },
      'z',
    );
    await whole(
      '<!--[0--><!--]--><p data-s="1"></p>',
      { s: [++templates, '<div class="box"></div>'] },
      '',
    );
    expect(await live.clean()).toBe('<div class="box"></div><p></p>');
  });

  test('the nodes that a custom element has added to the server’s', async () => {
    await live.show(
      '<x-tabs><b data-s="0">one</b><!--[1--><!--]--></x-tabs><x-empty></x-empty><x-other><i>1</i></x-other>',
    );
    await live.push({ 1: { r: [['a', { s: [++templates, '<i>a</i>'] }]] } });
    await change('x-tabs', (tabs) => tabs.prepend('made ', document.createElement('nav')));
    await change('x-tabs', (tabs) => tabs.append(document.createElement('hr')));
    await change('x-empty', (it) => (it.innerHTML = '<p>light</p>'));
    await whole(
      '<x-tabs><b data-s="0"></b><!--[1--><!--]--></x-tabs><x-empty></x-empty><x-other><u>2</u></x-other>',
      'two',
      { r: [] },
    );
    expect(await live.clean()).toBe(
      '<x-tabs>made <nav></nav><b>two</b><hr></x-tabs><x-empty><p>light</p></x-empty><x-other><u>2</u></x-other>',
    );
  });

  test('the text of an editable element, even during a composition', async () => {
    const keyboard = await live.page.context().newCDPSession(live.page);
    const markup =
      '<div contenteditable="true" data-s="0">server</div><p contenteditable="false">a</p>';
    await live.show(markup);
    await live.page.focus('div');
    await live.page.keyboard.press('End');
    await live.page.keyboard.type(' mine ');
    await keyboard.send('Input.imeSetComposition', {
      text: 'か',
      selectionStart: 1,
      selectionEnd: 1,
    });
    await whole(`<h1>new</h1>${markup.replace('>a<', '>b<')}`, 'server');
    await keyboard.send('Input.insertText', { text: '火' });
    expect(await live.page.innerText('div')).toBe('server mine 火');
    expect(await live.page.innerText('p')).toBe('b');
  });

  test('but not the untouched text of an editable element', async () => {
    const markup = '<div contenteditable="true" data-s="0">one</div>';
    await live.show(markup);
    await whole(`<h1>new</h1>${markup}`, 'two');
    expect(await live.clean()).toBe('<h1>new</h1><div contenteditable="true">two</div>');
    await live.page.focus('div');
    await live.page.keyboard.type('my ');
    await whole(markup, 'three');
    expect(await live.clean()).toBe('<div contenteditable="true">my two</div>');
    await live.show(markup);
    await change('div', (div) => (div.innerHTML = '<b>rich</b>'));
    await whole(`<h1>new</h1>${markup}`, 'four');
    expect(await live.clean()).toBe('<h1>new</h1><div contenteditable="true"><b>rich</b></div>');
  });

  test('but not the text of an element that is no longer editable', async () => {
    await live.show('<p><span contenteditable="true" data-s="0"></span></p>');
    await live.page.focus('span');
    await live.page.keyboard.type('mine');
    await whole('<h1>new</h1><p><span></span></p>');
    expect(await live.clean()).toBe('<h1>new</h1><p><span></span></p>');
  });

  test('the subtree or the attributes under lv-ignore', async () => {
    const markup = (title: string, text: string) =>
      `<div lv-ignore="" title="${title}"><p>${text}</p></div><p lv-ignore="class style" class="${title}" title="${title}">${text}</p>`;
    await live.show(markup('a', 'a'));
    await change('div', (div) => (div.innerHTML = 'mine'));
    await change('p', (p) => (p.className = 'mine'));
    await change('p', (p) => (p.style.color = 'red'));
    await whole(`<h1>new</h1>${markup('b', 'b')}`);
    expect(await live.clean()).toBe(
      '<h1>new</h1><div lv-ignore="" title="b">mine</div><p lv-ignore="class style" class="mine" title="b" style="color: red;">b</p>',
    );
    await whole(`<section lv-ignore=""><p>first</p></section>`);
    expect(await live.clean()).toBe('<section lv-ignore=""><p>first</p></section>');
  });

  test('the subtree under lv-ignore, also in the search for a place', async () => {
    await live.show('<div lv-ignore=""><!--[0--><p>x</p><!--]--></div><b data-s="1">1</b>');
    await change('div', (div) => div.firstChild.remove());
    await change('div p', (p) => p.setAttribute('data-s', '1'));
    await live.push({ 1: '2' });
    await whole('<div lv-ignore=""><!--[0--><!--]--></div><b data-s="1"></b>', 'y', '3');
    await live.push({ 1: '4' });
    expect(await live.clean()).toBe('<div lv-ignore=""><p>x</p></div><b>4</b>');
    expect(live.joins.filter(({ topic }) => topic === live.topic)).toHaveLength(1);
  });

  test('the picture of a canvas, playing media, and the page of an iframe', async () => {
    const markup = (text: string) =>
      `<p>${text}</p><canvas id="c"></canvas><video></video><iframe src="about:blank"></iframe><div popover id="pop">${text}</div>`;
    await live.show(markup('old'));
    await change('canvas', (canvas) => {
      canvas.width = 20;
      canvas.getContext('2d').fillRect(0, 0, 9, 9);
    });
    await change('iframe', (frame) => (frame.contentDocument.body.textContent = 'loaded'));
    await change('#pop', (pop) => pop.showPopover());
    await whole(`<h1>n</h1>${markup('new')}`);
    const state = await live.page.evaluate(() => [
      document.querySelector('canvas')!.getContext('2d')!.getImageData(4, 4, 1, 1).data[3],
      document.querySelector('iframe')!.contentDocument!.body.textContent,
      document.querySelector('#pop')!.matches(':popover-open'),
    ]);
    expect(state).toEqual([255, 'loaded', true]);
  });
});

test('any tree becomes any other on an untouched page', async () => {
  let seed = 7;
  const roll = (sides: number) => (seed = (seed * 48271) % 2147483647) % sides;
  const attributes = () =>
    ['class="a"', 'title="t"', 'open=""', 'id="i"', 'style="color: red;"', 'hidden=""']
      .filter(() => roll(4) === 0)
      .map((text) => ` ${text}`)
      .join('');
  const tree = (depth: number): string =>
    Array.from({ length: roll(4) }, () => {
      const tag = ['div', 'p', 'ul', 'details', 'b'][roll(5)]!;
      const inner = depth > 0 && tag !== 'p' ? tree(depth - 1) : 'x'.repeat(roll(3));
      return `<${tag}${attributes()}>${inner}</${tag}>`;
    }).join('');
  await live.show(tree(3));
  for (let i = 0; i < 150; i++) {
    const next = tree(3);
    const before = await live.clean();
    await whole(next);
    const [shown, fresh] = await live.page.evaluate((markup) => {
      const host = document.querySelector('skerry-live')!;
      const expected = document.createElement('template');
      expected.innerHTML = markup;
      return [host.cloneNode(true), expected.content].map((root) => {
        for (const element of (root as ParentNode).querySelectorAll('*'))
          for (const { name, value } of [...element.attributes].sort((a, b) =>
            a.name < b.name ? 1 : -1,
          )) {
            element.removeAttribute(name);
            element.setAttribute(name, value);
          }
        const into = document.createElement('div');
        into.append(...root.childNodes);
        return into.innerHTML;
      });
    }, next);
    expect(shown, `${before}\n became ${next}`).toBe(fresh);
  }
});
