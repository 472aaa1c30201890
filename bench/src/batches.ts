/** Does something so many times, fifty at once. */
export async function inBatches<T>(count: number, work: () => Promise<T>): Promise<T[]> {
  const all: T[] = [];
  while (all.length < count)
    all.push(
      ...(await Promise.all(Array.from({ length: Math.min(50, count - all.length) }, work))),
    );
  return all;
}
