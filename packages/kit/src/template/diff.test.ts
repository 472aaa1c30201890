import {
  type Child as TreeChild,
  type ElementValue,
  isElement,
  isInstance,
  merge,
  type Tree,
} from '@skerry/wire';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { type Child } from './child.js';
import { diff, wholeTree } from './diff.js';
import { commentKey, escapeHtml } from './escape.js';
import { For } from './for.js';
import { renderHtml } from './html.js';
import { type KeyedList, list } from './keyed-list.js';
import { LiveElement } from './live-element.js';
import { unsafeHtml } from './raw.js';
import {
  attribute,
  attributes,
  child,
  content,
  key,
  Keyed,
  only,
  part,
  render,
  type Rendered,
  type Slot,
  type Template,
  template,
} from './template.js';
import type { TreeContext } from './tree.js';

const paragraph = template(['<p data-s="0"', '>', '</p>'], [attribute(0, 'class'), only(0)]);
const beside = template(['<div>a ', ' b ', '</div>'], [child(0), child(1)]);
const pair = template(['', '', ''], [child(0), child(1)]);
const spread = template(['<i data-s="0"', '>', '</i>'], [attributes(0), only(0)]);
const titled = template(['<title data-s="0">', '</title>'], [content(0, 'title')]);
const table = template(['<table><tbody>', '</tbody></table>'], [part(0)]);
const row = template(['<li', ' data-s="0"', '>', '</li>'], [key(), attribute(0, 'class'), only(0)]);
const otherRow = template(['<li', '><b>', '</b></li>'], [key(), child(0)]);
const templates = new Map<number, Template>();
for (const one of [paragraph, beside, pair, spread, titled, table, row, otherRow])
  templates.set(one.number, one);

const text = fc.oneof(
  fc.constantFrom<unknown>('', 'x', 'y', '<b>&"', '-->', null, false, true, 0, 7, 10n),
  fc.string({ unit: 'binary', maxLength: 4 }),
);
const word = fc.constantFrom('', 'x', '<b>&"');
const rowKey = fc.oneof(
  fc.constantFrom(
    'a',
    'b',
    'c',
    'd',
    'e',
    '1',
    '2',
    '',
    '__proto__',
    'a"b',
    '--',
    'é -',
    '\0',
    '\ud800',
  ),
  fc.nat(5),
);

interface Item {
  id: string;
  text: string;
}
const pool = new Map<string, Item>();
/** The same object for the same content, as state keeps it. */
function itemOf(id: string, text: string): Item {
  const name = JSON.stringify([id, text]);
  return pool.get(name) ?? pool.set(name, { id, text }).get(name)!;
}
const item = fc
  .tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), word)
  .map(([id, t]) => itemOf(id, t));
const items = fc.uniqueArray(item, { selector: ({ id }) => id, maxLength: 6 });

/** A child as a function, so that the same view can be rendered again from new objects. */
type View = () => Child;
const made =
  (of: Template, ...views: (() => unknown)[]): View =>
  () =>
    render(
      of,
      views.map((v) => v()),
    );

const rowsFor = (each: Item[] | KeyedList<Item>, suffix: string, keys = true): View => {
  const children = (it: Item) => render(row, [null, it.id, it.text + suffix]);
  return () =>
    For<Item>({ each, ...(keys ? { key: (it) => it.id } : {}), children, captured: [suffix] });
};

