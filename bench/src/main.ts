import { measureBrowser } from './browser.js';
import { measureEvents, measureMemory } from './connections.js';
import { measureDiff } from './diff.js';
import { measureRender } from './render.js';
import { type Line, print } from './report.js';

const parts: Record<string, () => Line[] | Promise<Line[]>> = {
  render: measureRender,
  diff: measureDiff,
  memory: measureMemory,
  events: measureEvents,
  browser: measureBrowser,
};

/** Runs all benchmarks, or those that are named, and prints one table. */
export async function main(names: readonly string[]): Promise<void> {
  const lines: Line[] = [];
  for (const [name, measure] of Object.entries(parts))
    if (names.length === 0 || names.includes(name)) lines.push(...(await measure()));
  print(lines);
}
