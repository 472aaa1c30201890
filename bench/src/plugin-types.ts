import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { writePlugins } from '../../test/made-plugins.js';
import { type Line, median } from './report.js';

const runs = 5;
// The bundle is in `bench/dist`.
const root = join(import.meta.dirname, '../..');

/** The time in which an app with fifty plugins of twenty taps is type-checked, and one without plugins, in turn. */
export const measurePluginTypes = (): Line[] =>
  ['typescript', 'typescript-5.9'].map((compiler) => {
    const pairs = Array.from({ length: runs }, () =>
      [0, 50].map((count) => secondsOf(compiler, count)),
    );
    const of = (i: number): number => median(pairs.map((pair) => pair[i] as number));
    const times = median(pairs.map(([none, all]) => (all as number) / (none as number)));
    return {
      what: `${compiler}: 50 plugins of 20 taps, ${runs} pairs`,
      measured: `${of(1).toFixed(2)} s, ${times.toFixed(2)} × none`,
      peer: `none ${of(0).toFixed(2)} s`,
      budget: '< 2 × none',
      met: times < 2,
    };
  });

function secondsOf(compiler: string, count: number): number {
  const { folder, remove } = writePlugins(root, count);
  const tsc = join(root, 'node_modules', compiler, 'bin/tsc');
  const started = performance.now();
  const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' });
  const seconds = (performance.now() - started) / 1000;
  remove();
  if (status !== 0) throw new Error(stdout);
  return seconds;
}
