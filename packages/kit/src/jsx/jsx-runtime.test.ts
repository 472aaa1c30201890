import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { merge, type Tree } from '@skerry/wire';

import { defineLive } from '../live/author/define.js';
import { diff, wholeTree } from '../template/diff.js';
import { For } from '../template/list/for.js';
import { renderHtml } from '../template/html-writer.js';
import { Fragment, jsx, jsxDEV, jsxs } from './jsx-runtime.js';
import { unsafeHtml } from '../template/raw.js';
import {
  attribute,
  child,
  key,
  only,
  render,
  type Rendered,
  template,
} from '../template/template.js';

const marked = (value: unknown) => renderHtml(value, { async: false, region: () => '' }) as string;
/** HTML without the markers of places. */
const html = (value: unknown) => marked(value).replaceAll(/<!--.*?-->| data-s="\d+"/g, '');
const code = (name: string) => expect.objectContaining({ code: name });

describe('JSX at run time gives the HTML of a template:', () => {
  const p = template(
    ['<p data-s="0"', '>Hi ', ' and ', '!</p>'],
    [attribute(0, 'class'), child(1), child(2)],
  );
  const li = template(
    ['<li', ' data-s="0"', '>', '</li>'],
    [key(), attribute(0, 'title'), only(0)],
  );
  const ul = template(['<ul>', '</ul>'], [child(0)]);

  test.each<[what: string, atRunTime: unknown, compiled: unknown]>([
    [
      'attributes, text and children in order',
      jsxs('p', {
        class: ['a', { b: true }],
        children: ['Hi ', '<Ann>', ' and ', jsx('b', { children: 'Bob' }), '!'],
      }),
      render(p, [['a', { b: true }], '<Ann>', unsafeHtml('<b>Bob</b>')]),
    ],
    [
      'keyed rows',
      jsx('ul', {
        children: [1, 'a"'].map((id) => jsx('li', { title: `no. ${id}`, children: id }, id)),
      }),
      render(ul, [[1, 'a"'].map((id) => render(li, [id, `no. ${id}`, id]))]),
    ],
    [
      'rows of a <For>',
      jsx('ul', {
        children: jsx(For, {
          each: ['x'],
          key: (x: string) => x,
          children: (x: string) => jsx('li', { title: 't', children: x }, 'own'),
        }),
      }),
      render(ul, [
        For({ each: ['x'], key: (x) => x, children: (x) => render(li, ['own', 't', x]) }),
      ]),
    ],
  ])('%s', (_, atRunTime, compiled) => {
    expect(html(atRunTime)).toBe(html(compiled));
  });
});

test('places are marked by the same rules', () => {
  expect(marked(jsx('p', { children: 'x' }))).toBe('<p data-s="0">x</p>');
  expect(marked(jsx('p', { id: 'i', children: 'x' }))).toBe('<p data-s="0" id="i">x</p>');
  expect(marked(jsxs('p', { id: 'i', children: ['x', 'y'] }))).toBe(
    '<p data-s="0" id="i"><!--1-->x<!----><!--2-->y<!----></p>',
  );
  expect(marked(jsx('p', { children: jsx('b', {}) }))).toBe('<p><!--[0--><b></b><!--]--></p>');
  expect(marked(jsx('ul', { children: [jsx('li', { children: 'x' }, 'k')] }))).toBe(
    '<ul><!--[0--><li data-k="k" data-s="0">x</li><!--]--></ul>',
  );
});

test('void elements, raw text and line breaks are as parsers want them', () => {
  expect(html(jsx('input', { disabled: true, value: '"' }))).toBe(
    '<input disabled="" value="&quot;">',
  );
  expect(html(jsx('br', {}))).toBe('<br>');
  expect(html(jsxs('title', { children: ['a ', '<b>', 1] }))).toBe('<title>a &lt;b&gt;1</title>');
  expect(html(jsx('textarea', { children: '\nx' }))).toBe('<textarea>\n\nx</textarea>');
  expect(html(jsx('pre', { children: '\nx' }))).toBe('<pre>\n\nx</pre>');
  expect(html(jsx('script', { type: 'application/json', children: '"</script>"' }))).toBe(
    '<script type="application/json">"\\u003c/script>"</script>',
  );
  expect(html(jsx('title', {}))).toBe('<title></title>');
  expect(html(jsx('linearGradient', { gradientUnits: 'x' }))).toBe(
    '<linearGradient gradientUnits="x"></linearGradient>',
  );
});

