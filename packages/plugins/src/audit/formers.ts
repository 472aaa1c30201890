import { open } from 'node:fs/promises';
import { join } from 'node:path';

import type { FormerHead } from './chain.js';
import { auditFilesIn } from './folder.js';
import { type AuditLine, readLine } from './line.js';

/** Files that are looked at when a process starts: the newest. */
const mostFiles = 256;

/** Heads that a first line names at most. */
const mostFormers = 32;

/** Bytes from the start and the end of a file in which its first and last line are; a record has far fewer. */
const reach = 256 * 1024;

/** The last lines of the files in a folder that no other file names yet: those of the processes that wrote before, or write beside. */
export async function findFormers(dir: string): Promise<FormerHead[]> {
  const files = (await auditFilesIn(dir)).slice(-mostFiles);
  const ends: Ends[] = [];
  for (const file of files) ends.push(await readEnds(join(dir, file)));
  const named = new Set(ends.flatMap(({ first }) => formersOf(first).map(({ mac }) => mac)));
  return ends
    .flatMap(({ last, isTorn }, index): FormerHead[] => {
      if (last === undefined || named.has(last.mac)) return [];
      const head = { file: files[index]!, seq: last.last, mac: last.mac };
      return [isTorn ? { ...head, torn: true } : head];
    })
    .slice(-mostFormers);
}

/** The heads that the first line of a file names. */
export function formersOf(line: AuditLine | undefined): FormerHead[] {
  const formers = line?.kind === 'open' ? line.members['formers'] : undefined;
  return Array.isArray(formers) ? (formers as unknown as FormerHead[]).filter(isHead) : [];
}

const isHead = (head: FormerHead): boolean =>
  typeof head?.file === 'string' && typeof head.mac === 'string' && Number.isInteger(head.seq);

interface Ends {
  readonly first: AuditLine | undefined;
  readonly last: AuditLine | undefined;
  /** True if bytes come after the last whole line. */
  readonly isTorn: boolean;
}

async function readEnds(path: string): Promise<Ends> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    const read = async (from: number) => {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(reach), 0, reach, from);
      return buffer.subarray(0, bytesRead).toString('utf8');
    };
    const start = await read(0);
    const lines = (await read(Math.max(0, size - reach))).split('\n');
    const rest = lines.pop();
    return {
      first: readLine(start.slice(0, Math.max(0, start.indexOf('\n')))),
      last: lines.map(readLine).findLast((line) => line !== undefined),
      isTorn: rest !== '',
    };
  } finally {
    await handle.close();
  }
}
