import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { skerry } from '@skerry/vite-plugin';
import { build, type Plugin } from 'vite';
import { beforeAll, expect, test } from 'vitest';

import { common } from './common-config.js';

/** Regions of one shape: the estimated and the measured bytes of one. */
interface Shape {
  readonly shape: string;
  readonly said: number;
  readonly taken: number;
}

/** The numbers of regions, holdings, connections and channels before any region, during the test, and after the end of all. */
interface Alive {
  readonly before: readonly number[];
  readonly during: readonly number[];
  readonly after: readonly number[];
}

const kit = 'packages/kit';
const shapes: Shape[] = [];
let alive: Alive | undefined;
beforeAll(async () => {
  // Its imports resolve from here as from the file itself.
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

test('the estimated size of a region is within a quarter of its heap', () => {
  expect(shapes).toHaveLength(11);
  const wrong = shapes.filter(({ said, taken }) => Math.abs(said / taken - 1) > 0.25);
  expect(wrong).toEqual([]);
});

test('objects made for visitors are collected once they are gone', () => {
  const { before, during, after } = alive as Alive;
  const added = during.map((count, i) => count - before[i]!);
  // All connections were dropped: a parked region keeps none.
  const some = expect.toSatisfy((count: number) => count > 0);
  expect(added).toEqual([some, some, 0, 0]);
  expect(after).toEqual(before);
});