const { view } = fc.letrec<{ view: View; row: View }>((tie) => {
  const some = tie('view');
  const texts = text.map((value) => () => value as Child);
  const keyedRow = fc.oneof(
    fc.tuple(rowKey, text, some).map(([k, c, v]) =>
      made(
        row,
        () => k,
        () => c,
        v,
      ),
    ),
    fc.tuple(rowKey, some).map(([k, v]) => made(otherRow, () => k, v)),
    fc.tuple(rowKey, some).map(
      ([k, v]) =>
        () =>
          new Keyed(k, v()),
    ),
    fc.tuple(rowKey, rowKey, text).map(
      ([k, inner, t]) =>
        () =>
          new Keyed(k, render(row, [inner, null, t])),
    ),
  );
  const distinct = { selector: (one: View) => keyText(one()), maxLength: 7 };
  const rows = fc.uniqueArray(keyedRow, distinct);
  return {
    row: keyedRow,
    view: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      texts,
      fc.tuple(text, some).map(([c, v]) => made(paragraph, () => c, v)),
      fc.tuple(some, some).map(([a, b]) => made(beside, a, b)),
      fc.tuple(some, some).map(([a, b]) => made(pair, a, b)),
      fc
        .tuple(fc.dictionary(fc.constantFrom('constructor', 'id', 'title', 'hidden'), text), some)
        .map(([a, v]) => made(spread, () => sorted(a), v)),
      fc.array(text, { maxLength: 2 }).map((parts) => made(titled, () => parts)),
      rows.map((list) => made(table, () => list.map((one) => one()))),
      rows.map((list) => () => list.map((one) => one())),
      fc.tuple(some, rows, some).map(([a, list, b]) => () => [
        a(),
        list.map((one) => one()),
        [b()],
      ]),
      fc
        .tuple(items, word, fc.boolean())
        .map(([each, suffix, keys]) => rowsFor(each, suffix, keys)),
      tie('row'),
      word.map((markup) => () => unsafeHtml(`<u>${escapeHtml(markup)}</u>`)),
      fc.constant(() => new LiveElement({}, {})),
    ),
  };
});

const keyText = (value: unknown) =>
  (value instanceof Keyed ? String(value.key) : String((value as Rendered).dynamics[0]))
    .toWellFormed()
    .replaceAll('\0', '\uFFFD');
const sorted = (record: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));

const rootOf = (v: View): Rendered => render(beside, [v(), 'end']);

const context: TreeContext = {
  template: ({ number, markup }) => [number, markup],
  region: (_, path, before) => (before ? undefined : { v: path, k: 'token' }),
};
const treeOf = (rendered: Rendered): Tree =>
  merge({ s: 0 }, overTheWire(wholeTree(rendered, context)));
const htmlOf = (rendered: Rendered): string =>
  renderHtml(rendered, { async: false, region: (_, path) => host(path) }) as string;
const host = (path: string) => `<skerry-live id="lv-${path}" data-token="token"></skerry-live>`;

function overTheWire<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

/** Holds the laws for one step, and returns the tree that the browser has afterwards. */
function step(shown: Tree, before: Rendered, after: Rendered): Tree {
  const change = diff(before, after, context);
  const next = change === undefined ? shown : merge(shown, overTheWire(change));
  expect(next).toStrictEqual(treeOf(after));
  expect(treeHtml(next)).toBe(htmlOf(after).toWellFormed());
  return next;
}

