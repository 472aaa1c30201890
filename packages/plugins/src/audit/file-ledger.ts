import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';

import type { Log } from '@skerry/kit';

import { AuditError } from './audit-error.js';
import { newStart, toBegun, toFileName } from './file-name.js';
import { syncFolder } from './folder.js';
import { findFormers } from './formers.js';
import type { Ledger } from './sinks.js';

/** When a file is ended, and when its content is forced to the disk. */
export interface FileRules {
  /** Bytes from which on a file is ended. */
  readonly maxFileBytes: number;
  /** Milliseconds from which on a file is ended, with the next record. */
  readonly maxFileAge: number;
  /** `batch`: after every write, before a record counts as kept; `never`: when the system likes to. */
  readonly sync: 'batch' | 'never';
}

/** A file that is being written. */
interface OpenFile {
  readonly path: string;
  readonly handle: FileHandle;
  readonly begun: number;
  length: number;
}

/** JSON-lines files in a folder, which only this process writes. Writes are repeated at the same place, so that a failed one leaves nothing. */
export class FileLedger implements Ledger {
  readonly name: string;
  readonly #dir: string;
  readonly #rules: FileRules;
  readonly #log: Log;
  readonly #now: () => number;
  readonly #start = newStart();
  #number = 0;
  #file: OpenFile | undefined;
  #next: OpenFile | undefined;

  constructor(dir: string, rules: FileRules, { log, now }: { log: Log; now: () => number }) {
    this.#dir = resolve(dir);
    this.name = this.#dir;
    this.#rules = rules;
    this.#log = log;
    this.#now = now;
  }

  async begin(): Promise<Awaited<ReturnType<Ledger['begin']>>> {
    try {
      await mkdir(this.#dir, { recursive: true, mode: 0o700 });
      const formers = await findFormers(this.#dir);
      for (const { file } of formers.filter(({ torn }) => torn)) {
        this.#log.warn(
          `The audit file ${file} ends in the middle of a line: its process has crashed. The new file names the last whole line.`,
        );
      }
      this.#file = await this.#create();
      return { file: basename(this.#file.path), formers };
    } catch (cause) {
      throw new AuditError(
        'unreadable',
        `The folder ${this.#dir} of the audit log cannot be used: ${reasonOf(cause)}. Let this process read and write it, or set the option "dir".`,
        { cause },
      );
    }
  }

  async write(lines: readonly string[]): Promise<void> {
    const file = this.#file!;
    const bytes = Buffer.from(`${lines.join('\n')}\n`);
    for (let done = 0; done < bytes.length;) {
      const { bytesWritten } = await file.handle.write(
        bytes,
        done,
        bytes.length - done,
        file.length + done,
      );
      done += bytesWritten;
    }
    if (this.#rules.sync === 'batch') await file.handle.datasync();
    file.length += bytes.length;
  }

  async isDue(): Promise<boolean> {
    const { begun, length, handle, path } = this.#file!;
    const { maxFileBytes, maxFileAge } = this.#rules;
    if (length >= maxFileBytes || this.#now() - begun >= maxFileAge) return true;
    const isGone = await handle.stat().then(
      ({ nlink }) => nlink === 0,
      () => false,
    );
    if (isGone) this.#log.error(`Somebody has deleted the audit file ${path} while it is written.`);
    return isGone;
  }

  async openNext(): Promise<string> {
    this.#next ??= await this.#create();
    return basename(this.#next.path);
  }

  async turn(): Promise<void> {
    const former = this.#file;
    this.#file = this.#next;
    this.#next = undefined;
    // Its content is on the disk.
    await former?.handle.close().catch(() => {});
  }

  async close(): Promise<void> {
    for (const file of [this.#file, this.#next]) {
      await file?.handle.sync().catch(() => {});
      await file?.handle.close().catch(() => {});
    }
  }

  /** Creates a file that was not there before: two writers never share one. */
  async #create(): Promise<OpenFile> {
    const begun = this.#now();
    const number = (this.#number += 1);
    const name = toFileName({
      begun: toBegun(begun),
      pid: process.pid,
      start: this.#start,
      number,
    });
    const path = join(this.#dir, name);
    const handle = await open(path, 'wx', 0o600);
    await syncFolder(this.#dir);
    return { path, handle, begun, length: 0 };
  }
}

const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : 'unknown');
