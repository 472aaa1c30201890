import fc from 'fast-check';
import { expect, test } from 'vitest';

import { type Hunk, hunksOf } from './myers.js';

const hunks = (before: string, after: string): Hunk[] =>
  hunksOf([...before], [...after], Object.is);

test.each<[what: string, before: string, after: string, hunks: Partial<Hunk>[]]>([
  ['equal sequences have no hunks', 'abc', 'abc', []],
  ['an append is one hunk', 'abc', 'abcd', [{ from: 3, to: 3, removed: 0, added: 1 }]],
  ['a prepend is one hunk', 'abc', '_abc', [{ from: 0, to: 0, removed: 0, added: 1 }]],
  [
    'a window that slides has a hunk at each end',
    'abcdef',
    'bcdefg',
    [
      { from: 0, to: 0, removed: 1, added: 0 },
      { from: 6, to: 5, removed: 0, added: 1 },
    ],
  ],
  [
    'changes far from each other have a hunk each',
    'abcdef',
    'aBcdEf',
    [
      { from: 1, to: 1, removed: 1, added: 1 },
      { from: 4, to: 4, removed: 1, added: 1 },
    ],
  ],
  [
    'sequences without anything in common are one hunk',
    'abc',
    'xy',
    [{ from: 0, to: 0, removed: 3, added: 2 }],
  ],
])('%s', (_, before, after, expected) => {
  expect(hunks(before, after)).toEqual(expected);
});

const letters = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 25 });

test('hunks turn one sequence into the other, in order, with the fewest edits', () => {
  fc.assert(
    fc.property(letters, letters, (before, after) => {
      const found = hunksOf(before, after, Object.is);
      expect(applied(before, after, found)).toEqual(after);
      const edits = found.reduce((sum, { removed, added }) => sum + removed + added, 0);
      expect(edits).toBe(before.length + after.length - 2 * longestCommon(before, after));
      for (const [i, hunk] of found.entries())
        if (i > 0) expect(hunk.from).toBeGreaterThan(found[i - 1]!.from + found[i - 1]!.removed);
    }),
    { numRuns: 2000 },
  );
});

test('the work is bounded: where too much differs, everything between is one hunk', () => {
  let comparisons = 0;
  const items = (start: number) => Array.from({ length: 5000 }, (_, i) => start + i);
  const found = hunksOf([-1, ...items(0), -2], [-1, ...items(10_000), -2], (a, b) => {
    comparisons++;
    return a === b;
  });
  expect(found).toEqual([{ from: 1, to: 1, removed: 5000, added: 5000 }]);
  expect(comparisons).toBeLessThan(5000);
});

function applied(before: string[], after: string[], found: Hunk[]): string[] {
  let [next, at] = [[] as string[], 0];
  for (const { from, to, removed, added } of found) {
    next = [...next, ...before.slice(at, from)];
    expect(next.length).toBe(to);
    next.push(...after.slice(to, to + added));
    at = from + removed;
  }
  return [...next, ...before.slice(at)];
}

function longestCommon(a: string[], b: string[]): number {
  let row = Array.from({ length: b.length + 1 }, () => 0);
  for (const item of a) {
    const next = [0];
    for (const [j, other] of b.entries())
      next.push(item === other ? row[j]! + 1 : Math.max(next[j]!, row[j + 1]!));
    row = next;
  }
  return row.at(-1)!;
}
