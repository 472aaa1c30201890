import { stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';

import { AuditError } from './audit-error.js';
import { FileCheck, type KnownHead } from './file-check.js';
import { parseFileName } from './file-name.js';
import { type AuditFileReport, type AuditFinding, rangeText } from './findings.js';
import { auditFilesIn } from './folder.js';
import { formersOf } from './formers.js';
import { AuditKeys } from './keys.js';
import { type AuditHead, type AuditLine, checkLine, readLine } from './line.js';
import { rawLines, textOfLine } from './raw-lines.js';

/** The options of a check. */
export interface VerifyOptions {
  /** Heads that an anchor has kept, of this file and others. */
  anchors?: readonly AuditHead[];
  /** Tells whether the process that a file's first line names still writes it, so that it has no last line yet. Default: none does. */
  isWritten?: (writer: { file: string; host: string; pid: number }) => boolean;
}

/** The options of the check of a folder. */
export interface VerifyDirOptions extends VerifyOptions {
  /** Files that were begun before are kept elsewhere, and may be absent here. */
  archivedBefore?: Date;
}

/** The result of the check of a folder. */
export interface AuditDirReport {
  /** True if nothing was found. */
  readonly isOk: boolean;
  /** The reports of the files, the oldest first. */
  readonly files: readonly AuditFileReport[];
  /** The faults of all files, and the files that are gone. */
  readonly findings: readonly AuditFinding[];
}

/**
 * Checks a file of a log: each line, their order, and whether the file ends as the log ended it.
 *
 * Without an anchor, lines cut off the end of a file show as `unclosed` or `torn`, as a crash does; an anchor tells both apart.
 *
 * @throws AuditError `unreadable`, `short-key`, `bad-option`
 */
export async function verifyFile(
  file: string,
  keys: string | readonly string[],
  options: VerifyOptions = {},
): Promise<AuditFileReport> {
  const anchors = (options.anchors ?? []).map((head) => ({ ...head, by: 'an anchor' }));
  return checkFile(file, new AuditKeys(keys), anchors, options);
}

/**
 * Checks all files of a log in a folder, and that each file which another one names, or an anchor, is there and has the line that is named.
 *
 * @throws AuditError `unreadable`, `short-key`, `bad-option`
 */
export async function verifyDir(
  dir: string,
  keys: string | readonly string[],
  options: VerifyDirOptions = {},
): Promise<AuditDirReport> {
  const ring = new AuditKeys(keys);
  const names = await auditFilesIn(dir).catch((cause: unknown) => {
    throw unreadable(dir, cause);
  });
  const known = (options.anchors ?? []).map((head) => ({ ...head, by: 'an anchor' }));
  for (const name of names) known.push(...(await headsNamedBy(join(dir, name), ring)));
  const files: AuditFileReport[] = [];
  for (const name of names) files.push(await checkFile(join(dir, name), ring, known, options));
  for (const { file, next } of files) {
    if (next !== undefined) known.push({ file: next, seq: 0, mac: '', by: `the file ${file}` });
  }
  // Processes that write beside may have begun files meanwhile.
  const present = new Set([...names, ...(await auditFilesIn(dir))]);
  const absent = known.filter(({ file }) => !present.has(file));
  const findings = [
    ...files.flatMap((report) => report.findings),
    ...missingFiles(absent, options.archivedBefore),
  ];
  return { isOk: findings.length === 0, files, findings };
}

/** Tells whether a path is a folder. @throws AuditError `unreadable` */
export async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

async function checkFile(
  path: string,
  keys: AuditKeys,
  known: readonly KnownHead[],
  { isWritten = () => false }: VerifyOptions,
): Promise<AuditFileReport> {
  const file = basename(resolve(path));
  const check = new FileCheck(file, keys);
  let first: AuditLine | undefined;
  try {
    for await (const raw of rawLines(path)) {
      const text = textOfLine(raw);
      first ??= text === undefined ? undefined : readLine(text);
      check.add(text, raw.isEnded);
    }
  } catch (cause) {
    throw unreadable(path, cause);
  }
  const { host, pid } = first?.members ?? {};
  const writer = { file, host: String(host), pid: Number(pid) };
  const ofFile = known.filter((head) => head.file === file);
  return check.end(ofFile, first?.kind === 'open' && isWritten(writer));
}

/** The heads of other files that the authentic first line of a file names. */
async function headsNamedBy(path: string, keys: AuditKeys): Promise<KnownHead[]> {
  for await (const raw of rawLines(path)) {
    const line = readLine(textOfLine(raw) ?? '');
    if (!line || checkLine(line, keys) !== 'authentic' || line.file !== basename(path)) return [];
    return formersOf(line).map((head) => ({ ...head, by: `the file ${basename(path)}` }));
  }
  return [];
}

function missingFiles(
  heads: readonly KnownHead[],
  archivedBefore: Date | undefined,
): AuditFinding[] {
  const oldest = archivedBefore?.toISOString().replaceAll(/[-:.]/g, '') ?? '';
  const gone = new Map<string, KnownHead>();
  for (const head of heads) {
    const name = parseFileName(head.file);
    if (name !== undefined && name.begun < oldest) continue;
    if (head.seq >= (gone.get(head.file)?.seq ?? 0)) gone.set(head.file, head);
  }
  return [...gone.values()].map(({ file, seq, by }) => ({
    fault: 'missing',
    file,
    message: `The file is gone, with ${seq === 0 ? 'no records' : `${rangeText(seq, seq)} and those before it`}: ${by} names it.`,
  }));
}

const unreadable = (path: string, cause: unknown): AuditError =>
  new AuditError(
    'unreadable',
    `${path} cannot be read: ${cause instanceof Error ? cause.message : 'the reason is unknown'}. Name a file or a folder of an audit log that you may read.`,
    { cause },
  );
