import type { Log } from '@skerry/kit';

import type { AnchorFunction } from './anchor.js';
import { AuditError } from './audit-error.js';
import { type AuditErasure, type AuditSubject, eraseInFolder } from './erase.js';
import { newStart } from './file-name.js';
import { FileLedger } from './file-ledger.js';
import { AuditKeys } from './keys.js';
import type { AuditHead } from './line.js';
import {
  type AuditFields,
  type AuditType,
  fieldRules,
  type FieldRules,
  toRecord,
} from './record.js';
import { safeLog } from './safe-log.js';
import {
  type AuditSink,
  type AuditSinkFunction,
  type Ledger,
  streamLedger,
  toSink,
} from './sinks.js';
import { AuditWriter } from './writer.js';

/** The options of an audit log. */
export interface AuditLogOptions {
  /** The key, a text of at least 32 bytes. Of several, the first signs; all are accepted. */
  keys: string | readonly string[];
  /** The folder of the log's files. Without it, the first sink is what the log counts on. */
  dir?: string | undefined;
  /** Sinks beside the files: `stdoutSink()`, or any function that takes lines. */
  sinks?: readonly (AuditSink | AuditSinkFunction)[] | undefined;
  /** Keeps the place of the last line on another host, after each checkpoint, each file and the stop. */
  anchor?: AnchorFunction | undefined;
  /** Names of fields whose values are never kept, at any depth and in any case, beside those that the log knows. */
  redact?: readonly string[] | undefined;
  /** Names of fields that can be erased, beside those that the log knows. */
  personal?: readonly string[] | undefined;
  /** Records that may wait for a sink. Default: 10,000. */
  maxQueue?: number | undefined;
  /** Bytes from which on a file is ended. Default: 64 MiB. */
  maxFileBytes?: number | undefined;
  /** Milliseconds from which on a file is ended, with the next record. Default: 24 hours. */
  maxFileAge?: number | undefined;
  /** When files are forced to the disk: after every write, or as the system likes. Default: `batch`. */
  sync?: 'batch' | 'never' | undefined;
  /** Milliseconds that a stop waits for sinks. Default: 5,000. */
  stopTimeout?: number | undefined;
}

/** What surrounds a log. */
export interface AuditSurroundings {
  readonly log: Log;
  /** The time in milliseconds. */
  readonly now?: () => number;
}

/** The audit log of an app, as plugins and the app use it. */
export interface AuditLog {
  /** True if the log would keep the next record: its queue has room, and its files, or its first sink, can be written. */
  readonly isWritable: boolean;
  /** The place of the last line, as `anchor` receives it. */
  readonly head: AuditHead;
  /**
   * Records something that has happened. Never throws, and waits for nothing.
   *
   * @returns The number of the record; 0 once the app has stopped. A record without room keeps its number.
   */
  record(type: AuditType, fields?: AuditFields): number;
  /**
   * Records something, and resolves with its number once the log has it on the disk, or its first sink has it.
   *
   * @throws AuditError `not-written` if the queue is full, or the log cannot be written or has not answered for 5 seconds: the record
   * may still be written later; `stopped`
   */
  recordSurely(type: AuditType, fields?: AuditFields): Promise<number>;
  /** Resolves once every record so far is kept. */
  flush(): Promise<void>;
  /**
   * Empties the personal members of a person's records, in all files of the folder that no other living process writes. The chain
   * stays valid. A text is the id of an actor. Records that other sinks have received are theirs to erase.
   *
   * @throws AuditError `bad-option` without `dir`, or without a person; `erasing` if another process erases; `not-written` if the log
   * or a file cannot be written; `stopped`
   */
  erase(person: string | AuditSubject): Promise<AuditErasure>;
}

/** The audit log of a process, which its plugin starts and stops. */
export class ProcessAuditLog implements AuditLog {
  readonly #keys: AuditKeys;
  readonly #rules: FieldRules;
  readonly #writer: AuditWriter;
  readonly #dir: string | undefined;
  readonly #now: () => number;

