import fc from 'fast-check';
import { parseFragment, serialize } from 'parse5';
import { describe, expect, test } from 'vitest';

import { diff, wholeAt, wholeTree } from './diff.js';
import { renderHtml } from './html-writer.js';
import { isPlainMarkup } from './plain-markup.js';
import { unsafeHtml } from './raw.js';
import { child, keyed, only, render, Template } from './template.js';
import type { TreeContext } from './tree.js';

const around = new Template(['<div><i>a</i>', '<i>b</i></div>'], [child(0)]);
const inside = new Template(['<p data-s="0">', '</p>'], [only(0)]);
const context: TreeContext = {
  template: ({ number }) => number,
  region: () => ({ v: '', k: '' }),
};
const inForm = new Template(['<form><p>', '</p></form>'], [child(0)]);
const drawing = { language: 'svg', inForm: false } as const;
const formula = { language: 'math', inForm: false } as const;
const html = (value: unknown) => renderHtml(value, { region: () => '', async: false }) as string;
const asDiff = (markup: string) =>
  diff(render(around, ['']), render(around, [unsafeHtml(markup)]), context);
const asTree = (markup: string) => wholeTree(render(around, [unsafeHtml(markup)]), context);

/** The markup between its markers, as a parser reads a page that holds it. */
function parsed(markup: string): string {
  const page = `<!doctype html><body>${html(render(around, [unsafeHtml(markup)]))}<hr>`;
  const tree = serialize(parseFragment(page));
  const [, found] =
    /^<div><i>a<\/i><!--\[0-->([^]*)<!--\]--><i>b<\/i><\/div><hr>$/.exec(tree) ?? [];
  return found ?? `broken: ${tree}`;
}

const isForTables = (markup: string) =>
  parseFragment(markup).childNodes.some(({ nodeName }) =>
    /^(?:t[rd]|tbody|caption)$/.test(nodeName),
  );

const isMarker = (comment: string) => /^(?:\[.*|\].*|k:.*|\d*)$/s.test(comment);
const topComments = (markup: string) =>
  parseFragment(markup).childNodes.flatMap((node) => ('data' in node ? [node.data] : []));

const pieces = [
  ...'table tr td tbody caption select option form a b i p div li ul h1 button svg g math mi pre textarea title style script'
    .split(' ')
    .flatMap((name) => [`<${name}>`, `<${name}>`, `</${name}>`]),
  '<br>',
  '</p>',
  '<!--]-->',
  '<!--[0-->',
  '<!--',
  '-->',
  '<?x>',
  '<svg/>',
  '<hr/>',
  '<template>',
  '</template>',
  '<noscript>',
  '</noscript>',
  'x',
  ' ',
  '\n',
  '&lt;',
  '"',
  '<',
];

/** Markup whose elements are closed in order; chance decides whether they may be in their places. */
const { tree } = fc.letrec<{ tree: string; node: string }>((tie) => ({
  tree: fc.array(tie('node'), { maxLength: 3 }).map((nodes) => nodes.join('')),
  node: fc.oneof(
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        'x',
        ' ',
        '\u00a0',
        '<br>',
        '<hr>',
        '<wbr>',
        '<col>',
        '<img src="/a">',
      ),
    },
    {
      weight: 3,
      arbitrary: fc
        .tuple(
          fc.constantFrom(
            ...'a b code span p div section ul ol li dl dt dd h1 h2 pre table colgroup thead tbody tr td th caption form svg x-y'.split(
              ' ',
            ),
          ),
          fc.constantFrom('', ' class="c"'),
          tie('tree'),
        )
        .map(([name, attributes, content]) => `<${name}${attributes}>${content}</${name}>`),
    },
  ),
}));

