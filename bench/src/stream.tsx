import { createApp } from '@skerry/kit/server';

import { Parts } from './parts.js';
import { type Line, median, micros } from './report.js';

const counts = [250, 1_000] as const;
const headers = { 'sec-ch-ua': '"Chromium";v="156"' };

/** The time of a boundary in pages of different sizes, in one process. */
export async function measureStream(): Promise<Line[]> {
  const page = (count: number) => ({ default: () => <Parts count={count} /> });
  const app = createApp({
    mode: 'production',
    build: 'bench',
    secret: 'a secret for benchmarks, 32 bytes',
    modules: {
      routes: Object.fromEntries(counts.map((count) => [`p${count}.tsx`, page(count)])),
      views: {},
    },
  });
  const times: [number[], number[]] = [[], []];
  for (let round = 0; round <= 20; round++)
    for (const [i, count] of counts.entries()) {
      const started = process.hrtime.bigint();
      const answer = await app.fetch(new Request(`http://localhost/p${count}`, { headers }));
      await answer.text();
      // The first rounds make the engine compile.
      if (round > 4) times[i]!.push(Number(process.hrtime.bigint() - started) / 1_000 / count);
    }
  await app.close();
  const [few, many] = times.map(median) as [number, number];
  return [
    {
      what: 'a boundary among 1,000',
      measured: micros(many),
      peer: `among 250 ${micros(few)}`,
      ratio: few / many,
      budget: 'linear: ≤ 1.3 ×',
      met: many <= 1.3 * few,
    },
  ];
}
