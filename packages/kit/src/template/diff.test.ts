import {
  decodeProps,
  encodeProps,
  type IslandDefinition,
  patchProps,
} from '@skerry/islands/server';
import { merge, type Tree } from '@skerry/wire';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { type Child } from './child.js';
import { diff, wholeTree } from './diff.js';
import { testIsland } from '../../test/islands.js';
import { sorted, treeHtml } from '../../test/tree-html.js';
import { escapeHtml } from './escape.js';
import { For } from './list/for.js';
import { renderHtml } from './html-writer.js';
import { toIsland } from './island/island-element.js';
import { type KeyedList, list } from './list/keyed-list.js';
import { LiveElement } from './live.js';
import { unsafeHtml } from './raw.js';
import {
  attribute,
  attributes,
  child,
  content,
  key,
  Keyed,
  only,
  table,
  render,
  type Rendered,
  type Template,
  template,
} from './template.js';
import type { TreeContext } from './tree.js';

const paragraph = template(['<p data-s="0"', '>', '</p>'], [attribute(0, 'class'), only(0)]);
const beside = template(['<div>a ', ' b ', '</div>'], [child(0), child(1)]);
const pair = template(['', '', ''], [child(0), child(1)]);
const spread = template(['<i data-s="0"', '>', '</i>'], [attributes(0), only(0)]);
const titled = template(['<title data-s="0">', '</title>'], [content(0, 'title')]);
const inTable = template(['<table><tbody>', '</tbody></table>'], [table(0)]);
const row = template(['<li', ' data-s="0"', '>', '</li>'], [key(), attribute(0, 'class'), only(0)]);
const otherRow = template(['<li', '><b>', '</b></li>'], [key(), child(0)]);
const templates = new Map<number, Template>();
for (const one of [paragraph, beside, pair, spread, titled, inTable, row, otherRow])
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

/** Shows its props and, as they say, its slots: none, or `children` last. */
const box = testIsland<Record<string, unknown>>('islands/box.island', (props, slot) => {
  const { open, ...shown } = props;
  const own = `<b>${escapeHtml(Object.entries(shown).map(String).join(' '))}</b>${slot('head')}`;
  return open ? own + slot('children') : own;
}) as unknown as IslandDefinition;
const other = { ...box, name: 'acme/other.react' };
const data = fc.oneof(
  fc.constantFrom<unknown>(0, 1, 'x', '<b>&"', null, undefined, -0, 7n),
  fc.nat(2).map((n) => new Date(n)),
  fc.array(fc.nat(3), { maxLength: 5 }),
  fc.array(fc.record({ id: fc.nat(2), tags: fc.array(word, { maxLength: 2 }) }), { maxLength: 3 }),
  fc.dictionary(word, fc.nat(2), { maxKeys: 2 }).map((tags) => new Map(Object.entries(tags))),
);
const directives = fc.constantFrom<Record<string, unknown>>(
  { 'client:load': true },
  { 'client:visible': '200px', 'client:priority': 'high' },
  { 'client:none': true },
);

type Content = Readonly<Record<string, unknown>>;
const propsOfBox = fc.record({ a: data, b: data, open: fc.boolean() }, { requiredKeys: [] });
const slotsOfBox = (some: fc.Arbitrary<View>) =>
  fc.record({ head: some, children: some }, { requiredKeys: [] });
const boxed =
  (of: IslandDefinition, on: Content, props: Content, slots: Record<string, View>): View =>
  () =>
    toIsland(of, {
      ...on,
      ...structuredClone(props),
      // Any other value would be data, as any prop.
      ...Object.fromEntries(Object.entries(slots).map(([name, v]) => [name, [made(pair, v, v)()]])),
    });

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
  const islands = fc
    .tuple(fc.constantFrom(box, other), directives, propsOfBox, slotsOfBox(some))
    .map((parts) => boxed(...parts));
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
      rows.map((list) => made(inTable, () => list.map((one) => inCell(one())))),
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
      islands,
    ),
  };
});

/** A row of a table: hosts have no place between its parts. */
const inCell = (value: unknown) =>
  value instanceof Keyed ? new Keyed(value.key, render(pair, [value.child, null])) : value;
const keyText = (value: unknown) =>
  (value instanceof Keyed ? String(value.key) : String((value as Rendered).dynamics[0]))
    .toWellFormed()
    .replaceAll('\0', '\uFFFD');

