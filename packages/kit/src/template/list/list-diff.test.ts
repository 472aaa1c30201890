import { merge } from '@skerry/wire';
import { describe, expect, test, vi } from 'vitest';

import { diff, wholeTree } from '../diff.js';
import { For } from './for.js';
import { renderHtml } from '../html-writer.js';
import { type KeyedList, list } from './keyed-list.js';
import { attribute, child, key, keyed, only, render, template } from '../template.js';
import type { TreeContext } from '../tree.js';

interface Row {
  id: number | string;
  name: string;
}

const view = template(['<ul>', '</ul>'], [child(0)]);
const row = template(['<li', ' data-s="0"', '>', '</li>'], [key(), attribute(0, 'class'), only(0)]);
const context: TreeContext = { template: () => 2, region: () => undefined };

const many = (count: number): Row[] =>
  Array.from({ length: count }, (_, id) => ({ id, name: `Row ${id}` }));
const renderRow = (item: Row) => render(row, [null, null, item.name]);
const forRows = (
  each: readonly Row[] | KeyedList<Row>,
  children = renderRow,
  captured?: unknown[],
) => render(view, [For({ each, key: (item) => item.id, children, ...(captured && { captured }) })]);
const mapped = (items: readonly Row[]) =>
  render(view, [items.map((item) => render(row, [item.id, null, item.name]))]);
const change = (before: ReturnType<typeof forRows>, after: ReturnType<typeof forRows>) =>
  JSON.stringify(diff(before, after, context));
const byId = (item: Row) => item.id;

