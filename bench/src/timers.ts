import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';

import { defineLive, type MountContext } from '@skerry/kit';
import { type App, createApp } from '@skerry/kit/server';
import { component } from '@skerry/kit/template';

import type { Line } from './report.js';

const regions = 10_000;
const seconds = 10;

/** The share of a core that ten thousand regions with a timer each take, beside ten thousand without and ten thousand bare timers. */
export async function measureTimers(): Promise<Line[]> {
  const idle = await measureApp(() => {});
  const ticking = await measureApp(
    ({ every }) => void every(1_000, 'tick', undefined, { parked: true }),
  );
  const bare = await measureBare();
  return [
    {
      what: `${regions} regions with every(1000), each tick a turn that assigns`,
      measured: `${percent(ticking.share)} of a core, ${ticking.ticks} ticks a second, loop delay p99 ${ticking.delay} ms`,
      peer: `without timers ${percent(idle.share)}, ${idle.delay} ms; setInterval alone ${percent(bare)}`,
    },
  ];
}

interface Load {
  readonly share: number;
  readonly ticks: number;
  readonly delay: string;
}

async function measureApp(begin: (context: MountContext) => void): Promise<Load> {
  let ticks = 0;
  const View = defineLive(
    {
      mount(context: MountContext) {
        begin(context);
        return { count: 0 };
      },
      messages: {
        tick(live) {
          ticks++;
          live.assign({ count: live.state.count + 1 });
        },
      },
    },
    ({ state }) => state.count,
    'ticking',
  );
  const app = createApp({
    modules: {
      config: { limits: { maxUnclaimedRegions: 2 * regions, parkTimeout: 600_000 } },
      routes: { 'index.tsx': { default: () => component(View, {}) } },
      views: { ticking: View },
    },
    mode: 'production',
    build: 'bench',
    secret: 'a secret of the benchmarks, of 32 bytes or more',
  });
  await mountRegions(app);
  // What came due meanwhile is done first.
  await pause(3_000);
  const before = ticks;
  const { share, delay, elapsed } = await load();
  const rate = Math.round((1_000 * (ticks - before)) / elapsed);
  await app.close();
  return { share, delay, ticks: rate };
}

/** Mounts the regions over a second or so, as visitors come. */
async function mountRegions(app: App): Promise<void> {
  for (let i = 0; i < regions; i++) {
    await (await app.fetch(new Request('http://bench.test/'))).text();
    if (i % 100 === 0) await pause(10);
  }
}

async function measureBare(): Promise<number> {
  let ticks = 0;
  const timers: NodeJS.Timeout[] = [];
  for (let i = 0; i < regions; i++) {
    timers.push(setInterval(() => void ticks++, 1_000));
    if (i % 100 === 0) await pause(10);
  }
  const { share } = await load();
  for (const timer of timers) clearInterval(timer);
  return share;
}

async function load(): Promise<{ share: number; delay: string; elapsed: number }> {
  const loop = monitorEventLoopDelay({ resolution: 1 });
  loop.enable();
  const before = process.cpuUsage();
  const started = performance.now();
  await pause(1_000 * seconds);
  const { user, system } = process.cpuUsage(before);
  loop.disable();
  const elapsed = performance.now() - started;
  const share = (user + system) / 1_000 / elapsed;
  return { share, elapsed, delay: (loop.percentile(99) / 1e6).toFixed(1) };
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