const rootOf = (v: View): Rendered => render(beside, [v(), 'end']);

const heard = { host: 'lv-1', rendered() {}, failed() {} };
const context: TreeContext = {
  template: ({ number, markup }) => [number, markup],
  region: (_, path, before) => (before ? undefined : { v: path, k: 'token' }),
  islands: { ...heard, wants: () => true },
};
const treeOf = (rendered: Rendered): Tree =>
  merge({ s: 0 }, overTheWire(wholeTree(rendered, context)));
const htmlOf = (rendered: Rendered): string =>
  renderHtml(rendered, {
    async: false,
    region: (_, path) => host(path),
    islands: heard,
  }) as string;
const host = (path: string) => `<skerry-live id="lv-${path}" data-token="token"></skerry-live>`;

function overTheWire<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

/** Holds the laws for one step, and returns the tree that the browser has afterwards. */
function step(shown: Tree, before: Rendered, after: Rendered): Tree {
  const next = taken(shown, diff(before, after, context));
  expect(next).toStrictEqual(treeOf(after));
  expect(treeHtml(next, { templates, host })).toBe(htmlOf(after).toWellFormed());
  return next;
}

const taken = (shown: Tree, change: ReturnType<typeof diff>): Tree =>
  change === undefined
    ? shown
    : merge(shown, overTheWire(change), (...patch) =>
        // The order of members is not sent.
        encodeProps('', sorted(decodeProps(patchProps(...patch)))),
      );

describe('for any two views', () => {
  test('the diff leads from the tree of the one to that of the other, and to its HTML', () => {
    fc.assert(
      fc.property(fc.array(view, { minLength: 2, maxLength: 4 }), (views) => {
        let before = rootOf(views[0]!);
        let shown = treeOf(before);
        expect(treeHtml(shown, { templates, host })).toBe(htmlOf(before).toWellFormed());
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

describe('for any history of an island', () => {
  const turns = fc.array(fc.tuple(propsOfBox, slotsOfBox(view)), { minLength: 2, maxLength: 5 });
  const histories = fc
    .tuple(directives, turns)
    .map(([on, all]) => all.map(([props, slots]) => boxed(box, on, props, slots)));

  test('each change leads to the next, whether or not the former was dropped meanwhile', () => {
    fc.assert(
      fc.property(histories, fc.boolean(), (history, dropped) => {
        let before = rootOf(history[0]!);
        let shown = treeOf(before);
        for (const [i, next] of history.entries()) {
          const after = rootOf(next);
          shown = step(shown, dropped && i > 0 ? rootOf(history[i - 1]!) : before, after);
          before = after;
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('markup goes only to who asks for it, and for what never hydrates; props go always', () => {
    const unasked = { ...context, islands: heard };
    fc.assert(
      fc.property(histories, (history) => {
        let before = rootOf(history[0]!);
        let shown = treeOf(before);
        for (const next of history.slice(1)) {
          const after = rootOf(next);
          shown = taken(shown, diff(before, after, unasked));
          expect(withoutMarkup(shown)).toStrictEqual(withoutMarkup(treeOf(after)));
          before = after;
        }
      }),
      { numRuns: 500 },
    );
  });

  /** Without the markup of islands that hydrate. */
  const withoutMarkup = (tree: Tree): unknown =>
    JSON.parse(JSON.stringify(tree), (key, value: { p?: unknown }) =>
      key === 'i' && value.p !== undefined ? { ...value, h: '' } : value,
    );
});

test('an attribute that comes in another spelling outlives the one that goes', () => {
  const made = (props: object) => render(spread, [props, '']);
  const change = diff(made({ Title: 'a' }), made({ title: 'b' }), {
    template: () => 1,
    region: () => undefined,
  });
  expect(JSON.stringify(change)).toBe('{"0":{"a":{"Title":null,"title":"b"}}}');
});

test('text has no place in a table, in a tree and in a diff as on a page', () => {
  const fault = expect.objectContaining({ code: 'text-in-table' });
  for (const text of ['x', 7, new Keyed('k', 'x')]) {
    expect(() => wholeTree(render(inTable, [text]), context)).toThrow(fault);
    expect(() => diff(render(inTable, [null]), render(inTable, [text]), context)).toThrow(fault);
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
