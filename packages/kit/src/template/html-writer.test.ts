import { describe, expect, test } from 'vitest';

import { component } from './component.js';
import { For } from './list/for.js';
import { renderHtml } from './html-writer.js';
import { list } from './list/keyed-list.js';
import { LiveElement, liveView } from './live.js';
import { unsafeHtml } from './raw.js';
import {
  attribute,
  attributes,
  child,
  content,
  key,
  keyed,
  only,
  table,
  render,
  template,
} from './template.js';

const none = { async: false, region: () => '' };
const html = (value: unknown) => renderHtml(value, none);
const page = (value: unknown) => renderHtml(value, { ...none, async: true });
const code = (name: string) => expect.objectContaining({ code: name });

const p = template(['<p data-s="0">', '</p>'], [only(0)]);
const titled = template(['<p data-s="0"', '>x</p>'], [attribute(0, 'title')]);
const link = template(['<a data-s="0"', '>x</a>'], [attribute(0, 'href')]);
const spread = template(['<p data-s="0"', '>x</p>'], [attributes(0)]);
const div = template(['<div>', '</div>'], [child(0)]);
const li = template(['<li', ' data-s="0">', '</li>'], [key(), only(0)]);
const body = template(['<tbody>', '</tbody>'], [table(0)]);
const inside = (tag: string, ...parts: unknown[]) => {
  const element = template([`<${tag} data-s="0">`, `</${tag}>`], [content(0, tag)]);
  return (html(render(element, [parts])) as string).slice(tag.length + 13, -tag.length - 3);
};
const short = '"&<>\r\0';
const long = `${'x'.repeat(30)}${short}`;
const escaped = '&quot;&amp;&lt;&gt;&#13;\uFFFD';

describe('text is escaped', () => {
  test.each([
    [short, escaped],
    [long, 'x'.repeat(30) + escaped],
    ["it's é 😀 \n\t", "it's é 😀 \n\t"],
    ['</p><script>alert(1)</script>', '&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;'],
    ['--><!--[0-->', '--&gt;&lt;!--[0--&gt;'],
    ['&amp;', '&amp;amp;'],
    [`${'x'.repeat(30)}\r`, `${'x'.repeat(30)}&#13;`],
  ])('%j', (text, expected) => {
    expect(html(render(p, [text]))).toBe(`<p data-s="0">${expected}</p>`);
    expect(html(render(div, [text]))).toBe(`<div><!--0-->${expected}<!----></div>`);
    expect(html(render(titled, [text]))).toBe(`<p data-s="0" title="${expected}">x</p>`);
    expect(html(render(spread, [{ title: text }]))).toBe(`<p data-s="0" title="${expected}">x</p>`);
    expect(html([text])).toBe(`<!--k:.0-->${expected}`);
    expect(html(text)).toBe(expected);
  });

  test('and so is the text of a URL', () => {
    expect(html(render(link, ['/?a=1&b="2"']))).toBe(
      '<a data-s="0" href="/?a=1&amp;b=&quot;2&quot;">x</a>',
    );
    expect(html(render(link, [' javascript:x']))).toBe(
      '<a data-s="0" href="about:blank#refused-url">x</a>',
    );
  });
});

describe('where markup is not parsed', () => {
  test('a title, a text area and an option hold their text', () => {
    for (const tag of ['title', 'textarea', 'option'])
      expect(inside(tag, 'Hi ', '</title></textarea>', 5, null, true)).toBe(
        'Hi &lt;/title&gt;&lt;/textarea&gt;5',
      );
  });

  test('a text area keeps the line break it starts with', () => {
    expect(inside('textarea', '\na')).toBe('\n\na');
    expect(inside('textarea', '', '\n')).toBe('\n\n');
    expect(inside('textarea', 'a\n')).toBe('a\n');
    expect(inside('textarea', '\r\na')).toBe('&#13;\na');
    expect(inside('title', '\na')).toBe('\na');
  });

  test('JSON in a script stays JSON and cannot leave it', () => {
    const data = {
      a: '</script><script>alert(1)</script>',
      b: '<!--<script>',
      c: '\u2028\u2029',
      d: ']]>',
    };
    const text = inside('script', JSON.stringify(data));
    expect(text).toBe(
      '{"a":"\\u003c/script>\\u003cscript>alert(1)\\u003c/script>","b":"\\u003c!--\\u003cscript>","c":"\\u2028\\u2029","d":"]]>"}',
    );
    expect(JSON.parse(text)).toEqual(data);
    expect(inside('script', '"<', '/script>"')).toBe('"\\u003c/script>"');
  });

  test('a style sheet cannot be left, nor hold markup inside SVG', () => {
    expect(inside('style', 'a::after { content: "</style><img src=x>" }')).toBe(
      'a::after { content: "\\3c /style>\\3c img src=x>" }',
    );
    expect(inside('style', '<', '/style>')).toBe('\\3c /style>');
    expect(inside('style', '@media (400px <= width < 600px) { a > b { color: red } }')).toBe(
      '@media (400px <= width < 600px) { a > b { color: red } }',
    );
  });

  test('markup is refused', () => {
    for (const value of [
      render(p, ['x']),
      unsafeHtml('<b>'),
      ['a'],
      { html: '<b>' },
      Promise.resolve(),
    ])
      expect(() => inside('title', value)).toThrow(code('not-a-child'));
  });
});

