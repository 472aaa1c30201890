import { open, readdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

import { AuditError } from './audit-error.js';
import { parseFileName } from './file-name.js';
import { isLiving } from './living.js';

/** The names of the log files in a folder, the oldest first. */
export async function auditFilesIn(dir: string): Promise<string[]> {
  const names = await readdir(dir);
  return names.filter((name) => parseFileName(name) !== undefined).toSorted();
}

/** Forces the names in a folder to the disk, so that a file that was created or renamed is there after a power failure. */
export async function syncFolder(folder: string): Promise<void> {
  // Windows opens no folders, and writes names by itself.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const lockName = '.erasing.lock';

/**
 * Runs work that no other process does in the same folder at the same time. A lock whose process has died is taken over.
 *
 * @throws AuditError `erasing` if another process holds it
 */
export async function withFolderLock<Result>(
  dir: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const path = join(dir, lockName);
  await take(path);
  try {
    return await work();
  } finally {
    await unlink(path).catch(() => {});
  }
}

async function take(path: string, isSecond = false): Promise<void> {
  const holder = JSON.stringify({ host: hostname(), pid: process.pid });
  try {
    await writeFile(path, holder, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    if (isSecond || !(await isStale(path))) {
      throw new AuditError(
        'erasing',
        `Another process erases from this audit log: it holds ${path}. Erase again once it has ended; if it has died on another host, delete that file.`,
        { cause: error },
      );
    }
    await unlink(path).catch(() => {});
    await take(path, true);
  }
}

async function isStale(path: string): Promise<boolean> {
  try {
    const { host, pid } = JSON.parse(await readFile(path, 'utf8')) as { host: string; pid: number };
    return !isLiving({ host, pid }, true);
  } catch {
    // It is gone already, or is just being written.
    return false;
  }
}
