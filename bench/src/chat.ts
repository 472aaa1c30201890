import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

import { inBatches } from './batches.js';
import { type Client, Remote } from './remote.js';
import type { Line } from './report.js';

const visitors = 200;
const minute = 60_000;
/** Milliseconds between two lines of a visitor, on average. */
const pause = 4_000;

const wait = (time: number) => new Promise((resolve) => setTimeout(resolve, time));

/**
 * Two hundred visitors of the playground's chat for a minute. It needs the built playground (`npx vite build playground`) and
 * takes minutes, so it runs only if it is named.
 */
export async function measureChat(): Promise<Line[]> {
  const { child, remote } = await startPlayground();
  // The chat keeps the last lines, and the heap grows to its size.
  await talk(remote, visitors, 20_000, 1_000);
  const before = await quiet(child);
  const two = await talk(remote, 2, 10_000, 100);
  const { sent, faults, times } = await talk(remote, visitors, minute, pause);
  const after = await quiet(child);
  child.kill();
  const growth = after.heapUsed / before.heapUsed - 1;
  return [
    {
      what: `chat: ${visitors} visitors for a minute, ${sent} lines, ${times.length} deliveries`,
      measured: `${faults.lost} lost, ${faults.doubled} doubled, ${faults.disordered} out of order`,
      budget: 'none',
      met: faults.lost + faults.doubled + faults.disordered === 0,
    },
    {
      what: 'chat: from one of two visitors to the other',
      measured: delays(two.times),
      budget: 'p99 ≤ 100 ms',
      met: at(two.times, 0.99) <= 100,
    },
    { what: `chat: from one of ${visitors} visitors to the others`, measured: delays(times) },
    {
      what: 'chat: heap after all have left',
      measured: `${megabytes(before.heapUsed)} before, ${megabytes(after.heapUsed)} after (${(growth * 100).toFixed(1)} %)`,
      budget: '± 5 %',
      met: Math.abs(growth) <= 0.05,
    },
  ];
}

async function startPlayground(): Promise<{ child: ChildProcess; remote: Remote }> {
  const port = await freePort();
  const script = fileURLToPath(new URL('./chat-server.js', import.meta.url));
  const server = fileURLToPath(new URL('../../playground/dist/server/index.js', import.meta.url));
  const env = {
    ...process.env,
    PORT: `${port}`,
    SKERRY_SECRET: 'a secret of the benchmark of the chat',
  };
  const child = fork(script, [server], { execArgv: ['--expose-gc'], env, stdio: 'inherit' });
  await once(child, 'message');
  return { child, remote: Remote.at(port) };
}

const at = (times: number[], share: number): number =>
  times.sort((a, b) => a - b)[Math.floor(times.length * share)] ?? 0;

const delays = (times: number[]): string =>
  `${at(times, 0.5).toFixed(1)} ms, p99 ${at(times, 0.99).toFixed(1)} ms`;

/** Has some visitors talk for a time, and leave. @param between milliseconds between two lines of each, on average */
async function talk(remote: Remote, count: number, time: number, between: number) {
  const run = `${Date.now()}`.slice(-6);
  const sentAt = new Map<string, number>();
  const times: number[] = [];
  const faults = { lost: 0, doubled: 0, disordered: 0 };
  const seen: Map<number, number>[] = [];
  const clients = await inBatches(count, () => remote.join('/chat'));
  const counts = clients.map(() => 0);
  clients.forEach((client, me) => {
    const last = new Map<number, number>();
    seen.push(last);
    client.webSocket.on('message', (data) => {
      for (const [, from, number] of String(data).matchAll(
        new RegExp(`"l${run}-(\\d+)-(\\d+)"`, 'g'),
      )) {
        const [sender, line] = [Number(from), Number(number)];
        const before = last.get(sender) ?? 0;
        if (line <= before) faults.doubled++;
        else if (line > before + 1) faults.disordered++;
        last.set(sender, Math.max(before, line));
        if (sender !== me) times.push(performance.now() - sentAt.get(`${sender}-${line}`)!);
      }
    });
  });
  const end = Date.now() + time;
  await Promise.all(
    clients.map(async (client, me) => {
      for (;;) {
        await wait(Math.random() * 2 * between);
        if (Date.now() > end) return;
        const line = ++counts[me]!;
        sentAt.set(`${me}-${line}`, performance.now());
        say(client, line, `l${run}-${me}-${line}`);
      }
    }),
  );
  await wait(2_000);
  for (const last of seen)
    counts.forEach((count, sender) => (faults.lost += count - (last.get(sender) ?? 0)));
  clients.forEach((client) => client.close());
  return { sent: counts.reduce((sum, count) => sum + count, 0), faults, times };
}

const say = (client: Client, seq: number, text: string): void =>
  client.webSocket.send(JSON.stringify([1, seq, 'say', { text }, 'submit']));

/** The memory of the server once all parked regions have ended. */
async function quiet(child: ChildProcess): Promise<NodeJS.MemoryUsage> {
  await wait(45_000);
  const answer = once(child, 'message');
  child.send('memory');
  return ((await answer) as [NodeJS.MemoryUsage])[0];
}

const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MB`;

async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
