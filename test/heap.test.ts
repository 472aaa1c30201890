import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { skerry } from '@skerry/vite-plugin';
import { build, type Plugin } from 'vite';
import { beforeAll, expect, test } from 'vitest';

import { common } from './common-config.js';

/** Regions of one shape: what one is said to hold, and what it takes of the heap. */
interface Shape {
  readonly shape: string;
  readonly said: number;
  readonly taken: number;
}

/** How many regions, holdings, connections and channels there were before there was any region, then, and when all had ended. */
interface Alive {
  readonly before: readonly number[];
  readonly during: readonly number[];
  readonly after: readonly number[];
}

const kit = 'packages/kit';
const shapes: Shape[] = [];
let alive: Alive | undefined;
beforeAll(async () => {
  // What it imports is found from here as from the file itself.
  const folder = mkdtempSync(join(kit, 'node_modules/.heap-'));
  await build({
    configFile: false,
    logLevel: 'warn',
    mode: 'production',
    resolve: common.resolve,
    plugins: (skerry() as Plugin[]).filter(({ name }) => name === 'skerry:jsx'),
    build: { ssr: join(kit, 'test/heap.tsx'), outDir: folder },
  });
  const child = fork(join(folder, 'heap.js'), { execArgv: ['--expose-gc', '--no-warnings'] });
  child.on('message', (message: Shape | Alive) => {
    if ('shape' in message) shapes.push(message);
    else alive = message;
  });
  await once(child, 'exit');
  rmSync(folder, { recursive: true });
});

test('regions hold what they are said to hold, within a quarter', () => {
  expect(shapes).toHaveLength(11);
  const wrong = shapes.filter(({ said, taken }) => Math.abs(said / taken - 1) > 0.25);
  expect(wrong).toEqual([]);
});

test('what was made for visitors is gone with them', () => {
  const { before, during, after } = alive as Alive;
  const added = during.map((count, i) => count - before[i]!);
  // All connections were cut: a region that waits for its browser keeps none.
  const some = expect.toSatisfy((count: number) => count > 0);
  expect(added).toEqual([some, some, 0, 0]);
  expect(after).toEqual(before);
});
