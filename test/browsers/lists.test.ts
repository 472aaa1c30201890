import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { diff } from '../../packages/kit/src/template/diff.js';
import { renderHtml } from '../../packages/kit/src/template/html-writer.js';
import {
  attribute,
  child,
  key,
  keyed,
  render,
  type Template,
  template,
} from '../../packages/kit/src/template/template.js';
import { ScriptedPage } from './scripted-page.js';

let live: ScriptedPage;
beforeAll(async () => {
  live = await ScriptedPage.start();
});
afterAll(() => live?.close());

const view = template(['<ul>', '</ul>'], [child(0)]);
const whole = template(
  ['<li', '><input data-s="0"', '><b>', '</b></li>'],
  [key(), attribute(0, 'value'), child(1)],
);
const parts = template(
  ['<li><input data-s="0"', '></li><li class="more">', '</li>'],
  [attribute(0, 'value'), child(1)],
);

/** The two shapes of a row: one element that carries its key, or several behind a comment. */
const shapes: Record<string, (id: string) => unknown> = {
  'one element': (id) => render(whole, [id, id, id]),
  'two elements': (id) => keyed(id, render(parts, [id, id])),
};

type Shape = (typeof shapes)[string];

/** All orders of all these. */
const permutations = (ids: string[]): string[][] =>
  ids.length < 2
    ? [ids]
    : ids.flatMap((id) =>
        permutations(ids.filter((each) => each !== id)).map((rest) => [id, ...rest]),
      );

/** All orders of some of these, of none and of all. */
const arrangements = (ids: string[]): string[][] => [
  [],
  ...ids.flatMap((id) =>
    arrangements(ids.filter((each) => each !== id)).map((rest) => [id, ...rest]),
  ),
];

/** Runs in the page before the client: notes after each update which rows there are, and where the visitor is. */
function watch(): void {
  seen = [];
  addEventListener('skerry:update', () => {
    const rows = document.querySelectorAll('li:not(.more)');
    const { value, selectionStart } = document.activeElement as HTMLInputElement;
    const order = Array.from(rows, (row) => row.querySelector('input')!.defaultValue);
    const more = Array.from(document.querySelectorAll('b,.more'), ({ textContent }) => textContent);
    seen.push([order.join(' '), more.join(' '), value, selectionStart].join('|'));
  });
}

const context = {
  region: () => undefined,
  template: ({ number, markup }: Template): [number, string] => [number, markup],
};

/**
 * Leads a list through these orders as the server does, while somebody types in one of its rows.
 *
 * @returns what the page showed instead of what it should
 */
async function lead(shape: Shape, orders: string[][], typedIn: string, before: string) {
  const trees = orders.map((order) => render(view, [order.map(shape)]));
  const html = renderHtml(trees[0], { async: false, region: () => '' }) as string;
  await live.show(html, { before: `${before}(${watch})()` });
  await live.page.click(`[value=${typedIn}]`);
  await live.page.press('End');
  await live.page.type('!');
  const steps = trees.slice(1).map((after, i) => [diff(trees[i]!, after, context) ?? {}]);
  await live.push(...steps);
  const shown = (await live.page.evaluate(() => seen)).slice(-steps.length);
  return orders.slice(1).flatMap((order, i) => {
    const expected = `${order.join(' ')}|${order.join(' ')}|${typedIn}!|${typedIn.length + 1}`;
    const from = orders[i]!.join(' ');
    return shown[i] === expected ? [] : [{ from, expected, shown: shown[i] }];
  });
}

const supports = {
  'as the browser moves nodes': '',
  'without moveBefore': 'delete Element.prototype.moveBefore;',
};

describe.each(Object.entries(shapes))('rows of %s', (_, shape) => {
  describe.each(Object.entries(supports))('%s', (_, before) => {
    test('take every order of up to five, with the focus in any of them', async () => {
      for (const count of [1, 2, 3, 4, 5]) {
        const ids = ['a', 'b', 'c', 'd', 'e'].slice(0, count);
        const orders = permutations(ids).flatMap((order) => [ids, order]);
        for (const id of ids) expect(await lead(shape, orders, id, before)).toEqual([]);
      }
    });

    test('come, go and move in every way at once, around the one with the focus', async () => {
      const all = arrangements(['a', 'b', 'c', 'd']).filter((ids) => ids.includes('a'));
      const orders = all.flatMap((from) => all.flatMap((to) => [from, to]));
      expect(await lead(shape, orders, 'a', before)).toEqual([]);
    });
  });
});

test('rows that come and go above the view leave what is in it where it is', async () => {
  const ids = Array.from({ length: 100 }, (_, i) => `r${i}`);
  const trees = [ids, ['new', ...ids], ids.slice(5)].map((order) =>
    render(view, [order.map(shapes['one element']!)]),
  );
  await live.show(renderHtml(trees[0], { async: false, region: () => '' }) as string);
  const top = () =>
    live.page.evaluate(() => document.querySelector('[value=r50]')!.getBoundingClientRect().top);
  // A frame later the browser has told of it.
  await live.page.evaluate(async () => {
    document.querySelector('[value=r50]')!.scrollIntoView();
    await new Promise(requestAnimationFrame);
  });
  const before = await top();
  for (const [i, after] of trees.slice(1).entries()) {
    await live.push([diff(trees[i]!, after, context)!]);
    expect(await top()).toBe(before);
  }
});

declare global {
  /** What the page showed after each update. */
  // eslint-disable-next-line no-var
  var seen: string[];
}
