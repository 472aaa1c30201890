import { open, readdir, rename, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';

import type { AuditKeys } from './keys.js';
import { parseFileName } from './file-name.js';
import { auditFilesIn, syncFolder, withFolderLock } from './folder.js';
import { type AuditLine, eraseLine, readLine } from './line.js';
import { isLiving } from './living.js';
import { plainText } from './plain-text.js';
import { rawLines, textOfLine } from './raw-lines.js';

/** The person whose data are erased; each member that is given finds records. */
export interface AuditSubject {
  /** Id of the user, as records name the actor. */
  readonly actor?: string | undefined;
  /** Id of a session. */
  readonly session?: string | undefined;
  /** A remote address. */
  readonly address?: string | undefined;
}

/** The result of an erasure. */
export interface AuditErasure {
  /** The number of records that were emptied. */
  readonly records: number;
  /** Names of the files that were written anew. */
  readonly files: readonly string[];
  /** Names of files that other living processes write: erase there too, or again once they have ended. */
  readonly open: readonly string[];
}

/**
 * Empties the personal members of a person's records in the files of a folder, and leaves the chain valid. Records of the person's
 * sessions that name nobody are emptied too. Each file is written anew beside the old one, and renamed once it is on the disk.
 *
 * `own` is the file that this process has just begun, without records yet.
 *
 * @throws AuditError `erasing`
 */
export function eraseInFolder(
  dir: string,
  subject: AuditSubject,
  keys: AuditKeys,
  time: string,
  own: string,
): Promise<AuditErasure> {
  return withFolderLock(dir, async () => {
    await removeDrafts(dir);
    const open: string[] = [];
    const files: string[] = [];
    let records = 0;
    const closed: string[] = [];
    for (const file of await auditFilesIn(dir)) {
      if (file === own) continue;
      const isOpen = await isStillWritten(join(dir, file));
      (isOpen ? open : closed).push(file);
    }
    const isSubject = await subjectMatcher(
      closed.map((file) => join(dir, file)),
      subject,
      keys,
    );
    for (const file of closed) {
      const path = join(dir, file);
      if (!(await anyLine(path, isSubject))) continue;
      records += await rewrite(path, isSubject, (line) => eraseLine(line, keys.newest, time));
      await syncFolder(dir);
      files.push(file);
    }
    return { records, files, open };
  });
}

const draftEnd = '.erasing';

/** Removes what an erasure that was interrupted has left: it has personal data, too. */
async function removeDrafts(dir: string): Promise<void> {
  for (const name of await readdir(dir)) {
    if (name.endsWith(draftEnd) && parseFileName(name.slice(0, -draftEnd.length)))
      await unlink(join(dir, name));
  }
}

type LineTest = (line: AuditLine) => boolean;

/** Makes the test for a person's records, which first looks for the sessions that the person had. */
async function subjectMatcher(
  paths: readonly string[],
  { actor, session, address }: AuditSubject,
  keys: AuditKeys,
): Promise<LineTest> {
  const names = (line: AuditLine, member: string, value: string | undefined) =>
    value !== undefined && personalOf(line)[member] === plainText(value, 256);
  const sessions = new Set<unknown>(session === undefined ? [] : keys.sessionHashes(session));
  for (const path of actor === undefined ? [] : paths) {
    for await (const line of linesOf(path)) {
      const hash = line.members['session'];
      if (hash !== undefined && names(line, 'actor', actor)) sessions.add(hash);
    }
  }
  return (line) => {
    if (line.members['personal'] === undefined) return false;
    const isNobodys = personalOf(line)['actor'] === undefined;
    const isOfSession = sessions.has(line.members['session']);
    return (
      names(line, 'actor', actor) ||
      names(line, 'address', address) ||
      (isOfSession && (isNobodys || actor === undefined))
    );
  };
}

const personalOf = ({ members }: AuditLine): Readonly<Record<string, unknown>> =>
  (members['personal'] ?? {}) as Record<string, unknown>;

async function* linesOf(path: string): AsyncGenerator<AuditLine> {
  for await (const raw of rawLines(path)) {
    const line = readLine(textOfLine(raw) ?? '');
    if (line) yield line;
  }
}

async function anyLine(path: string, test: LineTest): Promise<boolean> {
  for await (const line of linesOf(path)) if (test(line)) return true;
  return false;
}

/** True if a file has no last line, and the process that its first line names may write on. */
async function isStillWritten(path: string): Promise<boolean> {
  let first: AuditLine | undefined;
  let last: AuditLine | undefined;
  for await (const line of linesOf(path)) {
    first ??= line;
    last = line;
  }
  if (first === undefined || last?.kind === 'close') return false;
  const { host, pid } = first.members;
  return isLiving({ host: String(host), pid: Number(pid) }, true);
}

/** Writes a file anew with some lines in other words, all others byte by byte, and puts it in the old one's place. */
async function rewrite(
  path: string,
  isMeant: LineTest,
  reword: (line: AuditLine) => string,
): Promise<number> {
  const draft = path + draftEnd;
  const { mode } = await stat(path);
  const handle = await open(draft, 'wx', 0o600);
  let count = 0;
  try {
    await handle.chmod(mode & 0o777);
    for await (const raw of rawLines(path)) {
      const line = readLine(textOfLine(raw) ?? '');
      const isWhole = raw.isEnded && !raw.isCut;
      if (line && isWhole && isMeant(line)) {
        await handle.appendFile(`${reword(line)}\n`);
        count += 1;
      } else {
        await handle.appendFile(raw.bytes);
        if (raw.isEnded) await handle.appendFile('\n');
      }
    }
    await handle.sync();
  } catch (error) {
    await handle.close();
    await unlink(draft).catch(() => {});
    throw error;
  }
  await handle.close();
  await rename(draft, path);
  return count;
}
