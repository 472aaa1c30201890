import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import {
  auditKey,
  editLines,
  filesOf,
  fullDisk,
  newFolder,
  readRecords,
  startLog,
} from '../../test/audit-logs.js';
import { verifyDir } from './verify.js';

const contentOf = async (dir: string): Promise<string> =>
  (await Promise.all((await filesOf(dir)).map((file) => readFile(join(dir, file), 'utf8')))).join(
    '',
  );

test('an erasure empties the personal members of one person, in closed files and in the one in use', async () => {
  const dir = await newFolder();
  const before = await startLog({ dir });
  before.record('order_placed', {
    actor: 'ann',
    address: '192.0.2.1',
    detail: { email: 'ann@a.example' },
  });
  before.record('order_placed', {
    actor: 'bob',
    address: '192.0.2.2',
    detail: { email: 'bob@b.example' },
  });
  await before.stop();
  const audit = await startLog({ dir });
  audit.record('auth_success', { actor: 'ann', detail: { way: 'password' } });
  const [old] = await filesOf(dir);
  const { mac, salt } = (await readRecords(join(dir, old!)))[1]!;

  expect(await audit.erase('ann')).toMatchObject({ records: 2, open: [] });
  const text = await contentOf(dir);
  for (const gone of ['"ann"', 'ann@', '192.0.2.1', String(salt)]) expect(text).not.toContain(gone);
  for (const kept of ['bob@b.example', '192.0.2.2', '"way":"password"'])
    expect(text).toContain(kept);
  const [, erased] = await readRecords(join(dir, old!));
  expect(erased).toMatchObject({ seq: 1, mac, erased: { time: expect.any(String) } });
  await audit.stop();

  const report = await verifyDir(dir, auditKey);
  expect(report).toMatchObject({ isOk: true, findings: [] });
  expect(report.files.map((file) => file.erased)).toEqual([1, 1, 0]);
  expect(await contentOf(dir)).toContain('"type":"personal_data_erased"');
});

test('an erasure covers records of the sessions of a person that name nobody', async () => {
  const dir = await newFolder();
  const audit = await startLog({ dir });
  audit.record('websocket_connect', { session: 's1', address: '192.0.2.1' });
  audit.record('auth_success', { session: 's1', actor: 'ann', address: '192.0.2.1' });
  audit.record('auth_success', { session: 's1', actor: 'bob', address: '192.0.2.3' });
  audit.record('websocket_connect', { session: 's2', address: '192.0.2.4' });
  expect((await audit.erase('ann')).records).toBe(2);
  expect((await audit.erase({ session: 's2' })).records).toBe(1);
  expect((await audit.erase({ address: '192.0.2.3' })).records).toBe(1);
  expect((await audit.erase('ann')).records).toBe(0);
  await audit.stop();
  expect(await verifyDir(dir, auditKey)).toMatchObject({ isOk: true });
});

test('an erasure that is faked without the key is found', async () => {
  const dir = await newFolder();
  const audit = await startLog({ dir });
  for (const actor of ['ann', 'bob']) audit.record('order_placed', { actor });
  await audit.erase('ann');
  await audit.stop();
  const [file] = await filesOf(dir);
  await editLines(join(dir, file!), (lines) => {
    const { erased } = JSON.parse(lines[1]!) as { erased: object };
    const { personal: _, salt: __, ...rest } = JSON.parse(lines[2]!) as Record<string, unknown>;
    const forged = Object.entries({ ...rest, erased }).toSorted(([a], [b]) => (a < b ? -1 : 1));
    return lines.with(2, JSON.stringify(Object.fromEntries(forged)));
  });
  const { findings } = await verifyDir(dir, auditKey);
  expect(findings.map(({ fault, seq }) => [fault, seq])).toEqual([['altered', 2]]);
});

