import fc from 'fast-check';
import { expect, test } from 'vitest';

import { fewestMoves } from './moves.js';

const permutation = fc
  .nat(7)
  .chain((size) => fc.shuffledSubarray([...Array(size).keys()], { minLength: size }));

const rises = (positions: number[]) =>
  positions.every((at, i) => i === 0 || positions[i - 1]! < at);

/** Tries every subset. */
function longestRise(positions: number[]): number {
  let longest = 0;
  for (let subset = 0; subset < 1 << positions.length; subset++) {
    const kept = positions.filter((_, i) => subset & (1 << i));
    if (rises(kept)) longest = Math.max(longest, kept.length);
  }
  return longest;
}

test('the items that stay are in order, and no item moves without need', () => {
  fc.assert(
    fc.property(permutation, (positions) => {
      const moved = fewestMoves(positions);
      expect(rises(positions.filter((_, i) => !moved.has(i)))).toBe(true);
      expect(moved.size).toBe(positions.length - longestRise(positions));
    }),
    { numRuns: 500 },
  );
});

test('an order that did not change moves nothing', () => {
  expect(fewestMoves([])).toEqual(new Set());
  expect(fewestMoves([3, 5, 9])).toEqual(new Set());
});
