/** ` Did you mean …?` with the one of some names that differs least from a name, or nothing if none is near. */
export function suggestion(name: string, names: Iterable<string>): string {
  let nearest: string | undefined;
  // A third of the letters may differ, and at least one.
  let limit = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const each of names) {
    const distance = distanceOf(name.toLowerCase(), each.toLowerCase(), limit);
    if (distance >= limit) continue;
    nearest = each;
    limit = distance;
  }
  return nearest === undefined ? '' : ` Did you mean \`${nearest}\`?`;
}

/** The number of letters to insert, remove, replace or swap with the next; `limit` if it is not below. */
function distanceOf(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit || a.length > 80) return limit;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1];
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      next[j] = Math.min(
        last[j]! + 1,
        next[j - 1]! + 1,
        last[j - 1]! + (isSame ? 0 : 1),
        isSwapped ? before[j - 2]! + 1 : Infinity,
      );
    }
    [before, last] = [last, next];
  }
  return Math.min(last[b.length]!, limit);
}
