import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { madePages, writeRoutes } from '../../test/made-routes.js';
import { type Line, median } from './report.js';

const runs = 5;
const pages = madePages(500);
// The bundle is in `bench/dist`.
const root = join(import.meta.dirname, '../..');

/** The time in which an app of 500 pages is type-checked with the types of its routes, and without them, in turn. */
export const measureRouteTypes = (): Line[] =>
  ['typescript', 'typescript-5.9'].map((compiler) => {
    const pairs = Array.from({ length: runs }, () =>
      [false, true].map((typed) => secondsOf(compiler, typed)),
    );
    const of = (i: number): number => median(pairs.map((pair) => pair[i] as number));
    const times = median(pairs.map(([without, typed]) => (typed as number) / (without as number)));
    return {
      what: `${compiler}: types of 500 routes, ${runs} pairs`,
      measured: `${of(1).toFixed(2)} s, ${times.toFixed(2)} × without`,
      peer: `without ${of(0).toFixed(2)} s`,
      budget: '< 2 × without',
      met: times < 2,
    };
  });

function secondsOf(compiler: string, typed: boolean): number {
  const { folder, remove } = writeRoutes(root, pages, typed);
  const tsc = join(root, 'node_modules', compiler, 'bin/tsc');
  const started = performance.now();
  const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' });
  const seconds = (performance.now() - started) / 1000;
  remove();
  if (status !== 0) throw new Error(stdout);
  return seconds;
}
