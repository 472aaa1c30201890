/** One line of the table. */
export interface Line {
  what: string;
  measured: string;
  /** The peer in the same run, and the factor by which ours is better. */
  peer?: string;
  ratio?: number;
  budget?: string;
  met?: boolean;
  /** A note about the peer, printed once below the table. */
  note?: string;
}

/** Prints lines as one table. */
export function print(lines: readonly Line[]): void {
  const rows = lines.map((line) => [
    line.what,
    line.measured,
    line.peer ?? '',
    line.ratio === undefined
      ? ''
      : `${line.ratio >= 100 ? Math.round(line.ratio) : line.ratio.toFixed(2)}×`,
    line.budget ?? '',
    line.met === undefined ? '' : line.met ? 'met' : 'MISSED',
  ]);
  const table = [['what', 'measured', 'peer, same run', 'better by', 'budget', ''], ...rows];
  const widths = table[0]!.map((_, i) => Math.max(...table.map((row) => row[i]!.length)));
  for (const row of table)
    console.log(
      row
        .map((cell, i) => cell.padEnd(widths[i]!))
        .join('  ')
        .trimEnd(),
    );
  const notes = new Set(lines.flatMap(({ note }) => note ?? []));
  for (const note of notes) console.log(`\n${note}`);
}

/** The median time of one call in microseconds, of `rounds` rounds. */
export function microsOf(work: (index: number) => unknown, calls: number, rounds = 9): number {
  for (let i = 0; i < calls; i++) work(i);
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const started = process.hrtime.bigint();
    for (let i = 0; i < calls; i++) work(round * calls + i);
    times.push(Number(process.hrtime.bigint() - started) / 1000 / calls);
  }
  return median(times);
}

/** Medians of both, measured in turn so that a drift of the machine affects both. */
export function compareMicros(
  ours: (index: number) => unknown,
  peer: (index: number) => unknown,
  calls: number,
): [ours: number, peer: number] {
  const a: number[] = [];
  const b: number[] = [];
  for (let round = 0; round < 9; round++) {
    a.push(microsOf(ours, calls, 1));
    b.push(microsOf(peer, calls, 1));
  }
  return [median(a), median(b)];
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((x, y) => x - y);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

export const micros = (value: number): string =>
  `${value < 10 ? value.toFixed(2) : value.toFixed(1)} µs`;
