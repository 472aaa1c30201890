import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { expect, test } from 'vitest';

import { auditKey, filesOf, newFolder, startLog } from '../../test/audit-logs.js';
import { verifyDir } from './verify.js';

/** A process that records without end, and prints the number of each record that is on the disk. */
const program = `
  import { ProcessAuditLog } from ${JSON.stringify(join(import.meta.dirname, '../../dist/audit/audit-log.js'))};
  const [dir, keys] = process.argv.slice(1);
  const audit = new ProcessAuditLog({ dir, keys, maxFileBytes: 40_000 }, { log: console });
  await audit.start();
  const record = () => audit.recordSurely('order_placed', { actor: 'ann' });
  // console.log would colour numbers where a terminal is wanted.
  const worker = async () => { for (;;) process.stdout.write((await record()) + '\\n'); };
  for (let count = 0; count < 20; count += 1) void worker();
`;

test('a process that is killed while it writes loses no record that it was told is kept, and the chain holds', async () => {
  const dir = await newFolder();
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, dir, auditKey], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  let last = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    last = Math.max(last, Number(line));
    if (last >= 1_000) child.kill('SIGKILL');
  }
  await ended;
  const audit = await startLog({ dir });
  await audit.stop();
  const { files, findings } = await verifyDir(dir, auditKey);
  expect((await filesOf(dir)).length).toBeGreaterThan(5);
  expect(findings.filter(({ fault }) => fault !== 'torn' && fault !== 'unclosed')).toEqual([]);
  // Between two files, the former has no last line yet and the next may be empty.
  const ends = files.slice(-3, -1).map(({ file }) => file);
  expect(findings.filter(({ file }) => !ends.includes(file))).toEqual([]);
  expect(findings.length).toBeGreaterThan(0);
  expect(Math.max(...files.map(({ head }) => head?.seq ?? 0))).toBeGreaterThanOrEqual(last);
});