describe('on the wire', () => {
  const rows = many(1000);
  const changed = rows.with(500, { id: 500, name: 'new' });
  const one = '{"0":{"p":{"500":{"0":"new"}}}}';

  test('one changed row of a thousand is one row', () => {
    const before = list(rows, byId);
    const after = before.update(500, { id: 500, name: 'new' });
    expect(change(forRows(before), forRows(after))).toBe(one);
    expect(change(forRows(rows), forRows(changed))).toBe(one);
    expect(change(mapped(rows), mapped(changed))).toBe(one);
  });

  test('a row put before three thousand is one insert', () => {
    const all = many(3000);
    const added = { id: 'new', name: 'first' };
    const insert = '{"0":{"l":[["+","0",["new",{"s":2,"d":[{"a":{},"x":"first"}]}]]]}}';
    const before = list(all, byId);
    expect(change(forRows(before), forRows(before.prepend(added)))).toBe(insert);
    expect(change(forRows(all), forRows([added, ...all]))).toBe(insert);
    expect(change(mapped(all), mapped([added, ...all]))).toBe(insert);
  });

  test('rows put in one after the other are one insert, in order', () => {
    const before = list(many(2), byId);
    const [a, b] = ['a', 'b'].map((id) => ({ id, name: id })) as [Row, Row];
    const rowsOf = '["a",{"s":2,"d":[{"a":{},"x":"a"}]}],["b",{"s":2,"d":[{"a":{},"x":"b"}]}]';
    expect(change(forRows(before), forRows(before.append(a).append(b)))).toBe(
      `{"0":{"l":[["+",null,${rowsOf}]]}}`,
    );
    expect(change(forRows(before), forRows(before.prepend(a, b)))).toBe(
      `{"0":{"l":[["+","0",${rowsOf}]]}}`,
    );
  });

  test('two rows that change places are two moves, and those between them stay', () => {
    const swapped = rows.with(1, rows[998]!).with(998, rows[1]!);
    expect(change(forRows(rows), forRows(swapped))).toBe(
      '{"0":{"l":[[">","1","999"],[">","998","2"]]}}',
    );
  });

  test('a row that moves far is one move', () => {
    const moved = [...rows.slice(1), rows[0]!];
    expect(change(forRows(rows), forRows(moved))).toBe('{"0":{"l":[[">","0",null]]}}');
  });

  test('a shuffle is sent as the whole order if that is shorter', () => {
    const six = many(6);
    const order = [5, 4, 3, 2, 1, 0].map((at) => six[at]!);
    expect(change(forRows(six), forRows(order))).toBe(
      '{"0":{"l":[["=","5","4","3","2","1","0"]]}}',
    );
    const shuffled = rows.map((_, at) => rows[(at * 617) % 1000]!);
    expect(change(forRows(rows), forRows(shuffled))).toMatch(
      /^\{"0":\{"l":\[\["="[,"\d]+\]\]\}\}$/,
    );
  });

  test('a shuffle with rows that come, go and change in the same turn keeps its order', () => {
    const before = forRows(many(6));
    const after = forRows([
      { id: 5, name: 'changed' },
      { id: 'x', name: 'x' },
      { id: 4, name: 'Row 4' },
      { id: 3, name: 'Row 3' },
      { id: 1, name: 'Row 1' },
      { id: 0, name: 'Row 0' },
      { id: 'y', name: 'y' },
    ]);
    const update = diff(before, after, context)!;
    expect(update).toMatchObject({
      0: {
        l: [
          ['-', '2'],
          ['=', '5', '4', '3', '1', '0'],
          ['+', null, ['y', {}]],
          ['+', '4', ['x', {}]],
        ],
      },
    });
    expect(merge(wholeTree(before, context), update)).toEqual(wholeTree(after, context));
  });
});

describe('a row', () => {
  const counted = () => vi.fn(renderRow);

  test('that did not change is neither rendered nor compared', () => {
    const rows = many(1000);
    const changed = rows.with(500, { id: 500, name: 'new' });
    const [inArray, inList] = [counted(), counted()];
    const keyOf = vi.fn(byId);
    const forKeys = (each: Row[]) => render(view, [For({ each, key: keyOf, children: inArray })]);
    change(forKeys(rows), forKeys(changed));
    expect(keyOf.mock.calls.length).toBeLessThan(5);
    expect(inArray.mock.calls).toEqual([[rows[500]], [changed[500]]]);

    const before = list(rows, byId);
    change(forRows(before, inList), forRows(before.update(500, changed[500]!), inList));
    expect(inList.mock.calls).toEqual([[rows[500]], [changed[500]]]);
  });

  test('is rendered alone where it is inserted, and not at all where it moves or goes', () => {
    const rows = many(1000);
    const children = counted();
    const before = list(rows, byId);
    change(forRows(before, children), forRows(before.move(7, { before: 900 }).remove(3), children));
    change(forRows(rows, children), forRows([...rows.slice(1), rows[0]!], children));
    change(forRows(rows, children), forRows([...rows.slice(0, 7), ...rows.slice(8)], children));
    expect(children).not.toHaveBeenCalled();
    const added = { id: 'x', name: 'x' };
    change(forRows(before, children), forRows(before.insert(added, { before: 4 }), children));
    expect(children.mock.calls).toEqual([[added]]);
  });

  test('is rendered again when something its function closes over changed', () => {
    const before = list(many(3), byId);
    const selecting = (id: number) => (each: readonly Row[] | KeyedList<Row>) =>
      forRows(each, (item) => render(row, [null, item.id === id && 'on', item.name]), [id]);
    const expected = '{"0":{"p":{"0":{"0":{"a":{"class":null}}},"2":{"0":{"a":{"class":"on"}}}}}}';
    expect(change(selecting(0)(before), selecting(2)(before))).toBe(expected);
    expect(change(selecting(0)(many(3)), selecting(2)(many(3)))).toBe(expected);
    expect(change(selecting(0)(before), selecting(0)(before))).toBe(undefined);
  });

  test('is rendered again if the closure of its function is unknown', () => {
    const rows = many(3);
    expect(
      change(
        forRows(rows, () => render(row, [null, null, 'a'])),
        forRows(rows, () => render(row, [null, null, 'b'])),
      ),
    ).toBe('{"0":{"p":{"0":{"0":"b"},"1":{"0":"b"},"2":{"0":"b"}}}}');
  });

  test('may read an older version of its own list', () => {
    const first = list(many(3), byId);
    const second = first.update(1, { id: 1, name: 'new' }).move(2, { before: 0 });
    const withBefore = (each: KeyedList<Row>) =>
      forRows(
        each,
        (item) => render(row, [null, null, `${item.name}, was ${first.get(item.id)?.name}`]),
        [first],
      );
    const [before, after] = [withBefore(first), withBefore(second)];
    expect(merge(wholeTree(before, context), diff(before, after, context)!)).toEqual(
      wholeTree(after, context),
    );
    expect(renderHtml(after.dynamics[0], { async: false, region: () => '' })).toBe(
      '<li data-k="2" data-s="0">Row 2, was Row 2</li><li data-k="0" data-s="0">Row 0, was Row 0</li>' +
        '<li data-k="1" data-s="0">new, was Row 1</li>',
    );
  });

  test('that is changed twice in a turn is sent once, and not at all where it ends as it was', () => {
    const [a, b] = [
      { id: 1, name: 'a' },
      { id: 1, name: 'b' },
    ];
    const before = list(many(3).with(1, a), byId);
    expect(
      change(forRows(before), forRows(before.update(1, b).update(1, { id: 1, name: 'c' }))),
    ).toBe('{"0":{"p":{"1":{"0":"c"}}}}');
    expect(change(forRows(before), forRows(before.update(1, b).update(1, a)))).toBe(undefined);
  });

  test('may come, change, go and come again in one turn', () => {
    const first = list(many(2), byId);
    const x = (name: string) => ({ id: 'x', name });
    for (const after of [
      first.append(x('1')).remove('x'),
      first.append(x('1')).update('x', x('2')),
      first.append(x('1')).update('x', x('2')).remove('x').prepend(x('3')),
      first.update(0, { id: 0, name: 'new' }).remove(0).append({ id: 0, name: 'Row 0' }),
      first
        .update(0, { id: 0, name: 'new' })
        .remove(0)
        .append({ id: 0, name: 'last' })
        .move(0, { before: 1 }),
    ]) {
      const update = diff(forRows(first), forRows(after), context)!;
      expect(merge(wholeTree(forRows(first), context), update)).toEqual(
        wholeTree(forRows(after), context),
      );
    }
  });

  test('whose inner key changed is replaced, not patched', () => {
    const rowOf = (version: number) =>
      render(view, [For({ each: [1], children: () => render(row, [version, null, 'x']) })]);
    expect(change(rowOf(1), rowOf(2))).toBe('{"0":{"p":{"0":{"s":2,"d":[{"a":{},"x":"x"}]}}}}');
  });
});

test('rows of an array and rows of a <For> are not taken for each other', () => {
  const before = render(view, [[keyed('a', 'a'), keyed('b', 'b')]]);
  const after = render(view, [
    For({ each: ['a', 'b'], key: (name) => name, children: (name) => `<${name}>` }),
  ]);
  expect(merge(wholeTree(before, context), diff(before, after, context)!)).toEqual(
    wholeTree(after, context),
  );
  expect(merge(wholeTree(after, context), diff(after, before, context)!)).toEqual(
    wholeTree(before, context),
  );
});

test('what shows nothing is no row, so it cannot have the key of another', () => {
  const shown = (ids: number[]) =>
    render(view, [[1, 2, 3].map((id) => ids.includes(id) && render(row, [id, null, String(id)]))]);
  expect(change(shown([1, 3]), shown([1, 2, 3]))).toBe(
    '{"0":{"l":[["+","3",["2",{"s":2,"d":[{"a":{},"x":"2"}]}]]]}}',
  );
  expect(change(shown([1]), shown([]))).toBe('{"0":{"l":[["-","1"]]}}');
});

describe('keys', () => {
  const odd = ['__proto__', 'constructor', 'a"b', '--', '', ' ', '1', '-1', 'é', '</li>'];
  test.each(odd)('%j is a key like any other', (id) => {
    const before = list<Row>(
      [
        { id, name: 'a' },
        { id: 'other', name: 'o' },
      ],
      byId,
    );
    for (const after of [
      before.update(id, { id, name: 'b' }),
      before.move(id, { before: null }),
      before.remove(id),
    ])
      for (const form of [forRows, (each: KeyedList<Row>) => mapped([...each])]) {
        const update = JSON.parse(change(form(before), form(after)));
        expect(merge(wholeTree(form(before), context), update)).toEqual(
          wholeTree(form(after), context),
        );
      }
  });

  test('that two rows share are refused, wherever they come from', () => {
    const twice = [1, 2, 1].map((id) => ({ id, name: 'x' }));
    const duplicate = expect.objectContaining({
      code: 'duplicate-key',
      message: expect.stringContaining('"1"'),
    });
    const before = many(4);
    for (const form of [forRows, mapped]) {
      expect(() => renderHtml(form(twice), { async: false, region: () => '' })).toThrow(duplicate);
      expect(() => wholeTree(form(twice), context)).toThrow(duplicate);
      expect(() => diff(form(before), form(twice), context)).toThrow(duplicate);
    }
    expect(() => list(twice, byId)).toThrow(duplicate);
  });

  test('outside a list: another key is another instance', () => {
    const inner = (id: number) => render(view, [render(row, [id, null, 'x'])]);
    const whole = '{"0":{"s":2,"d":[{"a":{},"x":"x"}]}}';
    expect(change(inner(1), inner(2))).toBe(whole);
    const around = (id: number) => render(view, [keyed(id, render(row, [null, null, 'x']))]);
    expect(change(around(1), around(2))).toBe(whole);
    expect(change(around(1), around(1))).toBe(undefined);
    expect(
      change(render(view, [keyed(1, keyed(1, 'x'))]), render(view, [keyed(1, keyed(2, 'x'))])),
    ).toBe('{"0":"x"}');
  });
});
