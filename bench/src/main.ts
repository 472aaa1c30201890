import { measureBrowser } from './browser.js';
import { measureEdits } from './edits.js';
import { measureEvents, measureIdle, measureJoin } from './connections.js';
import { measureChat } from './chat.js';
import { measureFlushes } from './compression.js';
import { measureCrowd } from './crowd.js';
import { measureDiff } from './diff.js';
import { measureFirstPage } from './first-page.js';
import { measureFrameworks } from './frameworks.js';
import { measureHooks } from './hooks.js';
import { measureHttp } from './http.js';
import { measureIslands } from './islands.js';
import { measureMemory } from './memory.js';
import { measureRender } from './render.js';
import { measurePluginTypes } from './plugin-types.js';
import { type Line, print } from './report.js';
import { measureRouteTypes } from './route-types.js';
import { measureStream } from './stream.js';
import { printStreams } from './streams.js';
import { measureTimers } from './timers.js';

const parts: Record<string, () => Line[] | Promise<Line[]>> = {
  render: measureRender,
  diff: measureDiff,
  idle: measureIdle,
  events: measureEvents,
  join: measureJoin,
  http: measureHttp,
  stream: measureStream,
  flushes: measureFlushes,
  browser: measureBrowser,
  islands: measureIslands,
};

/** Benchmarks that take minutes: they run only if they are named. */
const long: typeof parts = {
  chat: measureChat,
  crowd: measureCrowd,
  hooks: measureHooks,
  'plugin-types': measurePluginTypes,
  'route-types': measureRouteTypes,
  memory: measureMemory,
  timers: measureTimers,
  frameworks: measureFrameworks,
  'first-page': measureFirstPage,
  edits: measureEdits,
};

/** Runs all benchmarks, or the named ones, and prints one table. */
export async function main(names: readonly string[]): Promise<void> {
  // A table of its own, of promises and not of times.
  if (names.includes('streams')) await printStreams();
  const lines: Line[] = [];
  const chosen = names.length === 0 ? parts : { ...parts, ...long };
  for (const [name, measure] of Object.entries(chosen))
    if (names.length === 0 || names.includes(name)) lines.push(...(await measure()));
  if (lines.length > 0) print(lines);
}