test('fragments, components and their keys', () => {
  const Twice = ({ of }: { of: unknown }) => jsxs(Fragment, { children: [of, of] });
  expect(html(jsx(Twice, { of: jsx('i', {}) }))).toBe('<i></i><i></i>');
  expect(html(jsx(Fragment, {}))).toBe('');
  expect(marked([jsx(Twice, { of: 'x' }, 'k')])).toBe('<!--k:k--><!--0-->x<!----><!--1-->x<!---->');
  expect(html(jsxDEV('p', { children: ['a', 'b'] }, undefined, true))).toBe('<p>ab</p>');
});

test('what no element is called is refused', () => {
  for (const tag of ['a b', 'a>', '1', 'a"', '!--', '/p', 'a/b'])
    expect(() => jsx(tag, {}), tag).toThrow(code('not-a-component'));
  for (const type of [undefined, null, {}, 5])
    expect(() => jsx(type, {})).toThrow(code('not-a-component'));
});

test('text in a table is refused, and data is no markup', () => {
  expect(() => marked(jsx('tr', { children: 'x' }))).toThrow(code('text-in-table'));
  expect(() => marked(jsx('p', { children: JSON.parse('{"html":"<b>"}') }))).toThrow(
    code('not-a-child'),
  );
});

test('its diffs lead from any tree to any other', () => {
  const text = fc.constantFrom<unknown>('', 'x', '<y>', 0, null);
  const { node } = fc.letrec<{ node: unknown }>((tie) => {
    const some = fc.array(tie('node'), { maxLength: 3 });
    const props = fc.dictionary(fc.constantFrom('id', 'title'), text);
    const tag = fc.constantFrom('p', 'b');
    return {
      node: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        text,
        fc.tuple(tag, props, tie('node')).map(([t, own, children]) => jsx(t, { ...own, children })),
        fc.tuple(tag, props, some).map(([t, own, children]) => jsxs(t, { ...own, children })),
        some.map((children) => jsxs(Fragment, { children })),
        fc
          .uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c'), text), { selector: ([k]) => k })
          .map((rows) => rows.map(([k, t]) => jsx('li', { children: t }, k))),
      ),
    };
  });
  const root = (value: unknown) => render(template(['', ''], [child(0)]), [value]);
  const shape = root(null).template;
  fc.assert(
    fc.property(node, node, (a, b) => {
      const context = {
        template: ({ number }: { number: number }) => number,
        region: () => undefined,
      };
      const [before, after] = [render(shape, [a]), render(shape, [b])];
      const shown = merge({ s: 0 }, wholeTree(before, context)) as Tree;
      const change = diff(before, after, context);
      const next = change ? merge(shown, change) : shown;
      expect(next).toStrictEqual(merge({ s: 0 }, wholeTree(after, context)));
    }),
    { numRuns: 1000 },
  );
});

test('the content of a <template>, where no diff reaches it, is sent as a whole', () => {
  const inert = (text: string, key?: string) =>
    jsx('template', { id: 'row', children: jsx('p', { 'lv-click': 'add', children: text }) }, key);
  const markup = (text: string) =>
    `<template data-s="0" id="row"><!--[1--><p data-s="0" lv-click="add">${text}</p><!--]--></template>`;
  expect(marked(jsx('div', { children: inert('a') }))).toContain(markup('a'));
  const context = { template: ({ number }: { number: number }) => number, region: () => undefined };
  const change = (a: unknown, b: unknown) => diff(a as Rendered, b as Rendered, context);
  const one = (text: string) => jsx('div', { children: inert(text) });
  expect(change(one('a'), one('b'))).toEqual({ 0: { h: markup('b') } });
  expect(change(one('a'), one('a'))).toBeUndefined();
  const row = (text: string) => jsx('div', { children: [inert(text, 'k')] });
  expect(change(row('a'), row('b'))).toEqual({ 0: { p: { k: { 0: { h: markup('b') } } } } });
  const view = defineLive({ mount: () => ({}), events: {} }, () => null, 'a');
  expect(() => jsx('template', { children: jsx(view, {}) })).toThrow(code('host-in-template'));
});

test('the key of a list tells those of its rows', () => {
  const props = {
    each: [{ id: 'a' }],
    children: (row: { id: string }) => jsx('li', { children: row.id }),
  };
  // JSX takes a function out of the props here.
  const keyOf = ((row: { id: string }) => row.id) as unknown as string;
  expect(marked(jsx('ul', { children: jsx(For, props, keyOf) }))).toContain('k:a');
});
