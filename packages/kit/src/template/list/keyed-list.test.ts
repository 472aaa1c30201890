import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { type KeyedList, list } from './keyed-list.js';

interface Item {
  id: string;
  n: number;
}
const idOf = (item: Item) => item.id;
const items = (...ids: string[]): Item[] => ids.map((id) => ({ id, n: 0 }));
const of = (...ids: string[]) => list(items(...ids), idOf);
const code = (name: string) => expect.objectContaining({ code: name });

/** An operation on a list, and the same on a plain array. */
interface Act {
  name: string;
  onList(list: KeyedList<Item>): KeyedList<Item>;
  onArray(array: Item[]): Item[];
}

const id = fc.constantFrom<string>('a', 'b', 'c', 'd', '', '__proto__', '1');
const item: fc.Arbitrary<Item> = fc.record({ id, n: fc.nat(2) });
const without = (array: Item[], key: string) => array.filter((one) => one.id !== key);
function insertBefore(array: Item[], added: Item[], before: string | null): Item[] {
  for (const [i, { id: key }] of added.entries())
    if ([...array, ...added.slice(0, i)].some((one) => one.id === key))
      throw Error('duplicate-key');
  const at = before === null ? array.length : array.findIndex((one) => one.id === before);
  if (at < 0) throw Error('unknown-key');
  return [...array.slice(0, at), ...added, ...array.slice(at)];
}
function find(array: Item[], key: string): Item {
  const found = array.find((one) => one.id === key);
  if (!found) throw Error('unknown-key');
  return found;
}

const few = fc.array(item, { maxLength: 2 });
const act = fc.oneof(
  few.map((all): Act => ({
    name: `append ${JSON.stringify(all)}`,
    onList: (l) => l.append(...all),
    onArray: (a) => insertBefore(a, all, null),
  })),
  few.map((all): Act => ({
    name: `prepend ${JSON.stringify(all)}`,
    onList: (l) => l.prepend(...all),
    onArray: (a) => insertBefore(a, all, a[0]?.id ?? null),
  })),
  fc.tuple(item, id).map(([one, before]): Act => ({
    name: `insert ${JSON.stringify(one)} before ${before}`,
    onList: (l) => l.insert(one, { before }),
    onArray: (a) => insertBefore(a, [one], before),
  })),
  item.map((one): Act => ({
    name: `update ${JSON.stringify(one)}`,
    onList: (l) => l.update(one.id, one),
    onArray: (a) => a.with(a.indexOf(find(a, one.id)), one),
  })),
  id.map((key): Act => ({
    name: `count up ${key}`,
    onList: (l) => l.update(key, (one) => ({ ...one, n: one.n + 1 })),
    onArray: (a) => a.with(a.indexOf(find(a, key)), { id: key, n: find(a, key).n + 1 }),
  })),
  id.map((key): Act => ({
    name: `remove ${key}`,
    onList: (l) => l.remove(key),
    onArray: (a) => without(a, find(a, key).id),
  })),
  fc.tuple(id, fc.option(id)).map(([key, before]): Act => ({
    name: `move ${key} before ${before}`,
    onList: (l) => l.move(key, { before }),
    onArray: (a) =>
      find(a, key) && key === before ? a : insertBefore(without(a, key), [find(a, key)], before),
  })),
  few.map((all): Act => ({
    name: `replace by ${JSON.stringify(all)}`,
    onList: (l) => l.replace(all),
    onArray: () => insertBefore([], all, null),
  })),
);

const outcome = <T>(run: () => T): T | string => {
  try {
    return run();
  } catch (error) {
    return (error as { code?: string }).code ?? (error as Error).message;
  }
};

test('every version is and stays what the same operations make of an array', () => {
  const history = fc.array(fc.record({ act, from: fc.nat(30), read: fc.nat(30) }), {
    maxLength: 30,
  });
  fc.assert(
    fc.property(fc.uniqueArray(item, { selector: idOf }), history, (first, steps) => {
      const versions = [{ list: list(first, idOf), array: first }];
      const check = ({ list, array }: (typeof versions)[number]) => {
        expect([...list]).toEqual(array);
        expect(list.keys()).toEqual(array.map(idOf));
        expect(list.size).toBe(array.length);
        for (const key of ['a', '', '__proto__', 'constructor']) {
          expect(list.get(key)).toEqual(array.find((one) => one.id === key));
          expect(list.has(key)).toBe(array.some((one) => one.id === key));
        }
      };
      for (const { act, from, read } of steps) {
        // Most steps go on from the last version; some branch off from an older one.
        const base = versions[from < versions.length ? from : versions.length - 1]!;
        const next = outcome(() => act.onList(base.list));
        const array = outcome(() => act.onArray(base.array));
        if (typeof next === 'string' || typeof array === 'string') expect(next).toBe(array);
        else versions.push({ list: next, array });
        check(versions[read % versions.length]!);
      }
      versions.forEach(check);
    }),
    { numRuns: 1000 },
  );
});

