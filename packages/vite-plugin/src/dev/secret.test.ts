import { execFileSync } from 'node:child_process';
import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

let home: string;
let folder: string;
let file: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'skerry-state-'));
  folder = join(home, 'skerry');
  file = join(folder, 'development.key');
  vi.stubEnv('XDG_STATE_HOME', home);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await rm(home, { recursive: true });
});

/** The secret of an app, as a new process would read it. */
async function secretOf(root: string, fs: { strict?: boolean; allow?: string[] } = {}) {
  vi.resetModules();
  const { developmentSecret } = await import('./secret.js');
  const served = { strict: true, allow: [root], deny: [], ...fs };
  return developmentSecret({ root, server: { fs: served } } as never);
}

/** Makes the state folder with a file in it. */
async function put(text: string | Buffer, mode = 0o600): Promise<void> {
  await mkdir(folder, { mode: 0o700 });
  await writeFile(file, text);
  await chmod(file, mode);
}

const bad = 'a'.repeat(43);

test('a secret has 32 bytes or more, is the same after a restart, and differs between apps', async () => {
  const first = await secretOf('/apps/one');
  expect(Buffer.byteLength(first)).toBeGreaterThanOrEqual(32);
  expect(await secretOf('/apps/one')).toBe(first);
  expect(await secretOf('/apps/two')).not.toBe(first);
});

test('the stored key is readable only by its user, and is not the secret itself', async () => {
  const secret = await secretOf('/apps/one');
  expect(await readFile(file, 'utf8')).not.toContain(secret);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  expect(await readdir(folder)).toEqual(['development.key']);
});

describe('a file is replaced', () => {
  test.each<[string, string | Buffer, number?]>([
    ['that is empty', ''],
    ['that is cut', bad.slice(1)],
    ['that is too long', `${bad}a`],
    ['that holds zeros', Buffer.alloc(43)],
    ['that others may read', bad, 0o644],
    ['that others may write', bad, 0o620],
  ])('%s', async (_, text, mode) => {
    await put(text, mode);
    const secret = await secretOf('/apps/one');
    expect(await readFile(file, 'utf8')).not.toBe(String(text));
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await secretOf('/apps/one')).toBe(secret);
  });

  test('that is a link, whose target does not change', async () => {
    await mkdir(folder, { mode: 0o700 });
    const elsewhere = join(home, 'elsewhere');
    await writeFile(elsewhere, bad, { mode: 0o600 });
    await symlink(elsewhere, file);
    const secret = await secretOf('/apps/one');
    expect(await readFile(elsewhere, 'utf8')).toBe(bad);
    expect(await secretOf('/apps/one')).toBe(secret);
    expect(await readFile(file, 'utf8')).not.toBe(bad);
  });
});

test('a pipe with the name of the file blocks nothing', async () => {
  await mkdir(folder, { mode: 0o700 });
  execFileSync('mkfifo', ['-m', '600', file]);
  const secret = await secretOf('/apps/one');
  expect((await stat(file)).isFile()).toBe(true);
  expect(await secretOf('/apps/one')).toBe(secret);
});

describe('a secret lasts only as long as the process', () => {
  test.each<[string, () => Promise<unknown>]>([
    ['if nothing can be written', async () => vi.stubEnv('XDG_STATE_HOME', '/dev/null')],
    ['if a folder has the name of the file', () => mkdir(file, { recursive: true })],
    [
      'if others may write to the folder',
      async () => {
        await put(bad);
        await chmod(folder, 0o777);
      },
    ],
    [
      'if the folder belongs to another user',
      async () => {
        await put(bad);
        const uid = process.getuid!();
        vi.spyOn(process, 'getuid').mockReturnValue(uid + 1);
      },
    ],
    [
      'if the folder is a link',
      async () => {
        await mkdir(join(home, 'elsewhere'));
        await symlink(join(home, 'elsewhere'), folder);
      },
    ],
  ])('%s', async (_, arrange) => {
    await arrange();
    const one = await secretOf('/apps/one');
    const { developmentSecret } = await import('./secret.js');
    const again = { root: '/apps/one', server: { fs: { strict: true, allow: [], deny: [] } } };
    expect(developmentSecret(again as never)).toBe(one);
    expect(await secretOf('/apps/one')).not.toBe(one);
  });

  test('if the server serves all files, or the folder', async () => {
    const kept = await secretOf('/apps/one');
    await symlink(home, join(home, 'link'));
    for (const fs of [
      { strict: false },
      { allow: ['/'] },
      { allow: [home] },
      { allow: ['/nowhere', join(home, 'link')] },
    ])
      expect(await secretOf('/apps/one', fs)).not.toBe(kept);
    expect(await secretOf('/apps/one', { allow: ['/nowhere', join(home, 'skerr')] })).toBe(kept);
  });
});
