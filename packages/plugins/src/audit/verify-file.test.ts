import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { auditKey, editLines, finishedFile, newFolder, startLog } from '../../test/audit-logs.js';
import type { AuditHead } from './line.js';
import { verifyFile } from './verify.js';

const check = (file: string, anchors: AuditHead[] = []) => verifyFile(file, auditKey, { anchors });

/** The faults of a file, with the line and the record of each. */
async function faultsOf(file: string, anchors: AuditHead[] = []) {
  const { findings } = await check(file, anchors);
  return findings.map(({ fault, line, seq, to }) => [fault, line, seq, to ?? seq]);
}

const swap = (a: number, b: number) => (lines: string[]) => {
  [lines[a], lines[b]] = [lines[b]!, lines[a]!];
  return lines;
};

describe('a check of a file of 70 records', () => {
  // Line 1 opens the file, line 66 is the checkpoint after 64 records, line 73 ends it.
  test('finds nothing where nothing was changed', async () => {
    expect(await check(await finishedFile(70))).toMatchObject({
      isOk: true,
      findings: [],
      lines: 73,
      records: 70,
      dropped: 0,
      isClosed: true,
      head: { seq: 70 },
    });
  });

  test('tells an altered record, with its line and number', async () => {
    const file = await finishedFile(70);
    await editLines(file, (lines) => lines.with(9, lines[9]!.replace('"number":9', '"number":8')));
    expect(await faultsOf(file)).toEqual([['altered', 10, 9, 9]]);
  });

  test('tells altered personal data, which the HMAC covers by their hash', async () => {
    const file = await finishedFile(70);
    await editLines(file, (lines) => lines.with(9, lines[9]!.replace('user 0', 'user 1')));
    expect(await faultsOf(file)).toEqual([['altered', 10, 9, 9]]);
  });

  test('tells personal data that somebody without a key took away', async () => {
    const file = await finishedFile(70);
    const strip = (line: string) => {
      const { personal: _, salt: __, ...rest } = JSON.parse(line) as Record<string, unknown>;
      return JSON.stringify(rest);
    };
    await editLines(file, (lines) => lines.with(9, strip(lines[9]!)));
    expect(await faultsOf(file)).toEqual([['altered', 10, 9, 9]]);
  });

  test('tells missing records, with their numbers', async () => {
    const file = await finishedFile(70);
    await editLines(file, (lines) => lines.toSpliced(9, 3));
    expect(await faultsOf(file)).toEqual([['missing', 10, 9, 11]]);
  });

  test('tells a missing checkpoint, which has no number', async () => {
    const file = await finishedFile(70);
    await editLines(file, (lines) => lines.toSpliced(65, 1));
    expect(await faultsOf(file)).toEqual([['missing', 66, undefined, undefined]]);
  });

  test('tells a missing beginning', async () => {
    const file = await finishedFile(70);
    await editLines(file, (lines) => lines.slice(5));
    expect(await faultsOf(file)).toEqual([['missing', 1, undefined, undefined]]);
  });

  test('tells two records that were swapped', async () => {
    const file = await finishedFile(70);
    await editLines(file, swap(9, 10));
    expect(await faultsOf(file)).toEqual([
      ['missing', 10, 9, 9],
      ['misplaced', 11, 9, 9],
    ]);
  });

  test('tells a record that was copied', async () => {
    const file = await finishedFile(70);
    await editLines(file, (lines) => lines.toSpliced(20, 0, lines[9]!));
    expect(await faultsOf(file)).toEqual([['misplaced', 21, 9, 9]]);
  });

  test('tells a record of another file, signed by the same key', async () => {
    const file = await finishedFile(70);
    const [, record] = (await readFile(await finishedFile(1), 'utf8')).split('\n');
    await editLines(file, (lines) => lines.toSpliced(20, 0, record!));
    expect(await faultsOf(file)).toEqual([['other-file', 21, 1, 1]]);
  });

  test('tells a file that lies under the name of another', async () => {
    const file = await finishedFile(1);
    await writeFile(file, await readFile(await finishedFile(1)));
    const faults = (await faultsOf(file)).map(([fault]) => fault);
    expect(faults).toEqual(['other-file', 'other-file', 'other-file']);
  });

  test('tells a wrong key, once', async () => {
    const file = await finishedFile(70);
    const { findings } = await verifyFile(file, 'another key of more than 32 bytes');
    expect(findings.map(({ fault, line }) => [fault, line])).toEqual([['wrong-key', 1]]);
  });

  test('accepts older keys of the ring', async () => {
    const file = await finishedFile(3);
    const ring = ['another key of more than 32 bytes', auditKey];
    expect(await verifyFile(file, ring)).toMatchObject({ isOk: true });
  });

  test('tells an inserted line of somebody without a key', async () => {
    const file = await finishedFile(70);
    await editLines(file, (lines) => lines.toSpliced(20, 0, '{"v":1,"kind":"record","seq":20}'));
    expect(await faultsOf(file)).toEqual([['altered', 21, undefined, undefined]]);
  });
});

