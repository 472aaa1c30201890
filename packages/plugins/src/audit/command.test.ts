import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

import { expect, test } from 'vitest';

import { auditKey, editLines, finishedFile, newFolder } from '../../test/audit-logs.js';
import { runCommand } from './command.js';

const env = { SKERRY_AUDIT_KEYS: auditKey };

/** Runs the command, and returns its exit code and what it printed. */
async function run(
  args: readonly string[],
  environment: Record<string, string> = env,
  isLiving = () => false,
) {
  const lines: string[] = [];
  const print = (line: string) => lines.push(line);
  const code = await runCommand(args, { env: environment, print, isLiving });
  return { code, text: lines.join('\n') };
}

test('skerry-audit verify finds nothing in a good file and a good folder', async () => {
  const file = await finishedFile(3);
  for (const path of [file, dirname(file)]) {
    const { code, text } = await run(['verify', path]);
    expect([code, text]).toEqual([
      0,
      expect.stringContaining('good (3 records, 0 dropped, 0 erased, closed)'),
    ]);
  }
});

test('skerry-audit verify names each fault, with exit code 1, or 3 if a crash explains them all', async () => {
  const file = await finishedFile(3);
  await editLines(file, (lines) => lines.slice(0, -1));
  expect(await run(['verify', file])).toMatchObject({
    code: 3,
    text: expect.stringContaining('UNCLOSED audit-'),
  });
  expect(await run(['verify', file], env, () => true)).toMatchObject({
    code: 0,
    text: expect.stringContaining('still written'),
  });
  await editLines(file, (lines) => lines.toSpliced(2, 1));
  expect(await run(['verify', dirname(file)])).toMatchObject({
    code: 1,
    text: expect.stringContaining('Before line 3, record 2 is gone.'),
  });
});

test('skerry-audit verify reads keys and anchors from files, and writes JSON', async () => {
  const heads: object[] = [];
  const file = await finishedFile(3, { anchor: (head) => heads.push(head) });
  await editLines(file, (lines) => lines.slice(0, 2));
  const dir = await newFolder();
  const [keyFile, anchors] = [join(dir, 'keys'), join(dir, 'anchors')];
  await writeFile(keyFile, `another key of more than 32 bytes\n${auditKey}\n`);
  await writeFile(anchors, heads.map((head) => `${JSON.stringify(head)}\n`).join(''));
  const args = ['verify', file, '--key-file', keyFile, '--anchors', anchors, '--json'];
  const { code, text } = await run(args, {});
  expect(code).toBe(1);
  const { findings } = JSON.parse(text) as { findings: { fault: string }[] };
  expect(findings.map(({ fault }) => fault)).toContain('cut-off');
});

test.each([
  [[], {}, 'Usage: skerry-audit verify'],
  [['erase', 'x'], env, 'Usage: skerry-audit verify'],
  [['verify', '/nowhere'], env, '/nowhere cannot be read'],
  [['verify', '/nowhere'], {}, 'There is no key to check with.'],
  [['verify', '/nowhere'], { SKERRY_AUDIT_KEYS: 'short' }, '/nowhere cannot be read'],
  [['verify', '/', '--archived-before', 'soon'], env, 'is not a date'],
  [['verify', '/', '--anchors', '/nowhere'], env, '/nowhere cannot be read'],
  [['verify', '/', '--strange'], env, "Unknown option '--strange'"],
  [['verify', import.meta.dirname], env, 'has no file of an audit log'],
])(
  'skerry-audit %j says why it cannot check, with exit code 2',
  async (args, environment, message) => {
    expect(await run(args, environment as Record<string, string>)).toMatchObject({
      code: 2,
      text: expect.stringContaining(message),
    });
  },
);

test('the program skerry-audit runs as the package names it', async () => {
  const file = await finishedFile(3);
  const program = join(import.meta.dirname, '../../dist/audit/main.js');
  const { stdout } = await promisify(execFile)(process.execPath, [program, 'verify', file], {
    env,
  });
  expect(stdout).toContain('good (3 records');
});
