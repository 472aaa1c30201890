import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test, vi } from 'vitest';

import {
  auditKey,
  fullDisk,
  newFolder,
  onlyFile,
  quietLog,
  readRecords,
  startLog,
  testSink,
} from '../../test/audit-logs.js';
import { verifyDir } from './verify.js';

test('a record has its time, number, id and defaults by its type, and the session only as a hash', async () => {
  const dir = await newFolder();
  const audit = await startLog({ dir, now: () => Date.UTC(2026, 0, 2, 3, 4, 5, 6) });
  audit.record('auth_failure', {
    actor: 'ann\u001B[2J',
    session: 'the-session-id',
    address: '192.0.2.1',
    request: 'r1',
    trace: 't1',
    region: 'lv1',
    detail: { password: 'hunter2', email: 'a@b.c', tries: 3 },
  });
  await audit.stop();
  const path = await onlyFile(dir);
  const [, record] = await readRecords(path);
  expect(record).toMatchObject({
    v: 1,
    kind: 'record',
    seq: 1,
    time: '2026-01-02T03:04:05.006Z',
    id: expect.stringMatching(/^[\da-f-]{36}$/),
    type: 'auth_failure',
    severity: 'warning',
    outcome: 'failure',
    session: expect.stringMatching(/^[\w-]{22}$/),
    request: 'r1',
    trace: 't1',
    region: 'lv1',
    detail: { password: '[redacted]', tries: 3 },
    personal: {
      actor: String.raw`ann\u001b[2J`,
      address: '192.0.2.1',
      detail: { email: 'a@b.c' },
    },
  });
  const text = await readFile(path, 'utf8');
  expect(text).not.toContain('the-session-id');
  expect(text).not.toContain('hunter2');
});

test('a strange type, and fields of the wrong type, are no reason to throw', async () => {
  const dir = await newFolder();
  const audit = await startLog({ dir });
  for (const type of ['constructor', '__proto__', 'x'.repeat(500), '']) {
    audit.record(type, { actor: { toString: null } as never, session: 7 as never });
  }
  await audit.stop();
  expect(await verifyDir(dir, auditKey)).toMatchObject({ isOk: true, files: [{ records: 4 }] });
});

test('a checkpoint follows every 64 records, and the anchor hears of it', async () => {
  const dir = await newFolder();
  const anchored: number[] = [];
  const audit = await startLog({ dir, anchor: ({ seq }) => anchored.push(seq) });
  for (let round = 1; round <= 2; round += 1) {
    for (let record = 1; record <= 64; record += 1) audit.record('order_placed');
    await audit.flush();
  }
  audit.record('order_placed');
  await audit.stop();
  const lines = await readRecords(await onlyFile(dir));
  expect(lines.filter(({ kind }) => kind === 'checkpoint')).toMatchObject([
    { seq: 64, records: 64 },
    { seq: 128, records: 128 },
  ]);
  expect(lines.at(-1)).toMatchObject({ kind: 'close', seq: 129, records: 129, dropped: 0 });
  expect(anchored).toEqual([64, 128, 129]);
});

test('an anchor that fails is tried again with the latest head, and holds nobody up', async () => {
  const dir = await newFolder();
  const log = quietLog();
  const heads: string[] = [];
  let fails = true;
  const anchor = ({ mac }: { mac: string }) => {
    if (fails) throw new Error('no route to host');
    heads.push(mac);
  };
  const audit = await startLog({ dir, log, anchor });
  for (let record = 1; record <= 64; record += 1) audit.record('order_placed');
  await audit.flush();
  await vi.waitFor(() =>
    expect(log.error.mock.calls).toEqual([
      ['The anchor of the audit log cannot be written:', new Error('no route to host')],
    ]),
  );
  fails = false;
  await audit.stop();
  expect(heads.at(-1)).toBe(audit.head.mac);
});

test('the app does not wait for a sink, and records without room leave their numbers', async () => {
  const sink = testSink();
  const log = quietLog();
  const audit = await startLog({ sinks: [sink], maxQueue: 10, log });
  let release!: () => void;
  sink.gate = new Promise((resolve) => (release = resolve));
  for (let record = 1; record <= 10; record += 1) audit.record('kept');
  expect(audit.isWritable).toBe(false);
  expect([audit.record('one'), audit.record('two'), audit.record('two')]).toEqual([11, 12, 13]);
  release();
  await audit.flush();
  expect(audit.record('kept')).toBe(14);
  await audit.stop();
  const lines = sink.lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines.find(({ kind }) => kind === 'dropped')).toMatchObject({
    seq: 11,
    to: 13,
    types: { one: 1, two: 2 },
  });
  expect(lines.at(-1)).toMatchObject({ kind: 'close', seq: 14, records: 11, dropped: 3 });
  expect(log.error).toHaveBeenCalledTimes(1);
  expect(log.error.mock.calls[0]).toEqual([
    'The audit log has no room: 10 records wait. Records are dropped from number 11 on; their numbers are written later.',
  ]);
});

