/**
 * Which items of a permutation have to move so that the rest, left in place, are in rising order: all but a
 * longest increasing subsequence (M. L. Fredman, "On computing the length of longest increasing subsequences", 1975).
 *
 * @param positions the old position of each item, in the new order
 * @returns indices into `positions`
 */
export function fewestMoves(positions: readonly number[]): Set<number> {
  /** Index of the smallest last item of a rising run, by the run's length. */
  const tails: number[] = [];
  const previous: number[] = [];
  positions.forEach((position, index) => {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((positions[tails[middle] as number] as number) < position) low = middle + 1;
      else high = middle;
    }
    previous[index] = low > 0 ? (tails[low - 1] as number) : -1;
    tails[low] = index;
  });
  const moved = new Set(positions.keys());
  for (let at = tails.at(-1) ?? -1; at >= 0; at = previous[at] as number) moved.delete(at);
  return moved;
}