describe('raw markup ends where it ends, in pages and in diffs alike:', () => {
  test.each([
    '</div></div>',
    '</p></body></html>',
    '<table><div>x',
    '<table><tr><td>x</table></td>',
    '<b>unclosed',
    '<b><p>x</b>y</p>',
    '<p>x<p>y',
    '<a href="/x">a<a href="/y">b',
    '<!-- unclosed',
    '<!--[if mso]><table><![endif]-->x',
    '<!--[x] y-->',
    '<!--]-->',
    '<!---->',
    '<!--0-->x',
    '<!--[0-->x',
    '<!--k:a-->x',
    '<!>x',
    '<?]>x',
    '</ ]>x',
    '<![CDATA[x]]>',
    '<script>unclosed',
    '<script><!--<script>',
    '<style>unclosed',
    '<plaintext>x</p>',
    '<textarea>unclosed <b>',
    '<title>unclosed',
    '<xmp>unclosed',
    '<iframe>unclosed',
    '<noscript><p>unclosed',
    '<noscript><!--</noscript>--><b>',
    '<template><b>unclosed',
    '<select><option>unclosed',
    '<form><div></form><form>x',
    '<pre>\n\nx',
    '<svg><circle><p>x',
    '<math><mi><b>x',
    '<img alt="unclosed',
    '<b',
    'x < y & z',
    '<a><table><a>x',
    '<skerry-island>x',
    'lone \ud800 half, null \0 and\r return',
  ])('%j', (markup) => {
    const written = unsafeHtml(markup).html();
    expect(parsed(markup)).toBe(serialize(parseFragment(written)));
    expect(asDiff(markup)).toEqual({ 0: { h: written } });
    expect(asTree(markup)).toMatchObject({ d: [{ h: written }] });
    expect(topComments(written).filter(isMarker)).toEqual([]);
    expect(unsafeHtml(written).html()).toBe(written);
  });

  test('of random pieces', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 12 }), (random) => {
        const markup = random.join('');
        // By their first element, these are taken for SVG and MathML.
        const written = unsafeHtml(markup).html();
        // Rows of a table are for tables.
        fc.pre(!isForTables(written));
        expect(parsed(markup)).toBe(serialize(parseFragment(written)));
        expect(topComments(written).filter(isMarker)).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });
});

test('markup that is plain is left as it is, and is what parsers read', () => {
  let plain = 0;
  fc.assert(
    fc.property(tree, (markup) => {
      if (!isPlainMarkup(markup)) return;
      plain++;
      expect(serialize(parseFragment(markup)).replaceAll('&nbsp;', '\u00a0')).toBe(markup);
      expect(unsafeHtml(markup).html()).toBe(markup);
    }),
    { numRuns: 3000 },
  );
  expect(plain).toBeGreaterThan(300);
});

test.each([
  '<h2 id="a">A &amp; b</h2><p class=\'x\'>Some <b>bold</b>, <a href="/?a=1&amp;b=2">a link</a>.<br></p>',
  '<table><colgroup><col></colgroup><thead><tr><th>a</th></tr></thead> <tbody><tr><td><p>b</p></td></tr></tbody></table>',
  '<ul>\n<li>a<ol><li>b</li></ol></li>\n</ul><dl><dt>c</dt><dd>d</dd></dl>',
  '<figure><img src="/a.png" alt=""><figcaption>a > b</figcaption></figure><x-y data-s="1">z</x-y>',
])('what most markup is like is plain: %j', (markup) => {
  expect(isPlainMarkup(markup)).toBe(true);
});

test('raw markup that is read twice stays the same, or is shown as text', () => {
  const nested = '<a><table><a>x';
  expect(unsafeHtml(nested).html()).toBe('&lt;a&gt;&lt;table&gt;&lt;a&gt;x');
  const deep = '<div>'.repeat(1000);
  expect(unsafeHtml(deep).html()).toBe(deep.replaceAll('<', '&lt;').replaceAll('>', '&gt;'));
  const many = Array.from({ length: 300 }, (_, i) => `<p><b class="${i}"></p>`).join('');
  expect(unsafeHtml(many).html().length).toBeLessThan(3 * many.length);
});

test('names of ours bind nothing, and those of the author stay', () => {
  const markup =
    '<b lv-click="pay" LV-Input=x id="lv-a" data-k="k" data-s="0" class="c">b<i data-k="k"></i></b>' +
    '<button form="l&#118;-a" id=lvl>c</button><template><i lv-click="x">d</i></template>' +
    '<svg><a lv-click="x"></a></svg><p>lv-click</p>';
  expect(unsafeHtml(markup).html()).toBe(
    '<b data-s="0" class="c">b<i data-k="k"></i></b>' +
      '<button id="lvl" form="">c</button><template><i>d</i></template><svg><a></a></svg><p>lv-click</p>',
  );
});