describe('data is never markup', () => {
  const posing = [
    '{"html":"<b>"}',
    '{"h":"<b>"}',
    '{"s":[1,"<b>"],"d":[]}',
    '{"type":"b","props":{"children":"x"},"key":null,"ref":null}',
    '{"template":{"statics":["<b>"],"parts":[],"ends":[]},"dynamics":[]}',
    '{"key":"a","child":"<b>"}',
    '{"__html":"<b>"}',
    '{"constructor":{"name":"Raw"},"html":"<b>"}',
    '{"then":"x"}',
    '{"toString":"x"}',
    '{}',
  ].map((text) => JSON.parse(text) as unknown);

  test.each(posing)('%j', (value) => {
    const everywhere = [
      value,
      [value],
      [[value]],
      keyed('k', value),
      render(p, [value]),
      render(div, [value]),
      render(body, [value]),
      render(div, [[keyed('k', value)]]),
      For({ each: [value], children: (one) => one as never }),
      component(() => value, {}),
    ];
    for (const one of everywhere) expect(() => html(one)).toThrow(code('not-a-child'));
    expect(() => html(render(titled, [value]))).toThrow(code('bad-attribute'));
    expect(() => html(render(link, [value]))).toThrow(code('bad-attribute'));
    expect(() => html(render(spread, [{ title: value }]))).toThrow(code('bad-attribute'));
  });

  test('functions, symbols and other objects are refused by name', () => {
    const named = (what: string) =>
      expect.objectContaining({ code: 'not-a-child', message: expect.stringContaining(what) });
    expect(() => html(function greet() {})).toThrow(named('the function greet'));
    expect(() => html(Symbol('x'))).toThrow(named('a symbol'));
    expect(() => html(new Date(0))).toThrow(named('a Date'));
    expect(() => html(list([1], String))).toThrow(named('a KeyedList'));
    expect(() => html({ name: 'x', secret: 1 })).toThrow(named('an object with name, secret'));
  });

  test('only what unsafeHtml() made is markup', () => {
    expect(html(render(div, [unsafeHtml('<b>&amp;</b>')]))).toBe(
      '<div><!--[0--><b>&amp;</b><!--]--></div>',
    );
  });
});

describe('children', () => {
  test('that say nothing show nothing', () => {
    for (const value of [null, undefined, true, false, '', []]) expect(html(value)).toBe('');
    for (const value of [0, -0, 10n, NaN]) expect(html(value)).toBe(String(value));
  });

  test('of an array are rows by their keys, or by their place in it', () => {
    const row = (id: unknown) => render(li, [id, `row ${id}`]);
    expect(html([row(1), 'text', row('a')])).toBe(
      '<li data-k="1" data-s="0">row 1</li><!--k:.1-->text<li data-k="a" data-s="0">row a</li>',
    );
    expect(html([row(1), null, false, undefined, true, render(p, ['x'])])).toBe(
      '<li data-k="1" data-s="0">row 1</li><!--k:.5--><p data-s="0">x</p>',
    );
    expect(html([row('a"&<'), keyed('a--', 'x'), keyed("(é!*')", 'y')])).toBe(
      '<li data-k="a&quot;&amp;&lt;" data-s="0">row a&quot;&amp;&lt;</li><!--k:a%2D%2D-->x<!--k:%28%C3%A9%21%2A%27%29-->y',
    );
  });

  test('of an array in an array have keys of their own', () => {
    const row = (id: unknown) => render(li, [id, 'x']);
    expect(html([row('a'), [row('a'), [row('a')]], [keyed('a', 'y')]])).toBe(
      '<li data-k="a" data-s="0">x</li><li data-k=".1.a" data-s="0">x</li><li data-k=".1..1.a" data-s="0">x</li><!--k:.2.a-->y',
    );
  });

  test('with a key around them go by that one, whatever is inside', () => {
    expect(html([keyed('outer', render(li, ['inner', 'x']))])).toBe(
      '<li data-k="outer" data-s="0">x</li>',
    );
    expect(html([keyed('outer', keyed('inner', 'x'))])).toBe('<!--k:outer-->x');
    expect(html([keyed('outer', ['a', 'b'])])).toBe(
      '<!--k:outer--><!--[0--><!--k:.0-->a<!--k:.1-->b<!--]-->',
    );
    expect(html(For({ each: [7], key: String, children: () => render(li, ['own', 'x']) }))).toBe(
      '<li data-k="7" data-s="0">x</li>',
    );
  });

  test('outside a list show no key', () => {
    expect(html(render(div, [render(li, ['k', 'x'])]))).toBe(
      '<div><!--[0--><li data-s="0">x</li><!--]--></div>',
    );
    expect(html(render(div, [keyed('k', 'x')]))).toBe('<div><!--0-->x<!----></div>');
    expect(html(render(p, [keyed('k', 'x')]))).toBe('<p data-s="0">x</p>');
  });

  test('of a <For> are rows of its items', () => {
    const children = (item: { id: number }) => render(li, [null, `no. ${item.id}`]);
    const each = [{ id: 1 }, { id: 2 }];
    const rows = '<li data-k="1" data-s="0">no. 1</li><li data-k="2" data-s="0">no. 2</li>';
    expect(html(For({ each, key: ({ id }) => id, children }))).toBe(rows);
    expect(html(For({ each: list(each, ({ id }) => id), children }))).toBe(rows);
    expect(html(For({ each, children }))).toBe(rows.replace('"1"', '"0"').replace('"2"', '"1"'));
    expect(html(For({ each, children: () => null }))).toBe('<!--k:0--><!--k:1-->');
  });

  test('may share one instance', () => {
    const shared = render(li, [null, 'x']);
    expect(html(For({ each: ['a', 'b'], key: String, children: () => shared }))).toBe(
      '<li data-k="a" data-s="0">x</li><li data-k="b" data-s="0">x</li>',
    );
  });

  test('that are text have no place in a table, except white space', () => {
    expect(html(render(body, [null]))).toBe('<tbody><!--0--><!----></tbody>');
    expect(html(render(body, [' \n']))).toBe('<tbody><!--0--> \n<!----></tbody>');
    for (const text of ['x', 0, keyed('k', 'x')])
      expect(() => html(render(body, [text]))).toThrow(code('text-in-table'));
  });

  test('keep the case of SVG, and its empty elements', () => {
    const svg = template(
      [
        '<svg viewBox="0 0 9 9"><linearGradient id="g"></linearGradient><circle data-s="0"',
        '></circle></svg>',
      ],
      [attribute(0, 'r')],
    );
    expect(html(render(svg, [4]))).toBe(
      '<svg viewBox="0 0 9 9"><linearGradient id="g"></linearGradient><circle data-s="0" r="4"></circle></svg>',
    );
  });
});

