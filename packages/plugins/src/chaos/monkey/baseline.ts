import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** What a process holds: its handles by kind, and its heap. */
export interface Baseline {
  readonly handles: Readonly<Record<string, number>>;
  readonly heap: number;
}

/** Kinds of handles that a run of an app may leave behind. Others come and go with the process itself. */
const watched = ['TCPServerWrap', 'TCPSocketWrap', 'Timeout'];

/** Measures what the process holds, after what is garbage is collected. */
export async function measureBaseline(): Promise<Baseline> {
  for (let turn = 0; turn < 5; turn++) {
    await new Promise(setImmediate);
    collectGarbage();
  }
  const handles: Record<string, number> = Object.fromEntries(watched.map((kind) => [kind, 0]));
  for (const kind of process.getActiveResourcesInfo())
    if (handles[kind] !== undefined) handles[kind]++;
  return { handles, heap: process.memoryUsage().heapUsed };
}

/** Compares two measurements; returns what has become more, in words. */
export function compareBaseline(
  before: Baseline,
  after: Baseline,
  allowance: number,
): { handles?: string; heap?: string } {
  const more = watched.filter((kind) => (after.handles[kind] ?? 0) > (before.handles[kind] ?? 0));
  const grown = after.heap - before.heap;
  return {
    ...(more.length > 0 && {
      handles: more
        .map((kind) => `${after.handles[kind]} × ${kind}, before ${before.handles[kind]}`)
        .join('; '),
    }),
    ...(grown > allowance && {
      heap: `The heap has grown by ${Math.round(grown / 2 ** 20)} MiB; ${Math.round(allowance / 2 ** 20)} are allowed.`,
    }),
  };
}

let collector: (() => void) | undefined;

function collectGarbage(): void {
  if (!collector) {
    setFlagsFromString('--expose-gc');
    collector = runInNewContext('gc') as () => void;
  }
  collector();
}
