import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { notebookWorld } from '../../../test/notebook.js';
import { chaosMonkey } from './chaos-monkey.js';
import { exploreApp, replayMonkey } from './explore.js';
import { MonkeyError } from './monkey-error.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'skerry-monkey-'));
});
afterAll(() => rm(folder, { recursive: true }));

const failing = async (run: Promise<unknown>): Promise<MonkeyError> => {
  const error = await run.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof MonkeyError)) throw new Error(`It has found nothing: ${String(error)}`);
  return error;
};

describe('an exploration', () => {
  test('finds nothing in a sound app, whatever order its scheduler draws', async () => {
    expect(await exploreApp({ ...notebookWorld(), seed: 3, runs: 8, steps: 12 })).toEqual({
      seed: 3,
      runs: 8,
    });
  });

  test('shrinks a failure to few steps, and writes a test with seed and steps', async () => {
    const writeTo = { folder, module: './world.ts', name: 'world' };
    const world = notebookWorld({ drifts: true });
    const { steps, file } = await failing(exploreApp({ ...world, seed: 5, runs: 10, writeTo }));
    expect(steps.length).toBeLessThanOrEqual(3);
    expect(file).toBe(join(folder, 'seed-5-stale-dom.test.ts'));
    const code = await readFile(file!, 'utf8');
    expect(code).toContain('import { world } from "./world.ts";');
    expect(code).toContain('seed: 5,');
    for (const step of steps) expect(code).toContain(JSON.stringify(step));
  });
});

describe('a run of the monkey', () => {
  test('that fails is shrunk, and written', async () => {
    const writeTo = { folder, module: './world.ts', name: 'world' };
    const world = notebookWorld({ shares: true });
    const { file, steps, message } = await failing(
      chaosMonkey({ ...world, seed: 6, for: 40, faults: {}, writeTo }),
    );
    expect(message).toContain(`The test that repeats them: ${file}`);
    const written = (await readFile(file!, 'utf8')).match(/^ {6}\["/gm) ?? [];
    expect(written.length).toBeGreaterThan(0);
    expect(written.length).toBeLessThan(steps.length / 2);
  });

  test('is repeated from its record, with an order or without', async () => {
    const world = notebookWorld({ drifts: true });
    const run = { seed: 1, faults: {}, steps: [['event', 0, 1], ['rest']] as const };
    expect((await failing(replayMonkey(world, run))).violations[0]!.invariant).toBe('stale-dom');
    await replayMonkey(notebookWorld(), run);
  });
});
