import { inBatches } from './batches.js';
import { Remote, rest, type Usage } from './remote.js';
import type { Line } from './report.js';

const mega = 2 ** 20;

/** Measures the memory left by visitors who are gone, and the memory of large pages. It takes minutes, so it runs only if it is named. */
export async function measureMemory(): Promise<Line[]> {
  return [
    await measureLeft('connect, join and cut', 20_000, async (remote) =>
      (await remote.join('/counter')).close(),
    ),
    await measureLeft('pages loaded and not joined', 50_000, (remote) => remote.load('/counter')),
    await measureHeavy(1_000),
  ];
}

/** Memory before and after many visits, when no visitor is left. */
async function measureLeft(
  what: string,
  count: number,
  visit: (remote: Remote) => Promise<unknown>,
): Promise<Line> {
  const remote = await Remote.start('passing');
  // The first thousands make the heap grow to its size.
  await inBatches(5_000, () => visit(remote));
  const before = await quiet(remote);
  await inBatches(count, () => visit(remote));
  const after = await quiet(remote);
  remote.stop();
  const left = heapOf(after) - heapOf(before);
  return {
    what: `${count} times ${what}`,
    measured:
      `heap ${megabytes(heapOf(before))} before, ${megabytes(heapOf(after))} after; ` +
      `resident ${megabytes(before.memory.rss)}, ${megabytes(after.memory.rss)}`,
    budget: 'heap: 1 MB more at most',
    met: left <= mega,
  };
}

/** Measures the memory of pages that hold two megabytes each, while nobody joins them. */
async function measureHeavy(count: number): Promise<Line> {
  const remote = await Remote.start('default');
  await inBatches(20, () => remote.load('/counter'));
  await rest();
  const before = await remote.usage();
  let most = 0;
  let said = 0;
  for (let loaded = 0; loaded < count; loaded += 50) {
    await inBatches(50, () => remote.load('/heavy'));
    const usage = await remote.usage();
    most = Math.max(most, heapOf(usage) - heapOf(before));
    said = Math.max(said, usage.regions.unclaimed.bytes);
  }
  remote.stop();
  return {
    what: `${count} pages that hold 2 MB each, not joined`,
    measured: `heap ${megabytes(most)} at most, said to be ${megabytes(said)}`,
    budget: '≤ 128 MB (maxUnclaimedBytes) and a quarter',
    met: most <= 1.25 * 128 * mega,
  };
}

/** The usage after all parked regions have expired. */
async function quiet(remote: Remote): Promise<Usage> {
  for (;;) {
    await rest();
    const usage = await remote.usage();
    const { joined, unclaimed, parked } = usage.regions;
    if (usage.connections + joined.count + unclaimed.count + parked.count === 0) return usage;
  }
}

const heapOf = ({ memory }: Usage): number => memory.heapUsed + memory.external;
const megabytes = (bytes: number): string => `${(bytes / mega).toFixed(1)} MB`;
