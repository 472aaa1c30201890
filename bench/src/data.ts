/** A row of the measured tables. */
export interface Row {
  id: number;
  name: string;
  team: string;
  note: string;
  count: number;
  url: string;
  on: boolean;
}

/** Rows that are the same in every run. */
export const makeRows = (length: number): Row[] => Array.from({ length }, (_, id) => makeRow(id));

export const makeRow = (id: number): Row => ({
  id,
  name: `Row & name ${id}`,
  team: `team ${id % 17}`,
  note: 'some text',
  count: id * 3,
  url: `/rows/${id}`,
  on: id % 2 === 0,
});

/** The points of a line that are the same in every run. */
export const makePoints = (length: number): number[] =>
  Array.from({ length }, (_, i) => (i * 37) % 100);

/** The same order in every run. */
export function shuffled<T>(items: readonly T[]): T[] {
  const result = [...items];
  let seed = 42;
  for (let i = result.length - 1; i > 0; i--) {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    const j = seed % (i + 1);
    [result[i], result[j]] = [result[j]!, result[i]!];
  }
  return result;
}

/** Returns the items with two of them exchanged. */
export function swapped<T>(items: readonly T[], a: number, b: number): T[] {
  const result = [...items];
  [result[a], result[b]] = [result[b]!, result[a]!];
  return result;
}
