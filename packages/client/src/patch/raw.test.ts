import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { diff, wholeTree } from '../../../kit/src/template/diff.js';
import { Fragment, jsx, jsxs } from '../../../kit/src/jsx/jsx-runtime.js';
import { unsafeHtml } from '../../../kit/src/template/raw.js';
import {
  attribute,
  child,
  key,
  keyed,
  only,
  render,
  type Rendered,
  Template,
} from '../../../kit/src/template/template.js';
import { LivePage } from '../../test/live-page.js';
import { htmlOf, parsed, updates } from '../../test/patched-page.js';

// Raw markup as the server sends it, in a browser: the places around it are patched as if the markup were not there.

let browser: Browser;
let live: LivePage;
beforeAll(async () => {
  browser = await openBrowser();
  live = await LivePage.joined(browser, '');
});
afterAll(() => browser.close());

interface State {
  raw: string;
  keys: string[];
  text: string;
}

const row = new Template(['<li', ' data-s="0">', '</li>'], [key(), only(0)]);
const page = new Template(
  [
    '<div><b data-s="0"',
    '>',
    '</b><div>a',
    'b</div><ul data-s="2">',
    '</ul><ol data-s="3">',
    '</ol>',
    '<i data-s="5">',
    '</i></div>',
  ],
  [attribute(0, 'title'), only(0), child(1), only(2), only(3), child(4), only(5)],
);

/** As the compiler makes it. */
const compiled = ({ raw, keys, text }: State): Rendered =>
  render(page, [
    text,
    text,
    unsafeHtml(raw),
    keys.map((each) => render(row, [each, text])),
    keys.map((each) => keyed(each, unsafeHtml(`${raw}<u data-k="a">${each}</u>`))),
    unsafeHtml(raw),
    text,
  ]);

/** As it is without the compiler. */
const atRunTime = ({ raw, keys, text }: State): Rendered =>
  jsxs('div', {
    children: [
      jsx('b', { title: text, children: text }),
      jsxs('div', { children: ['a', unsafeHtml(raw), 'b'] }),
      jsx('ul', { children: keys.map((each) => jsx('li', { children: text }, each)) }),
      jsx('ol', {
        children: keys.map((each) =>
          jsx(Fragment, { children: unsafeHtml(`${raw}<u data-k="a">${each}</u>`) }, each),
        ),
      }),
      unsafeHtml(raw),
      jsx('i', { children: text }),
    ],
  }) as Rendered;

describe.each([
  ['compiled', compiled],
  ['at run time', atRunTime],
])('raw markup in a view %s', (_, view) => {
  test.each([
    '<!--[if mso]>x<![endif]-->',
    '<!--[x] y-->',
    '<!--]-->',
    '<!---->',
    '<!--0-->x<!--3-->',
    '<!--[1-->',
    '<!--k:a-->',
    '</i></b></span>',
    '<b>x',
    '<!-- x',
    '<script type="x">y',
    '<textarea>x',
    '<plaintext>x',
    '<em data-k="b" data-s="3" id="lv-a" lv-click="go">x</em>',
    '<select><option>x',
    '<svg><a data-s="0">x',
  ])('%s does not change its surroundings', async (raw) => {
    const states: State[] = [
      { raw, keys: ['a', 'b'], text: '1' },
      { raw, keys: ['b', 'c', 'a'], text: '2' },
      { raw: `${raw}<s>z</s>`, keys: ['c', 'a'], text: '3' },
      { raw: 'none', keys: ['c', 'a', 'd'], text: '4' },
      { raw, keys: ['d', 'c'], text: '5' },
      { raw, keys: ['c'], text: '6' },
    ];
    const joins = live.joins.length + 1;
    await live.show(htmlOf(view(states[0]!)));
    expect(await live.clean()).toBe(await parsed(live, view(states[0]!)));
    for (const [i, state] of states.slice(1).entries()) {
      await live.push(diff(view(states[i]!), view(state), updates));
      expect(await live.clean()).toBe(await parsed(live, view(state)));
    }
    await live.push(wholeTree(view(states[1]!), updates));
    expect(await live.clean()).toBe(await parsed(live, view(states[1]!)));
    await live.push(diff(view(states[1]!), view(states[2]!), updates));
    expect(await live.clean()).toBe(await parsed(live, view(states[2]!)));
    expect(live.joins.length).toBe(joins);
  });
});

const bound = new Template(
  [
    '<form id="own" lv-submit="ours" lv-input="typed"><input name="first" value="1">',
    '<input name="last" value="2"><button id="send">send</button></form><u lv-click="ours">x</u>',
  ],
  [child(0)],
);
const asFirst = htmlOf(render(bound, ['']));

const hostile = `<b id="b" lv-click="theirs" lv-mousedown="theirs">x</b>
  <form action="/elsewhere" lv-submit="theirs"><input name="a"><button id="c">y</button></form>
  <input id="d" name="first" value="theirs" lv-input="theirs" lv-change="theirs" lv-keydown="theirs">
  <button id="e" form="own" formaction="/elsewhere" name="e" value="e">z</button></form>`;

describe.each([
  ['in the first HTML', (raw: string) => live.show(htmlOf(render(bound, [unsafeHtml(raw)])))],
  [
    'after a patch',
    async (raw: string) => {
      await live.show(asFirst);
      await live.push(diff(render(bound, ['']), render(bound, [unsafeHtml(raw)]), updates));
    },
  ],
  [
    'after a whole tree',
    async (raw: string) => {
      await live.show(asFirst);
      await live.push(wholeTree(render(bound, [unsafeHtml(raw)]), updates));
    },
  ],
])('%s', (_, show) => {
  test('raw markup raises no event, sends no form, and is no part of one', async () => {
    await show(hostile);
    const { page } = live;
    await page.click('#b');
    await page.click('#c');
    await page.fill('#d', 'typed');
    await page.press('#d', 'Enter');
    await page.click('#e');
    await page.click('u');
    await page.click('#send');
    expect(await live.next()).toMatchObject([live.channel, 1, 'ours', null]);
    live.send(1, {});
    expect(await live.next()).toMatchObject([
      live.channel,
      2,
      'ours',
      { first: '1', last: '2' },
      'submit',
    ]);
    expect(new URL(page.url()).pathname).toBe('/');
  });

  test('raw markup hides nothing around it with a shadow root', async () => {
    await show('<template shadowrootmode="open">theirs</template>');
    expect(await live.page.isVisible('#send')).toBe(true);
    expect(await live.page.evaluate(() => !!document.querySelector('form')!.shadowRoot)).toBe(
      false,
    );
  });
});

test('a shadow root in a page is that of an element of the raw markup, never one around it', async () => {
  const raw = (text: string) =>
    `<div><template shadowrootmode="open">${text}</template></div><template shadowrootmode="open">a</template>`;
  const body = htmlOf(
    render(new Template(['<section>', '</section>'], [child(0)]), [unsafeHtml(raw('b'))]),
  );
  const { page } = await LivePage.joined(browser, body);
  const roots = await page.evaluate(() =>
    [...document.querySelectorAll('*')].flatMap(({ localName, shadowRoot }) =>
      shadowRoot ? [`${localName}: ${shadowRoot.innerHTML}`] : [],
    ),
  );
  await page.close();
  expect(roots).toEqual(['div: b']);
});
