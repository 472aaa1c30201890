/** A run of items of one sequence, and the run of another that replaces it. */
export interface Hunk {
  /** Its start in the former sequence, and in the latter. */
  from: number;
  to: number;
  removed: number;
  added: number;
}

/** More edits than these are not searched for: the work grows with their square. */
const mostEdits = 64;

/**
 * Where two sequences differ, from front to back: with the fewest items removed and added; where those are too many, one
 * hunk from the first difference to the last.
 *
 * E. W. Myers, An O(ND) Difference Algorithm and Its Variations, Algorithmica 1 (1986).
 */
export function hunksOf<T>(
  before: readonly T[],
  after: readonly T[],
  same: (a: T, b: T) => boolean,
): Hunk[] {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && same(before[start]!, after[start]!)) start++;
  let end = 0;
  while (end < shorter - start && same(before.at(-1 - end)!, after.at(-1 - end)!)) end++;
  const removed = before.length - end - start;
  const added = after.length - end - start;
  const whole = { from: start, to: start, removed, added };
  if (removed === 0 || added === 0) return removed + added === 0 ? [] : [whole];
  const trail = search(removed, added, (i, j) => same(before[start + i]!, after[start + j]!));
  return trail ? hunksAlong(trail, whole) : [whole];
}

/**
 * How far one gets in the former sequence on each diagonal with each number of edits, until both are at their ends.
 * Diagonal `k` is where the former is `k` items ahead; row `d` has it at `d + k`.
 */
function search(
  removed: number,
  added: number,
  same: (i: number, j: number) => boolean,
): Int32Array[] | undefined {
  const trail: Int32Array[] = [Int32Array.of(0)];
  // Something differs at the first items, so that no edits are never enough.
  for (let edits = 1; edits <= mostEdits; edits++) {
    const row = new Int32Array(2 * edits + 1);
    trail.push(row);
    for (let k = -edits; k <= edits; k += 2) {
      const [i0, j0] = beforeEdit(trail, edits, k);
      let i = i0 - j0 < k ? i0 + 1 : i0;
      while (i < removed && i - k < added && same(i, i - k)) i++;
      row[edits + k] = i;
      if (i >= removed && i - k >= added) return trail;
    }
  }
  return undefined;
}

/** The position of the last of so many edits, which leads to this diagonal. */
function beforeEdit(
  trail: readonly Int32Array[],
  edits: number,
  k: number,
): [i: number, j: number] {
  const row = trail[edits - 1]!;
  const [lower, upper] = [row[edits + k - 2] ?? -1, row[edits + k] ?? -1];
  return k === -edits || (k !== edits && lower < upper)
    ? [upper, upper - k - 1]
    : [lower, lower - k + 1];
}

function hunksAlong(trail: readonly Int32Array[], { from, removed, added }: Hunk): Hunk[] {
  const hunks: Hunk[] = [];
  let [i, j] = [removed, added];
  for (let edits = trail.length - 1; edits > 0; edits--) {
    const [i0, j0] = beforeEdit(trail, edits, i - j);
    const removal = i0 - j0 < i - j;
    const [i1, j1] = removal ? [i0 + 1, j0] : [i0, j0 + 1];
    let hunk = hunks.at(-1);
    if (hunk?.from !== from + i1 || hunk.to !== from + j1)
      hunks.push((hunk = { from: from + i1, to: from + j1, removed: 0, added: 0 }));
    hunk.from = from + i0;
    hunk.to = from + j0;
    if (removal) hunk.removed++;
    else hunk.added++;
    [i, j] = [i0, j0];
  }
  return hunks.reverse();
}
