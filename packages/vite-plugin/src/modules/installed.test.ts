import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Module } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test, vi } from 'vitest';

import { isInstalled } from './installed.js';

let folder: string;
// seam: Node has no other way to read NODE_PATH again
const readNodePath = () => (Module as unknown as { _initPaths(): void })._initPaths();

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'installed-'));
  for (const path of ['app/node_modules/own', 'hoisted/elsewhere']) {
    mkdirSync(join(folder, path), { recursive: true });
    writeFileSync(join(folder, path, 'package.json'), '{ "exports": { "./part": "./part.js" } }');
    writeFileSync(join(folder, path, 'part.js'), '');
  }
  vi.stubEnv('NODE_PATH', join(folder, 'hoisted'));
  readNodePath();
});
afterAll(() => {
  vi.unstubAllEnvs();
  readNodePath();
  rmSync(folder, { recursive: true });
});

test.each([
  ['own/part', true],
  ['own/other', false],
  // The shell scripts of pnpm set NODE_PATH, which Vite does not read.
  ['elsewhere/part', false],
])('%s is installed in the app: %s', (name, expected) => {
  expect(isInstalled(join(folder, 'app'), name)).toBe(expected);
});
