import { writeFileSync } from 'node:fs';
import { appendFile, copyFile, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import {
  auditKey,
  editLines,
  filesOf,
  newFolder,
  quietLog,
  readRecords,
  startLog,
} from '../../test/audit-logs.js';
import { verifyDir, type VerifyDirOptions } from './verify.js';

/** Writes a log whose process ends without a last line, and returns its file: as if it had been killed. */
async function crashedFile(dir: string): Promise<string> {
  const audit = await startLog({ dir });
  audit.record('order_placed');
  audit.record('order_placed');
  await audit.stop();
  const file = join(dir, audit.head.file);
  await editLines(file, (lines) => lines.slice(0, -1));
  return audit.head.file;
}

async function faultsIn(dir: string, options: VerifyDirOptions = {}) {
  const { findings } = await verifyDir(dir, auditKey, options);
  return findings.map(({ fault, file, seq }) => [fault, file, seq]);
}

/** A folder with the finished files of three starts, one after the other. */
async function threeFiles() {
  const dir = await newFolder();
  for (let start = 1; start <= 3; start += 1) {
    const audit = await startLog({ dir });
    audit.record('order_placed');
    await audit.stop();
  }
  return { dir, files: await filesOf(dir) };
}

test('the first line of a start names the last lines of those before', async () => {
  const { dir, files } = await threeFiles();
  const formers = await Promise.all(
    files.map(async (file) => (await readRecords(join(dir, file)))[0]?.['formers']),
  );
  expect(formers).toMatchObject([[], [{ file: files[0], seq: 1 }], [{ file: files[1], seq: 1 }]]);
  expect(await faultsIn(dir)).toEqual([]);
});

test('a file that is gone, or has another name, is missing', async () => {
  const { dir, files } = await threeFiles();
  await rename(join(dir, files[1]!), join(dir, 'other.jsonl'));
  expect(await faultsIn(dir)).toEqual([['missing', files[1], undefined]]);
  const archivedBefore = new Date(Date.now() + 60_000);
  expect(await faultsIn(dir, { archivedBefore })).toEqual([]);
});

test('a file in the place of another is found', async () => {
  const { dir, files } = await threeFiles();
  await copyFile(join(dir, files[0]!), join(dir, files[1]!));
  expect((await faultsIn(dir)).map(([fault]) => fault)).toEqual(Array(3).fill('other-file'));
});

test('whole lines cut off a file are found if a newer file names its end', async () => {
  const { dir, files } = await threeFiles();
  await editLines(join(dir, files[0]!), (lines) => lines.slice(0, 1));
  expect(await faultsIn(dir)).toEqual([
    ['unclosed', files[0], 0],
    ['cut-off', files[0], 1],
  ]);
});

test('the newest file gone as a whole is found only with an anchor', async () => {
  const { dir, files } = await threeFiles();
  const last = (await readRecords(join(dir, files[2]!))).at(-1)!;
  const anchors = [{ file: files[2]!, seq: 1, mac: String(last['mac']) }];
  expect(await faultsIn(dir, { anchors })).toEqual([]);
  await rm(join(dir, files[2]!));
  expect(await faultsIn(dir)).toEqual([]);
  expect(await faultsIn(dir, { anchors })).toEqual([['missing', files[2], undefined]]);
});

test('a file of a rotation that is gone is found by the one before it', async () => {
  const dir = await newFolder();
  const audit = await startLog({ dir, maxFileBytes: 1 });
  audit.record('order_placed');
  await audit.flush();
  audit.record('order_placed');
  await audit.stop();
  const files = await filesOf(dir);
  await rm(join(dir, files.at(-1)!));
  expect(await faultsIn(dir)).toEqual([['missing', files.at(-1), undefined]]);
});

test('a torn last line is noticed at the next start, and does not break its chain', async () => {
  const dir = await newFolder();
  const file = await crashedFile(dir);
  await appendFile(join(dir, file), '{"v":1,"kind":"rec');
  const log = quietLog();
  const audit = await startLog({ dir, log });
  audit.record('order_placed');
  await audit.stop();
  expect(log.warn.mock.calls).toEqual([
    [
      `The audit file ${file} ends in the middle of a line: its process has crashed. The new file names the last whole line.`,
    ],
  ]);
  const [first] = await readRecords(join(dir, audit.head.file));
  expect(first?.['formers']).toMatchObject([{ file, seq: 2, torn: true }]);
  expect(await faultsIn(dir)).toEqual([['torn', file, undefined]]);
});

test('after a crash, what is cut off behind the next start is found', async () => {
  const dir = await newFolder();
  const file = await crashedFile(dir);
  await (await startLog({ dir })).stop();
  expect(await faultsIn(dir)).toEqual([['unclosed', file, 2]]);
  await editLines(join(dir, file), (lines) => lines.slice(0, 2));
  expect(await faultsIn(dir)).toEqual([
    ['unclosed', file, 1],
    ['cut-off', file, 2],
  ]);
});

test('an empty file of a process that crashed when it began does not stop the next start', async () => {
  const dir = await newFolder();
  const file = await crashedFile(dir);
  await writeFile(join(dir, file), '');
  const audit = await startLog({ dir });
  await audit.stop();
  expect(await faultsIn(dir)).toEqual([['torn', file, undefined]]);
});

test('all heads of processes that ran side by side are named by the next start', async () => {
  const dir = await newFolder();
  const side = [await startLog({ dir }), await startLog({ dir }), await startLog({ dir })];
  for (const audit of side) audit.record('order_placed');
  for (const audit of side) await audit.stop();
  const next = await startLog({ dir });
  await next.stop();
  const [first] = await readRecords(join(dir, next.head.file));
  const heads = side.map(({ head }) => head.mac).toSorted();
  const formers = first?.['formers'] as { mac: string }[];
  expect(formers.map(({ mac }) => mac).toSorted()).toEqual(heads);
});

test('a folder that is not there is an error that names it', async () => {
  await expect(verifyDir('/nowhere', auditKey)).rejects.toThrow('/nowhere cannot be read');
  const { dir, files } = await threeFiles();
  expect(await readFile(join(dir, files[0]!), 'utf8')).toContain('"kind":"open"');
});

test('a file that a process begins while the folder is checked is not missing', async () => {
  const dir = await newFolder();
  await (await startLog({ dir })).stop();
  const audit = await startLog({ dir, maxFileBytes: 1 });
  audit.record('order_placed');
  await audit.stop();
  const [first, second, third] = (await filesOf(dir)).map((file) => join(dir, file));
  const [ended, begun] = [await readFile(second!), await readFile(third!)];
  await editLines(second!, (lines) => lines.slice(0, -1));
  await rm(third!);
  // The check asks about each file once it is read: after the first, the process goes on in another file.
  const isWritten = ({ file }: { file: string }) => {
    if (join(dir, file) === first) {
      writeFileSync(second!, ended);
      writeFileSync(third!, begun);
    }
    return true;
  };
  expect(await faultsIn(dir, { isWritten })).toEqual([]);
});
