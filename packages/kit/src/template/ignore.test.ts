import { describe, expect, test } from 'vitest';

import { mountLive } from '../testing/index.js';
import { defineLive } from '../live/author/define.js';
import { diff } from './diff.js';
import { renderHtml } from './html-writer.js';
import { jsx, jsxs } from '../jsx/jsx-runtime.js';
import {
  attribute,
  attributes,
  child,
  ignored,
  only,
  render,
  type Rendered,
  template,
} from './template.js';

const context = { template: ({ number }: { number: number }) => number, region: () => undefined };
const change = (before: unknown, after: unknown) =>
  diff(before as Rendered, after as Rendered, context);
const html = (value: unknown) => renderHtml(value, { async: false, region: () => '' });

describe('what lv-ignore leaves to the page', () => {
  const box = template(
    ['<div lv-ignore=""', '><p data-s="1">', '</p>', '</div><b>', '</b>'],
    [attribute(0, 'class'), ignored(only(1)), ignored(child(2)), child(3)],
  );

  test('is written first, and compared never again', () => {
    const [a, b] = [
      render(box, ['a', 'one', 'two', 'x']),
      render(box, ['b', 'ONE', render(box, [null, 1, 2, 3]), 'y']),
    ];
    expect(html(a)).toContain('one</p>');
    expect(change(a, b)).toEqual({ 0: { a: { class: 'b' } }, 3: 'y' });
    expect(change(a, render(box, ['a', 'ONE', null, 'x']))).toBeUndefined();
  });

  test('may be attributes, of their own or in a spread', () => {
    const one = template(
      ['<p lv-ignore="class"', '', '>', '</p>'],
      [ignored(attribute(0, 'class')), attribute(0, 'id'), only(0)],
    );
    expect(change(render(one, ['a', 'a', 'a']), render(one, ['b', 'b', 'b']))).toEqual({
      0: { a: { id: 'b' }, x: 'b' },
    });
    const all = template(['<p lv-ignore="class style"', '></p>'], [attributes(0, 'class style')]);
    expect(
      change(
        render(all, [{ class: 'a', id: 'a', style: 'x' }]),
        render(all, [{ class: 'b', id: 'b' }]),
      ),
    ).toEqual({ 0: { a: { id: 'b' } } });
    expect(change(render(all, [{ class: 'a' }]), render(all, [{}]))).toBeUndefined();
  });

  test('holds in JSX at run time', () => {
    const view = (text: string, ignore: unknown) =>
      jsx('div', {
        'lv-ignore': ignore,
        class: text,
        children: jsxs('p', { id: text, children: [text, jsx('b', { children: text })] }),
      });
    expect(html(view('a', true))).toMatch(/^<div lv-ignore="" data-s="0" class="a">/);
    expect(change(view('a', true), view('b', ''))).toEqual({ 0: { a: { class: 'b' } } });
    expect(change(view('a', ' class '), view('b', 'class'))).toHaveProperty('1');
    expect(change(view('a', 'class'), view('b', 'class'))).not.toHaveProperty('0');
    expect(html(view('a', false))).not.toContain('lv-ignore');
  });

  test('is not for a spread to say', () => {
    const all = template(['<p', '></p>'], [attributes(0)]);
    expect(html(render(all, [{ 'lv-ignore': true, id: 'a' }]))).toBe('<p id="a"></p>');
  });

  test('may differ from a fresh render in tests', async () => {
    const view = defineLive(
      {
        mount: () => ({ count: 0 }),
        events: { more: (live) => live.assign({ count: live.state.count + 1 }) },
      },
      ({ state: { count } }) =>
        jsxs('section', {
          children: [
            jsx('div', { 'lv-ignore': true, title: `${count}`, children: count }),
            jsx('p', {
              'lv-ignore': 'class',
              class: `c${count}`,
              id: `i${count}`,
              children: count,
            }),
          ],
        }) as never,
    );
    const mounted = await mountLive(view);
    await mounted.send('more');
    await mounted.send('more');
    expect(mounted.state).toEqual({ count: 2 });
  });
});
