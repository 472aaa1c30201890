import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';

import { AuditError } from './audit-error.js';
import type { AuditFinding } from './findings.js';
import type { AuditHead } from './line.js';
import { isLiving as isProcessLiving } from './living.js';
import { plainText } from './plain-text.js';
import { isFolder, verifyDir, type VerifyDirOptions, verifyFile } from './verify.js';

/** Where the command reads its keys from, and writes to. */
export interface CommandSurroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly print: (line: string) => void;
  /** Tells whether a process still lives. Default: as this host knows it; of other hosts, none. */
  readonly isLiving?: (writer: { host: string; pid: number }) => boolean;
}

const isLivingHere = (writer: { host: string; pid: number }) => isProcessLiving(writer, false);

/** The help of the command. */
const usage = `Usage: skerry-audit verify <file or folder> [options]

Checks the chain of an audit log, and says what is altered, missing, misplaced, cut off, torn, of another file or of another key.

  --key-file <file>    the keys, one a line, in place of SKERRY_AUDIT_KEYS (keys with commas between)
  --anchors <file>     heads that an anchor has kept, one JSON object a line
  --archived-before <date>  files of a folder that were begun before may be absent
  --json               the report as JSON

Exit code: 0 nothing found, 1 faults found, 2 the check could not be done, 3 only ends that a crash explains.`;

/** Runs `skerry-audit`, and returns its exit code: 0 nothing found, 1 faults, 2 not done, 3 only torn and unclosed ends. */
export async function runCommand(
  args: readonly string[],
  { env, print, isLiving = isLivingHere }: CommandSurroundings,
): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        'key-file': { type: 'string' },
        anchors: { type: 'string' },
        'archived-before': { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
    const [command, path, ...others] = positionals;
    if (values.help) return (print(usage), 0);
    if (command !== 'verify' || path === undefined || others.length > 0) return (print(usage), 2);
    const keys = await keysOf(values['key-file'], env);
    const options = {
      isWritten: isLiving,
      ...(await optionsOf(values.anchors, values['archived-before'])),
    };
    return await verify(path, keys, options, values.json ? undefined : print, print);
  } catch (error) {
    print(error instanceof Error ? plainText(error.message, 2_000) : 'The check has failed.');
    return 2;
  }
}

async function verify(
  path: string,
  keys: readonly string[],
  options: VerifyDirOptions,
  printText: ((line: string) => void) | undefined,
  print: (line: string) => void,
): Promise<number> {
  const { files, findings } = (await isFolder(path))
    ? await verifyDir(path, keys, options)
    : await verifyFile(path, keys, options).then((report) => ({
        files: [report],
        findings: report.findings,
      }));
  if (!printText) print(JSON.stringify({ files, findings }, undefined, 2));
  if (files.length === 0) {
    printText?.(`${path} has no file of an audit log.`);
    return findings.length > 0 ? 1 : 2;
  }
  for (const { file, records, dropped, erased, isClosed, isWritten, faults } of files) {
    const open = isWritten ? 'still written' : 'without a last line';
    const state = isClosed ? 'closed' : open;
    const counts = [`${records} records`, `${dropped} dropped`, `${erased} erased`, state];
    printText?.(`${file}: ${faults === 0 ? 'good' : `${faults} faults`} (${counts.join(', ')})`);
  }
  for (const finding of findings) printText?.(`  ${findingText(finding)}`);
  if (findings.length === 0) return 0;
  return findings.every(({ fault }) => fault === 'torn' || fault === 'unclosed') ? 3 : 1;
}

const findingText = ({ fault, file, message }: AuditFinding): string =>
  `${fault.toUpperCase()} ${plainText(file, 255)}: ${plainText(message, 1_000)}`;

async function keysOf(
  keyFile: string | undefined,
  { SKERRY_AUDIT_KEYS }: CommandSurroundings['env'],
): Promise<string[]> {
  const text = keyFile === undefined ? SKERRY_AUDIT_KEYS : await readText(keyFile);
  const keys = (text ?? '').split(keyFile === undefined ? ',' : /\r?\n/).filter(Boolean);
  if (keys.length > 0) return keys;
  throw new AuditError(
    'bad-option',
    'There is no key to check with. Set SKERRY_AUDIT_KEYS, or name a file with --key-file.',
  );
}

async function optionsOf(
  anchorFile: string | undefined,
  archivedBefore: string | undefined,
): Promise<VerifyDirOptions> {
  const date = archivedBefore === undefined ? undefined : new Date(archivedBefore);
  if (date && Number.isNaN(+date)) {
    throw new AuditError('bad-option', '--archived-before is not a date, such as 2026-01-31.');
  }
  return {
    ...(date && { archivedBefore: date }),
    ...(anchorFile !== undefined && { anchors: headsIn(await readText(anchorFile)) }),
  };
}

function headsIn(text: string): AuditHead[] {
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    const head = parseHead(line);
    if (head) return [head];
    throw new AuditError(
      'bad-option',
      `Line ${index + 1} of the anchors is not a head, such as {"file":"audit-….jsonl","seq":64,"mac":"…"}.`,
    );
  });
}

function parseHead(line: string): AuditHead | undefined {
  try {
    const head = JSON.parse(line) as AuditHead | null;
    const isHead =
      typeof head?.file === 'string' &&
      typeof head.mac === 'string' &&
      Number.isSafeInteger(head.seq);
    return isHead ? head : undefined;
  } catch {
    return undefined;
  }
}

const readText = (path: string): Promise<string> =>
  readFile(path, 'utf8').catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : 'the reason is unknown';
    throw new AuditError('unreadable', `${path} cannot be read: ${reason}.`, { cause });
  });
