import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { type Line, median } from './report.js';

const runs = 5;
// The bundle is in `bench/dist`.
const root = join(import.meta.dirname, '../..');

/** Writes an app in a folder of the repository, with what is measured or without it. */
type WriteApp = (root: string, isWith: boolean) => { folder: string; remove(): void };

/** The time in which an app is type-checked with something, and without it, in turn, by both compilers. The budget is twice the time. */
export const measureTypeCheck = (what: string, writeApp: WriteApp): Line[] =>
  ['typescript', 'typescript-5.9'].map((compiler) => {
    const pairs = Array.from({ length: runs }, () =>
      [false, true].map((isWith) => secondsOf(compiler, writeApp, isWith)),
    );
    const of = (i: number): number => median(pairs.map((pair) => pair[i] as number));
    const times = median(pairs.map(([without, all]) => (all as number) / (without as number)));
    return {
      what: `${compiler}: ${what}, ${runs} pairs`,
      measured: `${of(1).toFixed(2)} s, ${times.toFixed(2)} × without`,
      peer: `without ${of(0).toFixed(2)} s`,
      budget: '< 2 × without',
      met: times < 2,
    };
  });

function secondsOf(compiler: string, writeApp: WriteApp, isWith: boolean): number {
  const { folder, remove } = writeApp(root, isWith);
  const tsc = join(root, 'node_modules', compiler, 'bin/tsc');
  const started = performance.now();
  const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' });
  const seconds = (performance.now() - started) / 1000;
  remove();
  if (status !== 0) throw new Error(stdout);
  return seconds;
}