  /** @throws AuditError `bad-option`, `short-key` */
  constructor(options: AuditLogOptions, { log: given, now = Date.now }: AuditSurroundings) {
    const log = safeLog(given);
    const { dir, anchor, redact, personal, maxQueue = 10_000, stopTimeout = 5_000 } = options;
    this.#keys = new AuditKeys(options.keys);
    this.#rules = fieldRules(toNames('redact', redact), toNames('personal', personal));
    this.#dir = dir;
    this.#now = now;
    const { ledger, mirrors } = toSinks(options, { log, now });
    this.#writer = new AuditWriter({
      key: this.#keys.newest,
      ledger,
      mirrors,
      anchor: anchor && toFunction('anchor', anchor),
      log,
      maxQueue: toCount('maxQueue', maxQueue),
      stopTimeout: toCount('stopTimeout', stopTimeout),
      now,
      skipped: (detail) => {
        const seq = this.record('audit_sink_skipped', { severity: 'error', detail });
        const { sink, from, to } = detail;
        if (seq === 0)
          log.error(`The audit sink ${sink} has not received records ${from} to ${to}.`);
      },
    });
  }

  get isWritable(): boolean {
    return this.#writer.isWritable;
  }

  get head(): AuditHead {
    return this.#writer.head;
  }

  record(type: AuditType, fields: AuditFields = {}): number {
    return Math.abs(this.#add(type, fields));
  }

  async recordSurely(type: AuditType, fields: AuditFields = {}): Promise<number> {
    const seq = this.#add(type, fields);
    await this.#writer.kept(seq);
    return seq;
  }

  flush(): Promise<void> {
    return this.#writer.flush();
  }

  async erase(person: string | AuditSubject): Promise<AuditErasure> {
    const subject = typeof person === 'string' ? { actor: person } : person;
    const isNamed = Object.values(subject).some((value) => typeof value === 'string' && value);
    if (this.#dir === undefined || !isNamed) {
      throw new AuditError(
        'bad-option',
        this.#dir === undefined
          ? 'An audit log without the option "dir" has no files to erase from. Erase where its sinks keep the lines.'
          : 'erase() needs the id of an actor, a session or an address. Name the person.',
      );
    }
    const former = this.head.file;
    await this.#writer.rotate();
    const own = this.head.file;
    const time = new Date(this.#now()).toISOString();
    const erasure = await eraseInFolder(this.#dir, subject, this.#keys, time, own).catch(unerased);
    const { records, files } = erasure;
    // Where no other file could be begun, the records in the one in use are still there.
    const open = own === former ? [...erasure.open, own] : erasure.open;
    this.record('personal_data_erased', {
      severity: 'notice',
      detail: { subject: this.#pseudonymOf(subject), records, files: files.length, open },
    });
    return { records, files, open };
  }

  /** Opens the files or the sink. @throws AuditError `unreadable` */
  start(): Promise<void> {
    return this.#writer.start();
  }

  /** Writes what waits, and the last line; from then on nothing is recorded. */
  stop(): Promise<void> {
    return this.#writer.stop();
  }

  #add(type: AuditType, fields: AuditFields): number {
    const key = this.#keys.newest;
    return this.#writer.add(toRecord(type, fields, { key, rules: this.#rules, time: this.#now() }));
  }

  /** Tells erasures of one person from those of another, and not whose they were. */
  #pseudonymOf(subject: AuditSubject): string {
    return this.#keys.newest.sign('subject', JSON.stringify(subject)).slice(0, 22);
  }
}

function toSinks(
  { dir, sinks = [], maxFileBytes, maxFileAge, sync = 'batch' }: AuditLogOptions,
  surroundings: Required<AuditSurroundings>,
): { ledger: Ledger; mirrors: readonly AuditSink[] } {
  if (!Array.isArray(sinks)) throw badOption('sinks', 'is not a list', 'Give it a list of sinks.');
  const all = sinks.map(toSink);
  if (dir !== undefined) {
    if (typeof dir !== 'string' || dir === '')
      throw badOption('dir', 'is not a path', 'Name a folder.');
    if (sync !== 'batch' && sync !== 'never')
      throw badOption('sync', 'is neither "batch" nor "never"', 'Set one of both.');
    const rules = {
      maxFileBytes: toCount('maxFileBytes', maxFileBytes ?? 64 * 1024 * 1024),
      maxFileAge: toCount('maxFileAge', maxFileAge ?? 24 * 60 * 60 * 1000),
      sync,
    };
    return { ledger: new FileLedger(dir, rules, surroundings), mirrors: all };
  }
  const [first, ...mirrors] = all;
  if (first === undefined) {
    throw badOption('dir', 'is missing, and there are no "sinks"', 'Name a folder or a sink.');
  }
  return { ledger: streamLedger(first, `stream-${process.pid}-${newStart()}`), mirrors };
}

/** Says of an erasure why it could not write a file anew. @throws AuditError */
function unerased(cause: unknown): never {
  if (cause instanceof AuditError) throw cause;
  throw new AuditError(
    'not-written',
    `The files of the audit log cannot be written anew: ${cause instanceof Error ? cause.message : 'unknown'}. Make room, or let this process write there, and erase again.`,
    { cause },
  );
}

const badOption = (option: string, problem: string, remedy: string): AuditError =>
  new AuditError('bad-option', `The option "${option}" of the audit log ${problem}. ${remedy}`);

function toCount(option: string, value: number): number {
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw badOption(option, 'is not a whole number above 0', 'Give it one, or leave it out.');
}

function toNames(option: string, names: readonly string[] = []): readonly string[] {
  if (Array.isArray(names) && names.every((name) => typeof name === 'string')) return names;
  throw badOption(option, 'is not a list of names', 'Name fields, such as ["iban"].');
}

function toFunction(option: string, value: AnchorFunction): AnchorFunction {
  if (typeof value === 'function') return value;
  throw badOption(option, 'is not a function', 'Give it a function that keeps a head.');
}
