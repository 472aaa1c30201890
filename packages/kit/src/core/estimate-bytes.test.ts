import { describe, expect, test } from 'vitest';

import { Estimate, estimateBytes } from './estimate-bytes.js';

const text = (length: number, letter = 'x'): string => letter.repeat(length);
/** The bytes of a text alone, which depends on its length. */
const textBytes = (length: number): number => 20 + length;

describe('a text', () => {
  test('takes a byte for each character, and two where one of them needs it', () => {
    expect(estimateBytes(text(1000))).toBe(textBytes(1000));
    expect(estimateBytes(text(1000, 'é'))).toBe(textBytes(1000));
    expect(estimateBytes(`${text(999)}ф`)).toBe(textBytes(2000));
  });

  test('counts each time that it is there', () => {
    const one = estimateBytes([text(1000)]);
    const three = estimateBytes([text(1000), text(1000), text(1000)]);
    expect(three - one).toBeGreaterThan(2 * textBytes(1000));
  });

  test('counts half where it is short and was there before, since the engine may have one copy of it', () => {
    expect(estimateBytes(['short', 'short', 'short'])).toBe(estimateBytes(['short', 1, 2]) + 24);
    expect(estimateBytes(['x', 'x', 'x'])).toBe(estimateBytes(['x', 1, 2]));
  });

  test('costs nothing as part of a value that was added later', () => {
    const estimate = new Estimate().add({ text: text(1000) });
    const { bytes } = estimate;
    expect(estimate.add([text(1000)]).bytes - bytes).toBeLessThan(100);
    expect(estimate.add([text(1000, 'y')]).bytes - bytes).toBeGreaterThan(textBytes(1000));
  });
});

describe('a value that is no text', () => {
  test.each<[name: string, value: unknown, bytes: number]>([
    ['a small integer, in its place', 7, 0],
    ['null', null, 0],
    ['undefined', undefined, 0],
    ['true', true, 0],
    ['a symbol', Symbol('x'), 0],
    ['an empty object', {}, 24],
    ['an object of small integers', { a: 1, b: 2 }, 40],
    ['an object with a number that is none', { a: 1, b: 0.5 }, 56],
    ['an empty array', [], 48],
    ['an array of numbers', [0.5, 1.5], 98],
    ['a date', new Date(), 96],
    ['an empty map', new Map(), 184],
    ['a map', new Map([[1, {}]]), 208],
    ['a set', new Set([1, 2, 3]), 152],
    ['the bytes of a typed array', new Uint8Array(1000), 1184],
    ['a big integer', 1n, 32],
    ['a function', () => 1, 104],
  ])('%s', (_, value, bytes) => {
    expect(estimateBytes(value)).toBe(bytes);
  });

  test('an object with many members has keys of its own', () => {
    const entries = Array.from({ length: 100 }, (_, i) => [`a key of its own ${i}`, i]);
    expect(estimateBytes(Object.fromEntries(entries))).toBeGreaterThan(100 * (48 + 30));
  });
});

describe('an object', () => {
  test('that is met again costs nothing', () => {
    const shared = { text: text(1000) };
    expect(estimateBytes([shared, shared])).toBe(estimateBytes([shared, 1]));
  });

  test('may hold itself', () => {
    const ring: Record<string, unknown> = { text: text(1000) };
    ring.self = [ring];
    expect(estimateBytes(ring)).toBe(40 + 57 + textBytes(1000));
  });

  test('may be as deep as it likes', () => {
    let deep: unknown = text(1000);
    for (let i = 0; i < 15_000; i++) deep = [deep];
    expect(estimateBytes(deep)).toBe(15_000 * 57 + textBytes(1000));
  });

  test('that cannot be read costs what could be read of it', () => {
    const throwing = {
      get loud() {
        throw new Error('on purpose');
      },
    };
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(estimateBytes([throwing, proxy, text(1000)])).toBeGreaterThan(textBytes(1000));
  });

  test('of a class that the caller knows is opened by the caller', () => {
    class Box {
      readonly #held = [text(1000)];
      get held() {
        return this.#held;
      }
    }
    const open = (value: object) =>
      value instanceof Box ? { bytes: 500, members: value.held } : undefined;
    expect(new Estimate(open).add([new Box()]).bytes).toBe(57 + 500 + textBytes(1000));
  });
});

describe('the work', () => {
  const rows = (length: number) =>
    Array.from({ length }, (_, i) => ({ id: i, name: `the name of row ${i}`, on: i % 2 === 0 }));

  test('on a long array is that on a part of it, and speaks for all', () => {
    const [some, many] = [1_000, 100_000].map((length) => new Estimate().add(rows(length)));
    expect(many!.work).toBeLessThan(1.1 * some!.work);
    expect(many!.bytes / some!.bytes).toBeGreaterThan(95);
    expect(many!.bytes / some!.bytes).toBeLessThan(105);
  });

  test('is not misled by rows that take turns', () => {
    const uneven = Array.from({ length: 4_000 }, (_, i) => (i % 2 ? text(500) : null));
    const expected = 2_000 * textBytes(500) + 4_000 * 9;
    expect(estimateBytes(uneven) / expected).toBeGreaterThan(0.9);
    expect(estimateBytes(uneven) / expected).toBeLessThan(1.1);
  });

  test('is shared by members, so that none of them goes unseen', () => {
    const row = estimateBytes(rows(900)) / 900;
    const board = new Estimate().add(Array.from({ length: 900 }, () => rows(900)));
    expect(board.work).toBeLessThan(40_000);
    expect(board.bytes / (900 * 900 * row)).toBeGreaterThan(0.75);
    expect(board.bytes / (900 * 900 * row)).toBeLessThan(1.25);
  });

  test('has a bound, however much is nested in how much', () => {
    const nest = (depth: number): unknown =>
      depth === 0 ? text(20) : Array.from({ length: 20 }, () => nest(depth - 1));
    const [small, large] = [nest(2), nest(4)].map((value) => new Estimate().add(value));
    expect(large!.work).toBeLessThan(60_000);
    expect(large!.bytes / small!.bytes).toBeGreaterThan(300);
    expect(large!.bytes / small!.bytes).toBeLessThan(500);
  });

  test('on long texts that differ in their middle is not that of comparing them', () => {
    const long = Array.from({ length: 500 }, (_, i) => `${text(9_000)}${i}${text(9_000)}`);
    const estimate = new Estimate().add(long);
    expect(estimate.bytes).toBeGreaterThan(500 * 18_000);
  });
});
