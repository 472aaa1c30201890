/**
 * Finds the shortest way to a module along its importers: from the first one where code of browsers begins, or the longest one
 * where no such beginning is known.
 *
 * @param importersOf gives those that import a module
 */
export function shortestWay(
  module: string,
  importersOf: (module: string) => Iterable<string>,
  begins: (module: string) => boolean,
): string[] {
  const ways = [[module]];
  const seen = new Set(ways[0]);
  for (const way of ways) {
    const [first] = way as [string];
    if (way.length > 1 && begins(first)) return way;
    for (const importer of importersOf(first)) {
      if (seen.has(importer)) continue;
      seen.add(importer);
      ways.push([importer, ...way]);
    }
  }
  return ways.at(-1) as string[];
}
