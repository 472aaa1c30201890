import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { Seeded, xoshiro128 } from './seeded.js';

const draws = (random: Seeded, count = 20): number[] =>
  Array.from({ length: count }, () => random.below(1_000_000));

test('xoshiro128 yields the numbers of its reference implementation', () => {
  const state = Uint32Array.of(1, 2, 3, 4);
  const numbers = Array.from({ length: 10 }, () => xoshiro128(state));
  expect(numbers).toEqual([
    11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597,
    4258142804,
  ]);
});

describe('a seeded generator', () => {
  test('repeats its draws for the same seed and name, and for no other', () => {
    expect(draws(new Seeded(7))).toEqual(draws(new Seeded(7)));
    expect(draws(new Seeded(7))).not.toEqual(draws(new Seeded(8)));
    expect(draws(new Seeded(7).fork('a'))).not.toEqual(draws(new Seeded(7).fork('b')));
  });

  test('keeps the draws of a fork where its parent and other forks draw more', () => {
    const calm = new Seeded(3);
    const busy = new Seeded(3);
    draws(busy, 100);
    draws(busy.fork('drop'), 100);
    expect(draws(busy.fork('latency'))).toEqual(draws(calm.fork('latency')));
  });

  test('draws integers within their bound, and each of them', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 6 }), (seed, bound) => {
        const random = new Seeded(seed);
        const seen = new Set(Array.from({ length: 300 }, () => random.below(bound)));
        expect([...seen].sort()).toEqual(Array.from({ length: bound }, (_, i) => i));
      }),
      { numRuns: 50 },
    );
  });

  test('meets a probability, and takes no draw for none', () => {
    const random = new Seeded(11);
    const hits = Array.from({ length: 10_000 }, () => random.chance(0.25)).filter(Boolean);
    expect(hits.length).toBeGreaterThan(2_350);
    expect(hits.length).toBeLessThan(2_650);
    const spared = new Seeded(11);
    for (const none of [0, undefined, -1]) expect(spared.chance(none)).toBe(false);
    expect(draws(spared)).toEqual(draws(new Seeded(11)));
  });

  test('draws from a normal distribution of this mean and deviation', () => {
    const random = new Seeded(5);
    const values = Array.from({ length: 20_000 }, () => random.normal(80, 15));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    expect(mean).toBeCloseTo(80, 0);
    expect(Math.sqrt(variance)).toBeCloseTo(15, 0);
  });

  test('refuses to pick from nothing', () => {
    expect(() => new Seeded(1).pick([])).toThrow('There is no item to pick from.');
  });
});
