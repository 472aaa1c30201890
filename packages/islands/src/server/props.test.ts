import { computed, signal } from '@preact/signals';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { IslandPropsError } from './props-error.js';
import { decodeProps, encodeProps, propsText } from './props.js';
import type { SignalLike } from './devalue-text.js';

const encode = (props: Record<string, unknown>) => encodeProps('islands/chart.island', props);
/** The props in the browser, from the attribute of a host. */
const throughText = (props: Record<string, unknown>) => {
  const text = propsText(encode(props));
  return decodeProps(text.startsWith('{') ? (JSON.parse(text) as object as {}) : text);
};

describe('props are JSON', () => {
  test.each<[what: string, props: Record<string, unknown>]>([
    ['where there are none', {}],
    ['of texts, numbers, truth and nothing', { a: 'x', b: -1.5, c: true, d: null }],
    ['of arrays and objects', { a: [[], [1, { b: {} }]], c: { d: [] } }],
    [
      'of objects without a prototype',
      { a: Object.assign(Object.create(null), { b: 1 }) as unknown },
    ],
    ['that look like what else is sent', { $: ['$', '[1]'], i: { p: [] }, s: [1, '<p></p>'] }],
  ])('%s', (_, props) => {
    expect(encode(props)).toEqual(props);
    expect(propsText(encode(props))).toBe(JSON.stringify(props));
  });

  test('where nothing but whole props is undefined: those are left out', () => {
    expect(encode({ a: undefined, b: 1 })).toStrictEqual({ b: 1 });
    expect(throughText({ a: undefined, b: new Date(0) })).toStrictEqual({ b: new Date(0) });
  });
});

