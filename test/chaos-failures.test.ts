import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';

import { exploreApp, MonkeyError } from '../packages/plugins/src/chaos/index.js';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { notebookWorld } from '../packages/plugins/test/notebook.js';

/** A folder in which the packages are found. */
let folder: string;
beforeAll(() => {
  const caches = 'node_modules/.cache';
  mkdirSync(caches, { recursive: true });
  folder = mkdtempSync(join(caches, 'chaos-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, code: string): void => writeFileSync(join(folder, name), code);
const from = (path: string): string => JSON.stringify(relative(folder, resolve(path)));

/** Runs the tests in the folder; what they print. */
async function runTests(): Promise<{ passed: boolean; output: string }> {
  const command = [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--config',
    join(folder, 'vitest.config.ts'),
  ];
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0', VITEST: '' };
  try {
    const { stdout } = await promisify(execFile)(process.execPath, command, { env });
    return { passed: true, output: stdout };
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    return { passed: false, output: stdout + stderr };
  }
}

test('a failure that the monkey has written is a test that fails as it did, until its cause is gone', async () => {
  const writeWorld = (drifts: boolean): void =>
    file(
      'world.ts',
      `import { notebookWorld } from ${from('packages/plugins/test/notebook.tsx')};
export const world = notebookWorld({ drifts: ${drifts} });
`,
    );
  file(
    'vitest.config.ts',
    `import { common } from ${from('test/common-config.ts')};
export default { ...common, root: ${JSON.stringify(resolve(folder))} };
`,
  );
  writeWorld(true);
  const writeTo = { folder, module: './world.ts', name: 'world' };
  const found: unknown = await exploreApp({
    ...notebookWorld({ drifts: true }),
    seed: 5,
    runs: 10,
    writeTo,
  }).catch((error: unknown) => error);
  expect(found).toBeInstanceOf(MonkeyError);
  const failing = await runTests();
  expect(failing.output).toContain('seed 5 finds no stale-dom');
  expect(failing.output).toMatch(/The monkey has found \d+ violations/);
  expect(failing.passed).toBe(false);

  writeWorld(false);
  expect(await runTests()).toMatchObject({ passed: true });
});