test('records that are dropped while a write is on its way keep all their numbers', async () => {
  const sink = testSink();
  const audit = await startLog({ sinks: [sink], maxQueue: 2 });
  let release!: () => void;
  sink.gate = new Promise((resolve) => (release = resolve));
  audit.record('kept');
  audit.record('kept');
  audit.record('dropped');
  await vi.waitFor(() => expect(sink.calls).toBe(2));
  audit.record('dropped');
  audit.record('dropped');
  release();
  await audit.stop();
  const lines = sink.lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines.map(({ kind, seq, to }) => [kind, seq, to])).toEqual([
    ['open', 0, undefined],
    ['record', 1, undefined],
    ['record', 2, undefined],
    ['dropped', 3, 3],
    ['dropped', 4, 5],
    ['close', 5, undefined],
  ]);
});

test('recordSurely resolves once the record is on the disk, and rejects if it is not written', async () => {
  const dir = await newFolder();
  const audit = await startLog({ dir });
  const seq = await audit.recordSurely('order_placed');
  const lines = await readRecords(join(dir, audit.head.file));
  expect(lines.at(-1)).toMatchObject({ seq, type: 'order_placed' });
  await audit.stop();
  await expect(audit.recordSurely('order_placed')).rejects.toThrow('The audit log has stopped');

  const sink = testSink();
  const failing = await startLog({ sinks: [sink], maxQueue: 1, stopTimeout: 1 });
  sink.error = new Error('disk full');
  await expect(failing.recordSurely('order_placed')).rejects.toThrow(
    'Record 1 of the audit log is not written.',
  );
  await expect(failing.recordSurely('order_placed')).rejects.toThrow(
    'Record 2 of the audit log is not written.',
  );
});

test('while the log cannot be written, recordSurely and erase reject, also in a later series of failures', async () => {
  const dir = await newFolder();
  const audit = await startLog({ dir });
  for (let series = 1; series <= 2; series += 1) {
    const disk = await fullDisk(dir);
    try {
      for (let time = 1; time <= 3; time += 1) {
        await expect(audit.recordSurely('order_placed')).rejects.toMatchObject({
          code: 'not-written',
        });
        await expect(audit.erase('ann')).rejects.toMatchObject({ code: 'not-written' });
      }
    } finally {
      disk.mockRestore();
    }
    await audit.flush();
    expect(await audit.recordSurely('order_placed')).toBe(audit.head.seq);
    expect(await audit.erase('ann')).toMatchObject({ open: [] });
  }
  await audit.stop();
  expect(await verifyDir(dir, auditKey)).toMatchObject({ isOk: true });
});

test('an erasure that waits when the log begins to fail rejects, and begins no other file later', async () => {
  const dir = await newFolder();
  const audit = await startLog({ dir });
  const { file } = audit.head;
  const disk = await fullDisk(dir);
  audit.record('order_placed');
  await expect(audit.erase('ann')).rejects.toThrow(
    'The audit log cannot be written, so nothing is erased.',
  );
  disk.mockRestore();
  audit.record('order_placed');
  await audit.flush();
  await audit.stop();
  expect(audit.head.file).toBe(file);
});

test('recordSurely waits for a sink that does not answer no longer than five seconds', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const sink = testSink();
    const log = quietLog();
    const audit = await startLog({ sinks: [sink], log });
    let release!: () => void;
    sink.gate = new Promise((resolve) => (release = resolve));
    const refused = expect(audit.recordSurely('order_placed')).rejects.toMatchObject({
      code: 'not-written',
    });
    await vi.waitFor(() => expect(sink.calls).toBe(2));
    await vi.advanceTimersByTimeAsync(5_000);
    await refused;
    expect(audit.isWritable).toBe(false);
    await expect(audit.recordSurely('order_placed')).rejects.toMatchObject({ code: 'not-written' });
    release();
    await audit.flush();
    expect(audit.isWritable).toBe(true);
    expect(sink.calls).toBe(3);
    expect([log.error.mock.calls.length, log.warn.mock.calls.length]).toEqual([1, 1]);
    await audit.stop();
    expect(sink.lines).toHaveLength(4);
  } finally {
    vi.useRealTimers();
  }
});

test.each([
  [{ keys: [] }, 'The option "keys" of the audit log is neither'],
  [{ keys: 'short' }, 'Key 1 of 1 of the audit log has 5 bytes'],
  [{}, 'The option "dir" of the audit log is missing, and there are no "sinks".'],
  [{ dir: '' }, 'The option "dir" of the audit log is not a path.'],
  [{ dir: 'x', maxQueue: 0 }, 'The option "maxQueue" of the audit log is not a whole number'],
  [{ dir: 'x', sync: 'often' as never }, 'The option "sync" of the audit log is neither'],
  [
    { dir: 'x', redact: [1] as never },
    'The option "redact" of the audit log is not a list of names',
  ],
  [{ sinks: [{}] as never }, 'Sink 1 of the audit log is neither a function'],
  [{ dir: '/dev/null/x' }, 'The folder /dev/null/x of the audit log cannot be used: '],
])('an audit log with the options %j says what is wrong', async (options, message) => {
  await expect(startLog(options)).rejects.toThrow(message);
});

test('a record that comes while a stop writes the last ones is written, too', async () => {
  const sink = testSink();
  const audit = await startLog({ sinks: [sink] });
  let release!: () => void;
  sink.gate = new Promise((resolve) => (release = resolve));
  audit.record('first');
  const stopped = audit.stop();
  await vi.waitFor(() => expect(sink.calls).toBe(2));
  audit.record('last');
  release();
  await stopped;
  const lines = sink.lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines.map(({ kind, type }) => type ?? kind)).toEqual(['open', 'first', 'last', 'close']);
});
