import { open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test, vi } from 'vitest';

import {
  auditKey,
  filesOf,
  newFolder,
  onlyFile,
  quietLog,
  readRecords,
  startLog,
} from '../../test/audit-logs.js';
import { verifyDir, verifyFile } from './verify.js';

/** A sink that can be stopped, and that fails as long as it has an error. */
function testSink() {
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

const kindsOf = (lines: readonly object[]) => lines.map((line) => (line as { kind: string }).kind);

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

test('a sink that fails is reported once, and receives everything once it works again', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const sink = testSink();
    const log = quietLog();
    const audit = await startLog({ sinks: [sink], log });
    sink.error = new Error('disk full');
    audit.record('first');
    await vi.waitFor(() => expect(audit.isWritable).toBe(false));
    await vi.advanceTimersByTimeAsync(60_000);
    audit.record('second');
    expect(sink.calls).toBeGreaterThan(5);
    expect(log.error.mock.calls).toEqual([
      ['The audit log, on test sink, cannot be written:', new Error('disk full')],
    ]);
    sink.error = undefined;
    await vi.advanceTimersByTimeAsync(5_000);
    await audit.flush();
    expect(log.warn.mock.calls).toEqual([['The audit log, on test sink, is written again.']]);
    expect(audit.isWritable).toBe(true);
    await audit.stop();
    expect(kindsOf(sink.lines.map((line) => JSON.parse(line) as object))).toEqual([
      ...['open', 'record', 'record', 'close'],
    ]);
  } finally {
    vi.useRealTimers();
  }
});

test('a full disk that takes half a write leaves a whole chain, once there is room again', async () => {
  const dir = await newFolder();
  const log = quietLog();
  const audit = await startLog({ dir, log });
  audit.record('first');
  await audit.flush();
  const probe = await open(join(dir, 'probe'), 'w');
  const prototype = Object.getPrototypeOf(probe) as typeof probe;
  await probe.close();
  const write = prototype.write as (...args: unknown[]) => Promise<unknown>;
  const spy = vi.spyOn(prototype, 'write').mockImplementationOnce(async function (
    this: typeof probe,
    ...[bytes, from, length, at]: unknown[]
  ) {
    await write.call(this, bytes, from, (length as number) >> 1, at);
    throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
  } as never);
  try {
    audit.record('second');
    await audit.flush();
  } finally {
    spy.mockRestore();
  }
  await audit.stop();
  expect(log.error).toHaveBeenCalledTimes(1);
  expect(await verifyDir(dir, auditKey)).toMatchObject({ isOk: true, files: [{ records: 2 }] });
});

test('a stop that cannot write says how many records are lost', async () => {
  const sink = testSink();
  const log = quietLog();
  const audit = await startLog({ sinks: [sink], log, stopTimeout: 1 });
  sink.error = new Error('disk full');
  audit.record('first');
  audit.record('second');
  await audit.stop();
  expect(log.error.mock.calls.at(-1)).toEqual([
    'The audit log ends without its last 2 records and its last line: test sink cannot be written.',
  ]);
  expect(audit.record('late')).toBe(0);
});

test('a stop does not wait for a sink that never answers', async () => {
  const sink = testSink();
  const audit = await startLog({ sinks: [sink], stopTimeout: 1 });
  sink.gate = new Promise(() => {});
  audit.record('first');
  await audit.stop();
  expect(sink.lines).toHaveLength(1);
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

test('a sink beside the files receives the same lines, and one that fails holds up neither files nor app', async () => {
  const dir = await newFolder();
  const lines: string[] = [];
  const broken = testSink();
  broken.error = new Error('down');
  const log = quietLog();
  const sinks = [(more: readonly string[]) => lines.push(...more), broken];
  const audit = await startLog({ dir, sinks, log, maxQueue: 5, stopTimeout: 1_000 });
  for (let record = 1; record <= 20; record += 1) {
    audit.record('order_placed');
    await audit.flush();
  }
  await vi.waitFor(() => expect(lines).toHaveLength(21));
  broken.error = undefined;
  await audit.stop();
  const file = await readFile(await onlyFile(dir), 'utf8');
  expect(`${lines.join('\n')}\n`).toBe(file);
  expect(log.error.mock.calls).toEqual([
    ['The audit sink test sink cannot be written:', new Error('down')],
    ['The audit sink test sink has not received records 5 to 20.'],
  ]);
  expect(await verifyDir(dir, auditKey)).toMatchObject({ isOk: true });
});

test('what a sink has missed is a record of its own, once it takes lines again', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const dir = await newFolder();
    const sink = testSink();
    sink.error = new Error('down');
    const audit = await startLog({ dir, sinks: [sink], maxQueue: 5 });
    for (let record = 1; record <= 8; record += 1) {
      audit.record('order_placed');
      await audit.flush();
    }
    sink.error = undefined;
    await vi.advanceTimersByTimeAsync(5_000);
    await audit.stop();
    const lines = sink.lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map(({ seq }) => seq)).toEqual([0, 1, 2, 3, 4, 9, 9]);
    expect(lines[5]).toMatchObject({
      type: 'audit_sink_skipped',
      detail: { sink: 'test sink', from: 5, to: 8 },
    });
  } finally {
    vi.useRealTimers();
  }
});

test('a file is ended by size and by age, and the next one names its last line', async () => {
  const dir = await newFolder();
  let now = Date.UTC(2026, 0, 1);
  const audit = await startLog({ dir, maxFileBytes: 2_000, maxFileAge: 1_000, now: () => now });
  for (let record = 1; record <= 10; record += 1) {
    audit.record('order_placed');
    await audit.flush();
  }
  const bySize = (await filesOf(dir)).length;
  expect(bySize).toBeGreaterThan(1);
  now += 1_000;
  audit.record('order_placed');
  await audit.stop();
  const files = await filesOf(dir);
  expect(files).toHaveLength(bySize + 1);
  for (const [index, file] of files.slice(1).entries()) {
    const former = (await readRecords(join(dir, files[index]!))).at(-1)!;
    const [first] = await readRecords(join(dir, file));
    expect(former).toMatchObject({ kind: 'close', next: file });
    expect(first).toMatchObject({
      formers: [{ file: files[index], seq: former['seq'], mac: former['mac'] }],
    });
  }
  expect(await verifyDir(dir, auditKey)).toMatchObject({ isOk: true, findings: [] });
});

test('two logs in one folder have a file each', async () => {
  const dir = await newFolder();
  const [one, two] = [await startLog({ dir }), await startLog({ dir })];
  for (const audit of [one, two, one, two]) audit.record('order_placed');
  await one.stop();
  await two.stop();
  expect(await filesOf(dir)).toHaveLength(2);
  expect(await verifyDir(dir, auditKey)).toMatchObject({ isOk: true });
});

test('a file that is deleted while it is written is reported, and another one goes on', async () => {
  const dir = await newFolder();
  const log = quietLog();
  const audit = await startLog({ dir, log });
  audit.record('order_placed');
  await audit.flush();
  await rm(join(dir, audit.head.file));
  audit.record('order_placed');
  await audit.stop();
  expect(log.error.mock.calls[0]?.[0]).toMatch(/^Somebody has deleted the audit file .*\.jsonl/);
  const { findings } = await verifyDir(dir, auditKey);
  expect(findings.map(({ fault }) => fault)).toEqual(['missing']);
  expect(await verifyFile(join(dir, audit.head.file), auditKey)).toMatchObject({ isOk: true });
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