test('the steps between any two versions of one past lead from the one to the other', () => {
  const history = fc.array(fc.tuple(act, fc.nat(12)), { maxLength: 12 });
  fc.assert(
    fc.property(history, fc.nat(12), fc.nat(12), (steps, a, b) => {
      const versions = [of('a', 'b', 'c')];
      for (const [act, from] of steps) {
        const next = outcome(() => act.onList(versions[from % versions.length]!));
        if (typeof next !== 'string') versions.push(next);
      }
      const earlier = versions[a % versions.length]!;
      const later = versions[b % versions.length]!;
      const taken = later.stepsFrom(earlier);
      fc.pre(taken !== undefined);
      const replayed = taken!.reduce(
        (array, { redo }) => {
          if (redo.kind === 'insert') return insertBefore(array, [redo.item], redo.before);
          if (redo.kind === 'remove') return without(array, redo.key);
          if (redo.kind === 'set')
            return array.with(array.indexOf(find(array, redo.key)), redo.item);
          return insertBefore(without(array, redo.key), [find(array, redo.key)], redo.before);
        },
        [...earlier],
      );
      expect(replayed).toEqual([...later]);
    }),
    { numRuns: 1000 },
  );
});

describe('a version', () => {
  test('goes on being read in order while others are made and read', () => {
    const rows = of('a', 'b', 'c');
    const seen: string[] = [];
    let next = rows;
    for (const { id } of rows) {
      seen.push(id);
      next = next.move(id, { before: next.keys()[0]! });
      next = next.update(id, { id, n: 1 });
    }
    expect(seen).toEqual(['a', 'b', 'c']);
    expect(next.keys()).toEqual(['c', 'b', 'a']);
    expect([...rows].map(({ n }) => n)).toEqual([0, 0, 0]);
  });

  test('is itself where an operation changes nothing', () => {
    const rows = of('a', 'b', 'c');
    expect(rows.update('a', (item) => item)).toBe(rows);
    expect(rows.move('a', { before: 'a' })).toBe(rows);
    expect(rows.move('a', { before: 'b' })).toBe(rows);
    expect(rows.move('c', { before: null })).toBe(rows);
    expect(rows.append()).toBe(rows);
  });

  test('sees the item it had when an update reads another version', () => {
    const rows = of('a');
    const next = rows.update('a', { id: 'a', n: 1 });
    expect(next.update('a', () => rows.get('a')!).get('a')).toEqual({ id: 'a', n: 0 });
  });

  test('is kept as it was by an operation that fails', () => {
    const rows = of('a', 'b');
    const twice = () => rows.append(...items('c', 'a'));
    expect(twice).toThrow(code('duplicate-key'));
    expect(rows.keys()).toEqual(['a', 'b']);
    expect(() => rows.insert(items('c')[0]!, { before: 'x' })).toThrow(code('unknown-key'));
    expect(rows.has('c')).toBe(false);
    expect(() => rows.move('x', { before: 'x' })).toThrow(code('unknown-key'));
    expect(() => rows.update('a', items('b')[0]!)).toThrow(code('changed-key'));
    expect(rows.append(...items('c')).keys()).toEqual(['a', 'b', 'c']);
  });

  test('is an array to JSON', () => {
    expect(JSON.stringify(of('a'))).toBe('[{"id":"a","n":0}]');
  });
});

test('keys are what the page can carry, so numbers and strings are one key', () => {
  const rows = list([{ id: 1 }], (item) => item.id as number | string);
  expect(rows.has('1')).toBe(true);
  expect(rows.update('1', { id: 1 }).keys()).toEqual(['1']);
  expect(rows.append({ id: '\0' as never }, { id: '\ud800x' as never }).keys()).toEqual([
    '1',
    '\uFFFD',
    '\uFFFDx',
  ]);
});

test('versions that many start from are not bound to all that came after', () => {
  const seed = of('a', 'b', 'c');
  let rows = seed;
  for (let n = 1; n <= 30; n++) rows = rows.update('a', { id: 'a', n });
  expect(rows.stepsFrom(seed)).toBeUndefined();
  const next = rows.update('b', { id: 'b', n: 1 });
  expect(next.stepsFrom(rows)).toHaveLength(1);
  expect([...seed]).toEqual(items('a', 'b', 'c'));
  expect(rows.get('a')).toEqual({ id: 'a', n: 30 });
});
