import fc from 'fast-check';
import { parseFragment, serialize } from 'parse5';
import { describe, expect, test } from 'vitest';

import { unsafeHtml } from './raw.js';
import { sanitize } from './sanitize.js';

describe('sanitize keeps', () => {
  test.each([
    '<p>A <b>bold</b> <a href="https://skerry.test/?a=1&amp;b=2">link</a>, 1 &lt; 2</p>',
    '<h2 title="t">Head</h2><ul><li>one</li></ul><img src="/a.png" alt="a">',
    '<table><thead><tr><th scope="col">A</th></tr></thead><tbody><tr><td colspan="2">b</td></tr></tbody></table>',
    '<pre><code class="language-ts">x</code></pre><blockquote cite="/q">q</blockquote>',
    '<details open=""><summary>More</summary>text</details>',
  ])('%s', (html) => {
    expect(sanitize(html)).toBe(html);
  });
});

describe('sanitize takes away', () => {
  test.each([
    ['scripts', 'a<script>alert(1)</script>b', 'ab'],
    ['handlers', '<b onclick="a()" onmouseover=b()>x</b>', '<b>x</b>'],
    ['addresses that run', '<a href="java\tscript:a()">x</a>', '<a>x</a>'],
    ['data addresses', '<img src="data:text/html,x">', '<img>'],
    ['styles', '<style>b{}</style><b style="position:fixed" class="a">x</b>', '<b>x</b>'],
    [
      'fields and forms',
      '<form action="/x"><input name="a"><button form="f" formaction="/y">x</button></form>',
      'x',
    ],
    [
      'frames',
      '<iframe src="/x" srcdoc="y">z</iframe><object data="/x">o</object><embed src="/x">',
      'o',
    ],
    [
      'drawings',
      '<svg><script>a()</script><a xlink:href="/x">x</a></svg><math><mi>y</mi></math>z',
      'z',
    ],
    ['bindings', '<b lv-click="a" lv-value-id="1" lv-debounce="1">x</b>', '<b>x</b>'],
    ['markers', '<b data-s="0" data-k="a">x</b><!--[0--><!--]-->', '<b>x</b>'],
    [
      'commands',
      '<b command="close" commandfor="d" popovertarget="p" popovertargetaction="hide">x</b>',
      '<b>x</b>',
    ],
    ['owners of fields', '<b form="lv-a-post" name="_skerry">x</b>', '<b>x</b>'],
    ['processing instructions', 'a<?start name="B:1"?>b<?end?>c', 'abc'],
    ['late content', '<template for="B:1">x</template>y', 'y'],
    ['shadow roots', '<div><template shadowrootmode="open">x</template>y</div>', '<div>y</div>'],
    [
      'hosts',
      '<skerry-live id="lv-a" data-token="t">x</skerry-live><skerry-island on="load">y</skerry-island>',
      'xy',
    ],
    ['what opens and never closes', '<b><!-- <img src=x onerror=a()>', '<b></b>'],
    [
      'what a parser would move',
      '<table><b>x</b><tr><td>y</td></tr></table>',
      '<b>x</b><table><tbody><tr><td>y</td></tr></tbody></table>',
    ],
  ])('%s', (_, html, clean) => {
    expect(sanitize(html)).toBe(clean);
  });

  test('the name that an id would take from the page', () => {
    expect(sanitize('<p id="lv-a">x</p><p id="constructor">y</p>')).toBe(
      '<p id="user-content-lv-a">x</p><p id="user-content-constructor">y</p>',
    );
  });

  test('lines at the start of a text, but not the one that parsers drop', () => {
    expect(sanitize('<pre>\n\na</pre>')).toBe('<pre>\n\na</pre>');
  });
});

const pieces = [
  ...'table tr td caption a b p div li ul h1 pre form button select option textarea svg math mi mtext mglyph style title script noscript template iframe details x-y'
    .split(' ')
    .flatMap((name) => [
      `<${name}>`,
      `<${name} title="</${name}><img onerror=a()>">`,
      `</${name}>`,
    ]),
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '<?x',
  '<br>',
  'x',
  '\n',
  '&lt;',
  '&lt;img onerror=a()>',
  '<',
  '"',
];

/** The names in markup as parsers read it. */
function namesIn(markup: string, scriptingEnabled: boolean): Set<string> {
  const found = new Set<string>();
  const add = (node: object): void => {
    if ('tagName' in node) found.add(node.tagName as string);
    if ('attrs' in node)
      for (const { name } of node.attrs as { name: string }[]) found.add(`@${name}`);
    if ('childNodes' in node) (node.childNodes as object[]).forEach(add);
    if ('content' in node) add(node.content as object);
  };
  add(parseFragment(markup, { scriptingEnabled }));
  return found;
}

const expected = new Set(
  'table tbody tr td a b p div li ul h1 pre details br img @title'.split(' '),
);

test('clean markup is clean for every parser, in a page and after a second reading', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 14 }), (random) => {
      const clean = sanitize(random.join(''));
      for (const markup of [clean, unsafeHtml(clean).html(), serialize(parseFragment(clean))])
        for (const scripting of [true, false])
          expect([...namesIn(markup, scripting)].filter((name) => !expected.has(name))).toEqual([]);
    }),
    { numRuns: 3000 },
  );
});

describe('markup that would grow without end is text:', () => {
  const times = (count: number, piece: (i: number) => string) =>
    Array.from({ length: count }, (_, i) => piece(i)).join('');

  test.each([
    ['elements inside one another', '<div>'.repeat(20_000)],
    ['elements that parsers open again', times(2000, (i) => `<p><b title="${i}"></p>`)],
    [
      'attributes that parsers repeat',
      `<p><b title="${'x'.repeat(30_000)}"></p>${'<p>x'.repeat(9000)}`,
    ],
    ['more elements than anybody writes', `<form>${'x<br>'.repeat(30_000)}</form>`],
  ])('%s', (_, markup) => {
    expect(sanitize(markup)).toBe(
      markup.replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
    );
  });

  test('elements as many as may be stay', () => {
    const lines = 'x<br>'.repeat(19_000);
    expect(sanitize(`<form>${lines}</form>`)).toBe(lines);
  });
});

test('anything but a string is refused', () => {
  expect(() => sanitize(undefined as never)).toThrow(
    expect.objectContaining({ code: 'not-markup' }),
  );
});