describe('for any two views', () => {
  test('the diff leads from the tree of the one to that of the other, and to its HTML', () => {
    fc.assert(
      fc.property(fc.array(view, { minLength: 2, maxLength: 4 }), (views) => {
        let before = rootOf(views[0]!);
        let shown = treeOf(before);
        expect(treeHtml(shown)).toBe(htmlOf(before).toWellFormed());
        for (const next of views.slice(1)) {
          const after = rootOf(next);
          shown = step(shown, before, after);
          before = after;
        }
      }),
      { numRuns: 3000 },
    );
  });

  test('nothing is sent where nothing changed', () => {
    fc.assert(
      fc.property(view, (v) => {
        expect(diff(rootOf(v), rootOf(v), context)).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });
});

test('text has no place in a table, in a tree and in a diff as on a page', () => {
  const fault = expect.objectContaining({ code: 'text-in-table' });
  for (const text of ['x', 7, new Keyed('k', 'x')]) {
    expect(() => wholeTree(render(table, [text]), context)).toThrow(fault);
    expect(() => diff(render(table, [null]), render(table, [text]), context)).toThrow(fault);
  }
});

type Act = (list: KeyedList<Item>) => KeyedList<Item>;
const at = fc.nat(20);
const pick = (list: KeyedList<Item>, n: number) => list.keys()[n % (list.size || 1)];
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.tuple(item, at).map(([it, n]): Act => (l) => {
    if (l.has(it.id)) return l.remove(it.id);
    const before = pick(l, n);
    return before === undefined || n > 15 ? l.append(it) : l.insert(it, { before });
  }),
  item.map(
    (it): Act =>
      (l) =>
        l.has(it.id) ? l.update(it.id, it) : l.prepend(it),
  ),
  fc.tuple(at, at).map(
    ([n, m]): Act =>
      (l) =>
        l.size === 0 ? l : l.move(pick(l, n)!, { before: m > 15 ? null : pick(l, m)! }),
  ),
  items.map(
    (all): Act =>
      (l) =>
        l.replace(all),
  ),
);

describe('for any history of a list', () => {
  const turns = fc.array(
    fc.record({ acts: fc.array(act, { maxLength: 5 }), suffix: word, back: fc.nat(6) }),
    { minLength: 1, maxLength: 12 },
  );
  test('each turn leads to the next tree, also from a version before the last', () => {
    fc.assert(
      fc.property(items, turns, (first, history) => {
        const versions = [list(first, (it) => it.id)];
        let before = rootOf(rowsFor(versions[0]!, ''));
        let shown = treeOf(before);
        for (const { acts, suffix, back } of history) {
          const start = versions.at(-1 - (back < 4 ? 0 : back % versions.length))!;
          const next = acts.reduce((version, one) => one(version), start);
          versions.push(next);
          const after = rootOf(rowsFor(next, suffix));
          shown = step(shown, before, after);
          before = after;
        }
      }),
      { numRuns: 2000 },
    );
  });
});

// The HTML of a tree, by the rules of docs/wire.md.

function treeHtml(tree: Tree, rowKey?: string): string {
  const { statics, slots } = templates.get(tree.s) ?? wrapper;
  return slots.reduce(
    (html, slot, i) => html + slotHtml(slot, tree.d[slot.place], rowKey) + statics[i + 1],
    statics[0]!,
  );
}

/** A list that is a row of another stands in a template of its own. */
const wrapper = template(['', ''], [child(0)]);

function slotHtml(
  slot: Slot,
  value: Tree['d'][number] | undefined,
  rowKey: string | undefined,
): string {
  if (slot.kind === 'key') return rowKey === undefined ? '' : ` data-k="${escapeHtml(rowKey)}"`;
  const { a, x }: ElementValue = isElement(value!) ? value : { a: {}, x: value! };
  if (slot.kind === 'attribute') return attributeHtml(slot.name, a[slot.name]);
  if (slot.kind === 'attributes')
    return Object.entries(sorted(a))
      .map(([name, text]) => attributeHtml(name, text as string))
      .join('');
  if (slot.kind === 'content') return escapeHtml(x as string);
  if (typeof x !== 'string') return `<!--[${slot.place}-->${childHtml(x!)}<!--]-->`;
  return slot.only ? escapeHtml(x) : `<!--${slot.place}-->${escapeHtml(x)}<!---->`;
}

const attributeHtml = (name: string, text: string | null | undefined) =>
  typeof text === 'string' ? ` ${name}="${escapeHtml(text)}"` : '';

function childHtml(value: TreeChild): string {
  if (typeof value === 'string') return escapeHtml(value);
  if (isInstance(value)) return treeHtml(value as Tree);
  if ('h' in value) return value.h;
  if ('v' in value) return host(value.v);
  return value.r
    .map(([key, child]) =>
      typeof child === 'object' && isInstance(child) && templates.get(child.s as number)?.keyed
        ? treeHtml(child as Tree, key)
        : `<!--k:${commentKey(key)}-->${childHtml(child)}`,
    )
    .join('');
}