describe('the end of a file', () => {
  test('that was torn in the middle of a line is told from one that was cut between lines', async () => {
    const file = await finishedFile(5);
    const bytes = await readFile(file);
    await writeFile(file, bytes.subarray(0, -10));
    expect(await faultsOf(file)).toEqual([['torn', 7, undefined, undefined]]);
    await writeFile(file, bytes.subarray(0, bytes.lastIndexOf('\n', -2) + 1));
    expect(await faultsOf(file)).toEqual([['unclosed', 6, 5, 5]]);
    await writeFile(file, '');
    expect(await faultsOf(file)).toEqual([['torn', undefined, undefined, undefined]]);
  });

  test('is known to be cut off with an anchor, and only doubtful without', async () => {
    const heads: AuditHead[] = [];
    const file = await finishedFile(70, { anchor: (head) => heads.push(head) });
    expect(heads.map(({ seq }) => seq)).toEqual([64, 70]);
    expect(await faultsOf(file, heads)).toEqual([]);
    await editLines(file, (lines) => lines.slice(0, 40));
    expect(await faultsOf(file)).toEqual([['unclosed', 40, 39, 39]]);
    expect(await faultsOf(file, heads)).toEqual([
      ['unclosed', 40, 39, 39],
      ['cut-off', 40, 70, 70],
    ]);
  });

  test('of a process that still writes is no fault for who says so', async () => {
    const dir = await newFolder();
    const audit = await startLog({ dir });
    audit.record('order_placed');
    await audit.flush();
    const file = join(dir, audit.head.file);
    expect(await faultsOf(file)).toEqual([['unclosed', 2, 1, 1]]);
    const isWritten = ({ pid }: { pid: number }) => pid === process.pid;
    expect(await verifyFile(file, auditKey, { isWritten })).toMatchObject({ isOk: true });
    await appendFile(file, '{"v":1,');
    expect(await verifyFile(file, auditKey, { isWritten })).toMatchObject({ isOk: true });
    expect(await faultsOf(file)).toEqual([['torn', 3, undefined, undefined]]);
  });
});

test('a file that somebody with the key has written anew is found only with an anchor', async () => {
  const heads: AuditHead[] = [];
  const file = await finishedFile(3, { anchor: (head) => heads.push(head) });
  const forged = await finishedFile(3);
  // The same chain, of other records: the forger has the key, and can name the file as needed.
  const { AuditChain } = await import('./chain.js');
  const { AuditKeys } = await import('./keys.js');
  const { toRecord, fieldRules } = await import('./record.js');
  const key = new AuditKeys(auditKey).newest;
  const chain = new AuditChain(key, () => 0);
  const record = toRecord('order_placed', {}, { key, rules: fieldRules(), time: 0 });
  const lines = [
    chain.open(basename(file), [], {}),
    ...chain.lines([1, 2, 3].map((seq) => ({ seq, record }))),
    chain.close(),
  ];
  await writeFile(file, lines.map(({ text }) => `${text}\n`).join(''));
  expect(dirname(forged)).not.toBe(dirname(file));
  expect(await faultsOf(file)).toEqual([]);
  expect(await faultsOf(file, heads)).toEqual([['rewritten', undefined, 3, 3]]);
});

test('an unreadable file and a short key are errors that name them', async () => {
  await expect(check('/nowhere/audit.jsonl')).rejects.toThrow(
    '/nowhere/audit.jsonl cannot be read',
  );
  await expect(verifyFile(await finishedFile(1), 'short')).rejects.toThrow(
    'Key 1 of 1 of the audit log has 5 bytes; a key needs at least 32.',
  );
});

test('a replacement character is not the same as the broken bytes that read like one', async () => {
  const dir = await newFolder();
  const audit = await startLog({ dir });
  audit.record('order_placed', { detail: '\uFFFD' });
  await audit.stop();
  const file = join(dir, audit.head.file);
  const bytes = await readFile(file);
  // EF BF BD is U+FFFD; F0 BF BD is the start of a longer character, and lenient readers make U+FFFD of it too.
  bytes[bytes.indexOf(Buffer.from('\uFFFD'))] = 0xf0;
  await writeFile(file, bytes);
  expect(await faultsOf(file)).toEqual([['altered', 2, undefined, undefined]]);
});
