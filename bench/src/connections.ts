import { type Line, median, percentile } from './report.js';
import { inBatches } from './batches.js';
import { type Client, Remote, rest } from './remote.js';

/** Resident memory of an idle region of ten slots with its connection. */
export async function measureIdle(): Promise<Line[]> {
  const lines: Line[] = [];
  for (const count of [1000, 5000]) {
    const skerry = await memoryOf('skerry', count);
    const bare = await memoryOf('bare', count);
    lines.push({
      what: `idle region, ${count} connections`,
      measured: `${(skerry / 1024).toFixed(1)} KB each`,
      peer: `bare ws connection ${(bare / 1024).toFixed(1)} KB`,
      ratio: bare / skerry,
      budget: '≤ 12 KB',
      met: skerry <= 12 * 1024,
    });
  }
  return lines;
}

async function memoryOf(kind: 'skerry' | 'bare', count: number): Promise<number> {
  const remote = await Remote.start(kind);
  const open = () => (kind === 'skerry' ? remote.join('/idle') : remote.connect('/echo'));
  // The first thousand make the heap grow to its size; only further ones are measured.
  const clients = await inBatches(1000, open);
  await rest();
  const before = await remote.usage();
  clients.push(...(await inBatches(count, open)));
  await rest();
  const after = await remote.usage();
  for (const client of clients) client.close();
  remote.stop();
  return (after.memory.rss - before.memory.rss) / count;
}

/** Bytes of the answer to a join without changes. */
export async function measureJoin(): Promise<Line[]> {
  const remote = await Remote.start('skerry');
  const client = await remote.join('/table');
  client.close();
  remote.stop();
  return [
    {
      what: 'join of 1,000 rows, nothing changed',
      measured: `${client.bytes} B`,
      budget: '≤ 60 B',
      met: client.bytes <= 60,
    },
  ];
}

/** Counter events on 100 connections: server CPU per event, and the time to an answer. */
export async function measureEvents(): Promise<Line[]> {
  const skerry = await eventsOf('skerry');
  const bare = await eventsOf('bare');
  return [
    {
      what: 'counter event, 100 connections, server CPU',
      measured: `${skerry.cpu.toFixed(1)} µs, ${Math.round(1e6 / skerry.cpu)}/s a core`,
      peer: `bare ws echo ${bare.cpu.toFixed(1)} µs`,
      ratio: bare.cpu / skerry.cpu,
      budget: '≤ 20 µs, ≥ 50,000/s a core',
      met: skerry.cpu <= 20,
    },
    {
      what: 'counter event, 100 connections, latency',
      measured: `p50 ${skerry.p50.toFixed(2)} ms, p99 ${skerry.p99.toFixed(2)} ms`,
      peer: `bare ws echo p50 ${bare.p50.toFixed(2)} ms, p99 ${bare.p99.toFixed(2)} ms`,
      ratio: bare.p99 / skerry.p99,
      budget: 'p99 < 5 ms',
      met: skerry.p99 < 5,
    },
  ];
}

async function eventsOf(kind: 'skerry' | 'bare') {
  const remote = await Remote.start(kind);
  const clients = await inBatches(100, () =>
    kind === 'skerry' ? remote.join('/counter') : remote.connect('/echo'),
  );
  let seq = 0;
  const frame = () => [1, ++seq, 'increment', null];
  const round = () => Promise.all(clients.map((client) => client.ask(frame())));
  for (let i = 0; i < 100; i++) await round();
  const before = await remote.usage();
  const rounds = 500;
  for (let i = 0; i < rounds; i++) await round();
  const after = await remote.usage();
  const cpu = after.cpu.user + after.cpu.system - before.cpu.user - before.cpu.system;
  const latencies = await paced(clients, frame);
  for (const client of clients) client.close();
  remote.stop();
  return {
    cpu: cpu / (rounds * clients.length),
    p50: median(latencies),
    p99: percentile(latencies, 0.99),
  };
}

/** Milliseconds to each answer, with the questions spread over time as those of people. */
async function paced(clients: readonly Client[], frame: () => unknown): Promise<number[]> {
  const latencies: number[] = [];
  for (let i = 0; i < 20; i++)
    for (const batch of [0, 20, 40, 60, 80]) {
      await Promise.all(
        clients.slice(batch, batch + 20).map(async (client) => {
          const asked = performance.now();
          await client.ask(frame());
          latencies.push(performance.now() - asked);
        }),
      );
    }
  return latencies;
}