describe('raw markup binds nothing, and belongs to nobody:', () => {
  test.each([
    [
      'bindings of every name',
      '<b lv-change=a lv-keydown=b lv-value-id=c lv-form lv->x</b>',
      '<b>x</b>',
    ],
    ['ids of ours', '<a id="lv-1">x</a>', '<a>x</a>'],
    ['ids of ours in references', '<a interestfor="l&#118;-1">x</a>', '<a>x</a>'],
    [
      'labels',
      '<label for="lv-1">x</label><label for=a>y</label>',
      '<label>x</label><label for="a">y</label>',
    ],
    [
      'commands',
      '<button command="close" commandfor="lv-1">x</button>',
      '<button command="close" form="">x</button>',
    ],
    [
      'popovers',
      '<button popovertarget="lv-1" popovertargetaction="hide">x</button>',
      '<button popovertargetaction="hide" form="">x</button>',
    ],
    ['lists', '<input list="lv-1">', '<input form="">'],
    ['late content', '<template for="B:1"><p>x</p></template>', '<template><p>x</p></template>'],
    [
      'places of late content',
      '<?start name="B:1"?><?end>',
      '<!-- ?start name="B:1"?--><!-- ?end-->',
    ],
    [
      'shadow roots of an element around',
      '<template shadowrootmode="open" shadowrootclonable>x</template>',
      '<template>x</template>',
    ],
    [
      'shadow roots of its own, which stay',
      '<div><template shadowrootmode="open">x</template></div>',
      '<div><template shadowrootmode="open">x</template></div>',
    ],
    ['hosts', '<SKERRY-live id="lv-1">x', '&lt;SKERRY-live id="lv-1"&gt;x'],
  ])('%s', (_, markup, expected) => {
    expect(unsafeHtml(markup).html()).toBe(expected);
  });

  test.each([
    ...['button', 'fieldset', 'object', 'output', 'select', 'textarea'].map((tag) => [
      `<${tag} form="a"></${tag}>`,
      `<${tag} form=""></${tag}>`,
    ]),
    ['<input form="a" formaction="/b">', '<input formaction="/b" form="">'],
    ['<form id="a"><input form="b"></form>', '<form id="a"><input></form>'],
    ['<form></form><input form="a">', '<form></form><input form="">'],
    ['<template><input></template>', '<template><input form=""></template>'],
  ])('a field belongs to a form of the markup, or to none: %s', (markup, expected) => {
    expect(unsafeHtml(markup).html()).toBe(expected!);
  });

  test.each([
    ['<form action="/a"><input name="b"></form>c', '<input name="b" form="">c'],
    ['</form><x-field name="a"></x-field>', '<x-field name="a" form=""></x-field>'],
    ['<svg><x-a></x-a></svg>', '<svg><x-a></x-a></svg>'],
    ['<template><form><input></form></template>', '<template><form><input></form></template>'],
  ])('inside of a form it leaves that form alone: %s', (markup, expected) => {
    const rendered = (raw: unknown) => render(inForm, [render(around, [raw])]);
    const raw = unsafeHtml(markup);
    expect(html(rendered(raw))).toContain(`<!--[0-->${expected}<!--]-->`);
    expect(diff(rendered(''), rendered(raw), context)).toEqual({ 0: { 0: { h: expected } } });
    expect(wholeTree(rendered(raw), context)).toMatchObject({ d: [{ d: [{ h: expected }] }] });
    expect(wholeAt(rendered(raw), '0/0', context)).toEqual({ 0: { 0: { h: expected } } });
  });
});

test('raw rows and cells without a table are kept only among their like', () => {
  const row = '<tr><td>a</td></tr>';
  expect(unsafeHtml(`<!-- b --> ${row}\n${row}`).html()).toBe(`<!-- b --> ${row}\n${row}`);
  expect(unsafeHtml('<td>a<td>b').html()).toBe('<td>a</td><td>b</td>');
  expect(unsafeHtml(`${row}b`).html()).toBe('ab');
  expect(unsafeHtml(`<p>b</p>${row}`).html()).toBe('<p>b</p>a');
});

test.each([undefined, null])('%s is no markup', (value) => {
  expect(() => unsafeHtml(value as never)).toThrow(`unsafeHtml() was given ${value}`);
});

test('comments inside elements stay as they are', () => {
  const markup = '<div><!--[--><b>a</b><!--]--></div><!--more-->';
  expect(unsafeHtml(markup).html()).toBe(markup);
});

test('in SVG and MathML it is read as that', () => {
  expect(unsafeHtml('<path d="M0 0"/><linearGradient/>').html(drawing)).toBe(
    '<path d="M0 0"></path><linearGradient></linearGradient>',
  );
  expect(unsafeHtml('<mi/><mo>+').html(formula)).toBe('<mi></mi><mo>+</mo>');
  const a = unsafeHtml('<g/><g/>');
  expect(a.html()).toBe('<g><g></g></g>');
  expect(a.html(drawing)).toBe('<g></g><g></g>');
});

test('as a row it has a range of its own', () => {
  const list = (...rows: string[]) =>
    render(inside, [rows.map((row, i) => keyed(i, unsafeHtml(row)))]);
  const before = list('<b>a</b>', 'b');
  expect(html(before)).toBe(
    '<p data-s="0"><!--[0--><!--k:0--><!--[0--><b>a</b><!--]-->' +
      '<!--k:1--><!--[0-->b<!--]--><!--]--></p>',
  );
  expect(diff(before, list('<b>a</b>', 'c'), context)).toEqual({
    0: { p: { 1: { 0: { h: 'c' } } } },
  });
});
