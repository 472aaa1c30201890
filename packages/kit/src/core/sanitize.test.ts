import { describe, expect, test } from 'vitest';

import { sanitize } from './sanitize.js';

describe('sanitize keeps', () => {
  test.each([
    '<p>A <b>bold</b> <a href="https://skerry.test/?a=1&#x26;b=2">link</a>, 1 &#x3C; 2</p>',
    '<h2 title="t">Head</h2><ul><li>one</li></ul><img src="/a.png" alt="a">',
    '<table><thead><tr><th scope="col">A</th></tr></thead><tbody><tr><td colspan="2">b</td></tr></tbody></table>',
    '<pre><code class="language-ts">x</code></pre><blockquote cite="/q">q</blockquote>',
    '<details open><summary>More</summary>text</details>',
  ])('%s', async (html) => {
    expect(await sanitize(html)).toBe(html);
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
  ])('%s', async (_, html, clean) => {
    expect(await sanitize(html)).toBe(clean);
  });

  test('the name that an id would take from the page', async () => {
    expect(await sanitize('<p id="lv-a">x</p><p id="constructor">y</p>')).toBe(
      '<p id="user-content-lv-a">x</p><p id="user-content-constructor">y</p>',
    );
  });

  test('the same the second time', async () => {
    const once = await sanitize('<p>a<table><p>b</table><math><b>c</b></math><a><a>d');
    expect(await sanitize(once)).toBe(once);
  });
});

test.each([
  [
    'elements that open again and again',
    Array.from({ length: 1_200 }, (_, i) => `<p><b title="${i}"></p>`).join(''),
  ],
  ['elements inside one another', '<div>'.repeat(5_000)],
])('markup of which parsers make too much becomes text: %s', async (_, html) => {
  expect(await sanitize(html)).toBe(html.replaceAll('<', '&#x3C;'));
});
