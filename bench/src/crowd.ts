import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { Remote, rest } from './remote.js';
import type { Line } from './report.js';

const processes = 5;
const each = 10_000;

/** Fifty thousand idle regions on servers of several processes. It takes minutes, so it runs only if it is named. */
export async function measureCrowd(): Promise<Line[]> {
  const remotes: Remote[] = [];
  const visitors: ChildProcess[] = [];
  const memory: number[] = [];
  for (let i = 0; i < processes; i++) {
    const remote = await Remote.start('skerry');
    remotes.push(remote);
    const before = await remote.usage();
    const script = fileURLToPath(new URL('./visitors.js', import.meta.url));
    const visitor = fork(script, [String(remote.port), String(each)]);
    visitors.push(visitor);
    await once(visitor, 'message');
    await rest();
    memory.push(((await remote.usage()).memory.rss - before.memory.rss) / each);
  }
  const held = (await Promise.all(visitors.map(stillOpen))).reduce((sum, open) => sum + open, 0);
  for (const child of [...remotes, ...visitors.map((visitor) => ({ stop: () => visitor.kill() }))])
    child.stop();
  const worst = Math.max(...memory);
  return [
    {
      what: `${processes * each} idle regions, ${processes} processes`,
      measured: `${held} held, ${(worst / 1024).toFixed(1)} KB each`,
      budget: 'held, ≤ 12 KB',
      met: held === processes * each && worst <= 12 * 1024,
    },
  ];
}

async function stillOpen(visitor: ChildProcess): Promise<number> {
  const answer = once(visitor, 'message');
  visitor.send('count');
  return ((await answer) as [number])[0];
}
