import { mkdir, mkdtemp, readFile, rm, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { Measurement } from '../counters/measurement.js';
import { jsonLines } from './json-lines.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'skerry-analytics-'));
});
afterEach(() => rm(folder, { recursive: true }));

const linesOf = async (file: string): Promise<unknown[]> =>
  (await readFile(file, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);

const view = (name: string): Measurement => ({ at: 5, metric: 'view', name });

test('the JSON-lines sink has written every line once it has stopped', async () => {
  const file = join(folder, 'a.jsonl');
  const sink = jsonLines({ file });
  sink.take(view('/'));
  sink.take({ at: 6, metric: 'event', name: 'todo', detail: 'add', value: 120 });
  sink.take({ at: 7, metric: 'render', name: 'todo', value: 9 });
  await sink.stop!();
  expect(await linesOf(file)).toEqual([
    { at: 5, metric: 'view', name: '/' },
    { at: 6, metric: 'event', name: 'todo', detail: 'add', value: 120 },
  ]);
});

test('the JSON-lines sink writes the metrics that it is given', async () => {
  const file = join(folder, 'a.jsonl');
  const sink = jsonLines({ file, metrics: ['render'] });
  sink.take(view('/'));
  sink.take({ at: 7, metric: 'render', name: 'todo', value: 9 });
  await sink.stop!();
  expect(await linesOf(file)).toEqual([{ at: 7, metric: 'render', name: 'todo', value: 9 }]);
});

test('the JSON-lines sink drops and counts what the disk does not take in time', async () => {
  const file = join(folder, 'a.jsonl');
  const sink = jsonLines({ file, maxWaiting: 2 });
  for (let i = 0; i < 5; i++) sink.take(view(`/${i}`));
  await sink.stop!();
  expect(await linesOf(file)).toEqual([
    { at: expect.any(Number), dropped: 3 },
    view('/0'),
    view('/1'),
  ]);
});

test('the JSON-lines sink reports once that it cannot write, goes on, and says what is missing', async () => {
  const file = join(folder, 'a.jsonl');
  // A folder in the place of the file.
  await mkdir(file);
  const report = vi.fn();
  const sink = jsonLines({ file });
  sink.start!(report);
  for (const name of ['/1', '/2']) {
    sink.take(view(name));
    await expect.poll(() => report.mock.calls.length).toBe(1);
  }
  await sink.stop!();
  expect(report.mock.calls).toEqual([[expect.objectContaining({ code: 'EISDIR' })]]);
  await rmdir(file);
  sink.take(view('/3'));
  await sink.stop!();
  expect(await linesOf(file)).toEqual([{ at: expect.any(Number), dropped: 2 }, view('/3')]);
});

test.each([Number.NaN, 0, -1, '5' as never])(
  'a JSON-lines sink whose bound of waiting lines is %j is refused',
  (maxWaiting) => {
    expect(() => jsonLines({ file: join(folder, 'a.jsonl'), maxWaiting })).toThrow(
      'jsonLines(): "maxWaiting" is not a whole number above 0. Give it one, or leave it out.',
    );
  },
);