test('an erasure leaves broken lines as they are, and no draft behind', async () => {
  const dir = await newFolder();
  const before = await startLog({ dir });
  for (const actor of ['ann', 'bob']) before.record('order_placed', { actor });
  await before.stop();
  const [file] = await filesOf(dir);
  const path = join(dir, file!);
  const bytes = Buffer.concat([await readFile(path), Buffer.from([0xff, 0x0a, 0x7b])]);
  await writeFile(path, bytes);
  const audit = await startLog({ dir });
  expect((await audit.erase('ann')).records).toBe(1);
  await audit.stop();
  const after = await readFile(path);
  expect(after.subarray(-3)).toEqual(Buffer.from([0xff, 0x0a, 0x7b]));
  expect((await readdir(dir)).every((name) => name.endsWith('.jsonl'))).toBe(true);
});

test('an erasure removes the draft of one that was interrupted, and keeps the rights of a file', async () => {
  const dir = await newFolder();
  const before = await startLog({ dir });
  before.record('order_placed', { actor: 'ann' });
  await before.stop();
  const [file] = await filesOf(dir);
  const path = join(dir, file!);
  await chmod(path, 0o640);
  for (const name of [file, 'audit-20260102T030405678Z-1-0badc0ffee-000001.jsonl'])
    await writeFile(join(dir, `${name}.erasing`), 'the data of ann');
  const audit = await startLog({ dir });
  expect((await audit.erase('ann')).files).toEqual([file]);
  expect((await readdir(dir)).every((name) => name.endsWith('.jsonl'))).toBe(true);
  expect((await stat(path)).mode & 0o777).toBe(0o640);
});

test('an erasure that finds no room for a file written anew rejects, and leaves the old one', async () => {
  const dir = await newFolder();
  const before = await startLog({ dir });
  before.record('order_placed', { actor: 'ann' });
  await before.stop();
  const [file] = await filesOf(dir);
  const audit = await startLog({ dir });
  const disk = await fullDisk(dir, 'appendFile');
  try {
    await expect(audit.erase('ann')).rejects.toMatchObject({
      code: 'not-written',
      message: expect.stringMatching(/^The files of the audit log .* ENOSPC/),
    });
  } finally {
    disk.mockRestore();
  }
  expect(await readdir(dir)).not.toContain(`${file}.erasing`);
  expect((await audit.erase('ann')).files).toEqual([file]);
});

test('an erasure leaves a file that another living process writes, and names it', async () => {
  const dir = await newFolder();
  const [other, audit] = [await startLog({ dir }), await startLog({ dir })];
  other.record('order_placed', { actor: 'ann' });
  await other.flush();
  expect(await audit.erase('ann')).toEqual({ records: 0, files: [], open: [other.head.file] });
  await other.stop();
  expect(await audit.erase('ann')).toMatchObject({ records: 1, open: [] });
});

test('two erasures at a time wait for no one, and a lock of a dead process is taken over', async () => {
  const dir = await newFolder();
  const audit = await startLog({ dir });
  const lock = join(dir, '.erasing.lock');
  await writeFile(lock, JSON.stringify({ host: hostname(), pid: process.pid }));
  await expect(audit.erase('ann')).rejects.toThrow('Another process erases from this audit log');
  // No process has this number: it is above the largest that Linux gives.
  await writeFile(lock, JSON.stringify({ host: hostname(), pid: 4_194_305 }));
  expect(await audit.erase('ann')).toMatchObject({ records: 0 });
  expect(await readdir(dir)).not.toContain('.erasing.lock');
});

test('an erasure without a person, or without a folder, is an error', async () => {
  const dir = await newFolder();
  const audit = await startLog({ dir });
  await expect(audit.erase('')).rejects.toThrow('erase() needs the id of an actor');
  const stream = await startLog({ sinks: [() => {}] });
  await expect(stream.erase('ann')).rejects.toThrow('has no files to erase from');
  await audit.stop();
  await expect(audit.erase('ann')).rejects.toThrow('The audit log has stopped');
});