describe('props are typed data, and come back as they were', () => {
  const shared = { a: 1 };
  const cycle: { self?: object; rows: object[] } = { rows: [] };
  cycle.self = cycle;
  cycle.rows.push(cycle);
  const hole: unknown[] = [1];
  hole[2] = 3;
  test.each<[what: string, value: unknown]>([
    ['a date', new Date(1e12)],
    ['no date', new Date(NaN)],
    [
      'a map',
      new Map<unknown, unknown>([
        ['a', 1],
        [{ b: 2 }, new Set([3])],
      ]),
    ],
    ['a set', new Set([1, 'a', null])],
    ['a big integer', 2n ** 70n],
    ['a URL', new URL('https://example.org/?a=1#b')],
    ['search parameters', new URLSearchParams('a=1&a=2')],
    ['a regular expression', /<\/p>"&/giu],
    ['undefined', [undefined, { a: undefined }]],
    ['a hole', hole],
    ['no number', NaN],
    ['infinities', [Infinity, -Infinity]],
    ['negative zero', -0],
    ['an object in two places', [shared, shared]],
    ['an object in itself', cycle],
    ['bytes', new Uint8Array([1, 2, 255])],
    ['numbers in a buffer', new Float64Array([0.5, -0]).subarray(1)],
    ['a boxed text', Object('a')],
  ])('%s', (_, value) => {
    expect(encode({ value })).toEqual(expect.stringMatching(/^\[/));
    expect(throughText({ value })).toStrictEqual({ value });
  });

  test('one object in two places stays one object', () => {
    const [a, b] = throughText({ value: [shared, shared] }).value as object[];
    expect(a).toBe(b);
    const { value } = throughText({ value: cycle }) as { value: typeof cycle };
    expect(value.self).toBe(value);
    expect(value.rows[0]).toBe(value);
  });
});

test('any data comes back from the attribute of a host', () => {
  const parse = (text: string) =>
    text.replace(/&(quot|amp);/g, (_, name) => (name === 'amp' ? '&' : '"'));
  const write = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  fc.assert(
    fc.property(
      fc
        .dictionary(
          fc.string({ unit: 'binary' }),
          fc.oneof(
            fc.jsonValue({ stringUnit: 'binary' }),
            fc.date(),
            fc.string({ unit: 'binary' }),
          ),
          { noNullPrototype: true },
        )
        // One is no data, and comparing objects with the other goes wrong.
        .filter((props) => !/"(__proto__|constructor)":/.test(JSON.stringify(props))),
      (props) => {
        const text = propsText(encode(props));
        // Characters that a parser of HTML would change.
        expect(text).not.toMatch(/[\0\r]|\p{Surrogate}/u);
        expect(parse(write(text))).toBe(text);
        expect(throughText(props)).toStrictEqual(props);
      },
    ),
  );
});

describe('signals', () => {
  test('are their value and an id, which is that of the signal wherever it is sent', () => {
    const count = signal(4);
    const idOf = (props: Record<string, unknown>) =>
      /"([a-z\d]+-[a-z\d]+)"/.exec(String(encode(props)))![1];
    const id = idOf({ count });
    expect(idOf({ other: [count] })).toBe(id);
    expect(idOf({ count: signal(4) })).not.toBe(id);
    expect(String(encode({ count }))).toContain('["Signal",');
    expect((throughText({ count }).count as SignalLike).peek()).toBe(4);
  });

  test('may be in several places, and be computed', () => {
    const count = signal(1);
    const double = computed(() => count.value * 2);
    const { a, b, c } = throughText({ a: count, b: count, c: double }) as Record<
      string,
      SignalLike
    >;
    expect(a).toBe(b);
    expect(c!.peek()).toBe(2);
  });

  test('are not imitated by data', () => {
    const props = { brand: 'preact-signals', peek: 1, Signal: ['a', 1] };
    expect(encode(props)).toEqual(props);
    expect(throughText({ value: [props, new Date(0)] })).toEqual({ value: [props, new Date(0)] });
  });
});

describe('an error names the island, the place and the kind:', () => {
  const holder = signal<unknown>(0);
  holder.value = { inside: [holder] };
  class Point {
    x = 1;
  }
  test.each<[path: string, kind: string, props: Record<string, unknown>]>([
    ['onClick', 'a function', { onClick: () => 1 }],
    ['points[3].onClick', 'a function', { points: [1, 2, 3, { onClick: () => 1 }] }],
    ['kind', 'a symbol', { kind: Symbol('a') }],
    ['rows[0]', 'an instance of Point', { rows: [new Point()] }],
    ['error', 'an instance of Error', { error: new Error('no') }],
    ['data', 'a promise', { data: Promise.resolve(1) }],
    ['of["a b"].c', 'a function', { of: { 'a b': { c: () => 1 } } }],
    ['["data-x"]', 'a function', { 'data-x': () => 1 }],
    ['map.get("a")[1]', 'a function', { map: new Map([['a', [0, () => 1]]]) }],
    ['map.keys().f', 'a function', { map: new Map([[{ f: () => 1 }, 1]]) }],
    ['set.values()', 'a symbol', { set: new Set([Symbol('a')]) }],
    ['count.value.f', 'a function', { count: signal({ f: () => 1 }) }],
    ['count.value.inside[0]', 'a signal that holds itself', { count: holder }],
    [
      'a.b',
      'an object with a member named "__proto__"',
      { a: { b: JSON.parse('{"__proto__":1}') as unknown } },
    ],
    ['a', 'an object with a symbol for a key', { a: { [Symbol('b')]: 1 } }],
    [
      'a',
      'an instance of a class',
      {
        a: new (class {
          b = 1;
        })(),
      },
    ],
  ])('%s is %s', (path, kind, props) => {
    expect(() => encode(props)).toThrow(IslandPropsError);
    expect(() => encode(props)).toThrow(
      expect.objectContaining({ island: 'islands/chart.island', path, kind }),
    );
    // Beside typed data, and the second time, it is the same.
    expect(() => encode({ date: new Date(0), ...props })).toThrow(
      expect.objectContaining({ path, kind }),
    );
  });

  test('a member of the props that would set a prototype', () => {
    const props = JSON.parse('{"__proto__":{"admin":true}}') as Record<string, unknown>;
    expect(() => encode(props)).toThrow(expect.objectContaining({ path: '' }));
  });

  test('with the reason and the next step', () => {
    expect(() => encode({ onClick: () => 1 })).toThrow(
      'The island "islands/chart.island" was given a function as `onClick`, which cannot be sent to the browser. ' +
        'Pass data; handlers live inside the island, or use useLive().send.',
    );
  });
});