describe('a component', () => {
  test('is called with its props', () => {
    const Hello = ({ name }: { name: string }) => render(p, [`Hello ${name}`]);
    expect(html(component(Hello, { name: '<you>' }))).toBe('<p data-s="0">Hello &lt;you&gt;</p>');
  });

  test('that is none is named', () => {
    for (const type of [undefined, {}, 'Div', null])
      expect(() => component(type, {})).toThrow(code('not-a-component'));
  });

  test('that is a live view becomes its region, at its path of places and keys', async () => {
    const element = component({ [liveView]: true }, { start: 3 });
    expect(element).toBeInstanceOf(LiveElement);
    const paths: string[] = [];
    const region = (_: LiveElement, path: string) => {
      paths.push(path);
      return path.includes('b') ? Promise.resolve(`[${path}]`) : `[${path}]`;
    };
    const value = render(div, [[keyed('a/0', element), keyed('b', render(div, [element]))]]);
    expect(await renderHtml(value, { async: false, region })).toBe(
      '<div><!--[0--><!--k:a%2F0-->[0/a%2F0]<!--k:b--><div><!--[0-->[0/b/0]<!--]--></div><!--]--></div>',
    );
    expect(paths).toEqual(['0/a%2F0', '0/b/0']);
  });
});

describe('asynchronous components', () => {
  const after = (turns: number, value: unknown): Promise<unknown> =>
    turns === 0 ? Promise.resolve(value) : Promise.resolve().then(() => after(turns - 1, value));

  test('keep their order, however late they come', async () => {
    const value = [
      after(5, render(p, ['first'])),
      'second',
      after(1, [after(3, 'third'), 'fourth']),
      after(0, null),
    ];
    expect(await page(value)).toBe(
      '<!--k:.0--><p data-s="0">first</p><!--k:.1-->second<!--k:.2--><!--k:.0-->third<!--k:.1-->fourth<!--k:.3-->',
    );
    expect(await page(render(div, [component(async () => render(p, ['x']), {})]))).toBe(
      '<div><!--[0--><p data-s="0">x</p><!--]--></div>',
    );
  });

  test('know the path that leads to them', async () => {
    const element = new LiveElement({}, {});
    const value = render(div, [[keyed('a', after(3, render(div, [element]))), keyed('b', 'x')]]);
    const found = await renderHtml(value, { async: true, region: (_, path) => `[${path}]` });
    expect(found).toContain('[0/a/0]');
  });

  test('fail where what they make cannot be shown', async () => {
    await expect(page([after(1, { html: '<b>' })])).rejects.toThrow(code('not-a-child'));
    await expect(page(['a', Promise.reject(new Error('no data'))])).rejects.toThrow('no data');
  });

  test('that fail after another part has thrown cause no further error', async () => {
    const unheard: unknown[] = [];
    const hear = (reason: unknown) => void unheard.push(reason);
    process.on('unhandledRejection', hear);
    const failing = () => component(async () => Promise.reject(new Error('late')), {});
    expect(() => page([failing(), {}, failing()])).toThrow(code('not-a-child'));
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', hear);
    expect(unheard).toEqual([]);
  });

  test('have no place in a live view', () => {
    expect(() => html(render(div, [Promise.resolve('x')]))).toThrow(code('render-async'));
  });
});
