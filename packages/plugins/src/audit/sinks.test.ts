import { open, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Writable } from 'node:stream';

import { expect, test, vi } from 'vitest';

import {
  auditKey,
  filesOf,
  newFolder,
  onlyFile,
  quietLog,
  readRecords,
  startLog,
  testSink,
} from '../../test/audit-logs.js';
import { stdoutSink } from './sinks.js';
import { verifyDir, verifyFile } from './verify.js';

const kindsOf = (lines: readonly object[]) => lines.map((line) => (line as { kind: string }).kind);

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
      'open',
      'record',
      'record',
      'close',
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

test('a file that is there already is never written into: the log goes on in the one that is due', async () => {
  const dir = await newFolder();
  const log = quietLog();
  const audit = await startLog({ dir, log, maxFileBytes: 1, now: () => Date.UTC(2026, 0, 1) });
  const foreign = join(dir, audit.head.file.replace('000001', '000002'));
  await writeFile(foreign, 'of somebody else');
  for (let record = 1; record <= 2; record += 1) {
    audit.record('order_placed');
    await audit.flush();
  }
  await audit.stop();
  expect(await readFile(foreign, 'utf8')).toBe('of somebody else');
  expect(log.error.mock.calls).toEqual([
    ['The audit log goes on in a file that is due:', expect.objectContaining({ code: 'EEXIST' })],
  ]);
  await rm(foreign);
  expect(await filesOf(dir)).toHaveLength(2);
  expect(await verifyDir(dir, auditKey)).toMatchObject({ isOk: true });
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

test('the standard output receives lines, and one that breaks does not end the process', async () => {
  const log = quietLog();
  let text = '';
  let isBroken = false;
  const stream = new Writable({
    autoDestroy: false,
    write(chunk, _encoding, done) {
      if (isBroken) return done(new Error('EPIPE'));
      text += String(chunk);
      done();
    },
  });
  const audit = await startLog({ sinks: [stdoutSink(stream)], log, stopTimeout: 1 });
  await audit.recordSurely('order_placed');
  expect(text.split('\n')).toEqual([
    expect.stringContaining('"kind":"open"'),
    expect.stringContaining('"type":"order_placed"'),
    '',
  ]);
  isBroken = true;
  await expect(audit.recordSurely('order_placed')).rejects.toThrow('is not written');
  expect(log.error.mock.calls[0]).toEqual([
    'The audit log, on stdout, cannot be written:',
    new Error('EPIPE'),
  ]);
});
