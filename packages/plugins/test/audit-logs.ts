import { mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Log } from '@skerry/kit';
import { onTestFinished, vi } from 'vitest';

import { type AuditLogOptions, ProcessAuditLog } from '../src/audit/audit-log.js';

export const auditKey = 'a key for the tests of the audit log';

/** A log that is watched, and writes nothing. */
export const quietLog = () => ({ info: vi.fn(), warn: vi.fn(), error: vi.fn() }) satisfies Log;

/** An empty folder for the time of a test. */
export async function newFolder(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'skerry-audit-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

/** Starts an audit log; it is stopped at the end of the test. */
export async function startLog(
  options: Partial<AuditLogOptions> & { now?: () => number; log?: Log } = {},
): Promise<ProcessAuditLog> {
  const { now = Date.now, log = quietLog(), ...rest } = options;
  const audit = new ProcessAuditLog({ keys: auditKey, ...rest }, { log, now });
  await audit.start();
  onTestFinished(() => audit.stop());
  return audit;
}

/** The names of the audit files of a folder, the oldest first. */
export const filesOf = async (dir: string): Promise<string[]> =>
  (await readdir(dir)).filter((name) => name.endsWith('.jsonl')).toSorted();

/** The path of the only audit file of a folder. */
export async function onlyFile(dir: string): Promise<string> {
  const [file, ...others] = await filesOf(dir);
  if (file === undefined || others.length > 0) throw new Error(`${others.length + 1} files`);
  return join(dir, file);
}

/** The lines of a file, as objects. */
export async function readRecords(path: string): Promise<Record<string, unknown>[]> {
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** Changes the lines of a file. */
export async function editLines(
  path: string,
  edit: (lines: string[]) => readonly string[],
): Promise<void> {
  const lines = (await readFile(path, 'utf8')).split('\n');
  lines.pop();
  await writeFile(
    path,
    edit(lines)
      .map((line) => `${line}\n`)
      .join(''),
  );
}

/** Writes a finished log with that many records, and returns the path of its file. */
export async function finishedFile(
  records: number,
  options: Partial<AuditLogOptions> = {},
): Promise<string> {
  const dir = await newFolder();
  const audit = await startLog({ dir, ...options });
  for (let number = 1; number <= records; number += 1) {
    audit.record('order_placed', { actor: `user ${number % 3}`, detail: { number } });
  }
  await audit.stop();
  return onlyFile(dir);
}

/** A sink that can be stopped, and that fails as long as it has an error. */
export function testSink() {
  const sink = {
    name: 'test sink',
    error: undefined as Error | undefined,
    lines: [] as string[],
    gate: Promise.resolve(),
    calls: 0,
    async write(lines: readonly string[]) {
      sink.calls += 1;
      await sink.gate;
      if (sink.error) throw sink.error;
      sink.lines.push(...lines);
    },
  };
  return sink;
}

/** Lets every call that writes to a file fail, as a full disk does, until the spy is restored. */
export async function fullDisk(dir: string, call: 'write' | 'appendFile' = 'write') {
  const probe = await open(join(dir, 'probe'), 'w');
  await probe.close();
  const prototype = Object.getPrototypeOf(probe) as typeof probe;
  const error = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
  return vi.spyOn(prototype, call).mockRejectedValue(error);
}
