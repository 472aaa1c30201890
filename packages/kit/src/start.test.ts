import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { loadEnvFiles } from './start.js';

let folder: string;
const write = (name: string, ...lines: string[]): void =>
  writeFileSync(join(folder, name), lines.join('\n'));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'skerry-env-'));
  vi.stubEnv('ENV_OWN', 'of the environment');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  // Takes away what the test has read.
  loadEnvFiles(join(folder, 'gone'), 'test');
  vi.unstubAllEnvs();
});

test('the files of a mode win over those of all modes, local ones over shared ones, the environment over all', () => {
  write('.env', 'ENV_A=all', 'ENV_B=all', 'ENV_C=all', 'ENV_D=all', 'ENV_OWN=all');
  write('.env.local', 'ENV_B=local', 'ENV_C=local', 'ENV_D=local');
  write('.env.harbour', 'ENV_C=mode', 'ENV_D=mode', 'ENV_OWN=mode');
  write('.env.harbour.local', 'ENV_D=mode local');
  write('.env.other', 'ENV_A=other');
  loadEnvFiles(folder, 'harbour');
  const { ENV_A, ENV_B, ENV_C, ENV_D, ENV_OWN } = process.env;
  expect([ENV_A, ENV_B, ENV_C, ENV_D, ENV_OWN]).toEqual([
    'all',
    'local',
    'mode',
    'mode local',
    'of the environment',
  ]);
});

test('values are quoted, commented and expanded as Vite has it', () => {
  write('.env', 'ENV_A="a # b"', 'ENV_B=b # comment', 'ENV_AA=${ENV_OWN}, ${ENV_B}', 'ENV_D=\\$5');
  loadEnvFiles(folder, 'test');
  const { ENV_A, ENV_AA, ENV_B, ENV_D } = process.env;
  expect([ENV_A, ENV_B, ENV_AA, ENV_D]).toEqual(['a # b', 'b', 'of the environment, b', '$5']);
});

test('another read replaces what files have said, and leaves what the app itself has set', () => {
  write('.env', 'ENV_A=first', 'ENV_B=first', 'ENV_C=first');
  loadEnvFiles(folder, 'test');
  process.env.ENV_C = 'of the app';
  write('.env', 'ENV_A=second', 'ENV_C=second');
  loadEnvFiles(folder, 'test');
  const { ENV_A, ENV_B, ENV_C } = process.env;
  expect([ENV_A, ENV_B, ENV_C]).toEqual(['second', undefined, 'of the app']);
  delete process.env.ENV_C;
});
