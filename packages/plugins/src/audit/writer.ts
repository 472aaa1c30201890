import { hostname } from 'node:os';

import type { Log } from '@skerry/kit';

import { Anchor, type AnchorFunction } from './anchor.js';
import { AuditError } from './audit-error.js';
import { AuditChain, type ChainLine, type FormerHead } from './chain.js';
import type { AuditKey } from './keys.js';
import type { AuditHead } from './line.js';
import { Mirror, type MirrorReports } from './mirror.js';
import { Persistence } from './persistence.js';
import { plainText } from './plain-text.js';
import { AuditQueue } from './queue.js';
import type { AuditRecord } from './record.js';
import type { AuditSink, Ledger } from './sinks.js';

/** The parts that a writer is made from. */
export interface WriterOptions {
  readonly key: AuditKey;
  readonly ledger: Ledger;
  readonly mirrors: readonly AuditSink[];
  readonly anchor?: AnchorFunction | undefined;
  readonly log: Log;
  /** Records that may wait for the ledger, and lines that may wait for each mirror. */
  readonly maxQueue: number;
  /** Milliseconds that a stop waits for sinks. */
  readonly stopTimeout: number;
  readonly now: () => number;
  /** Hears of records that a mirror has not received. */
  readonly skipped: MirrorReports['skipped'];
}

/** Records that are chained and written at a time: some milliseconds of work. */
const recordsPerWrite = 64;

/** Somebody who waits until the ledger has a record, or until a file is ended; nobody waits for a ledger that fails. */
interface Waiter {
  /** The number of the record; infinite for the end of a file. */
  readonly seq: number;
  resolve(): void;
  reject(error: Error): void;
}

/** Writes the records of a process as one chain. Nobody waits for it, except who asks whether a record is kept. */
export class AuditWriter {
  readonly #options: WriterOptions;
  readonly #chain: AuditChain;
  readonly #queue: AuditQueue;
  readonly #persistence: Persistence;
  readonly #mirrors: readonly Mirror[];
  readonly #anchor: Anchor | undefined;
  /** Work on the ledger, one piece after the other. */
  #work: Promise<void> = Promise.resolve();
  readonly #waiters = new Set<Waiter>();
  #starting: Promise<void> | undefined;
  #isScheduled = false;
  #isOpen = false;
  #isStopped = false;
  #isDropping = false;
  /** The number of the last record that the ledger has. */
  #keptSeq = 0;
  #cannotRotate = false;

  constructor(options: WriterOptions) {
    const { key, ledger, mirrors, anchor, log, maxQueue, now, skipped } = options;
    this.#options = options;
    this.#chain = new AuditChain(key, now);
    this.#queue = new AuditQueue(maxQueue);
    const attempts = attemptsOn(`The audit log, on ${ledger.name},`, log);
    this.#persistence = new Persistence({
      ...attempts,
      failed: (error) => {
        attempts.failed(error);
        this.#refuseWaiters();
      },
    });
    const reports: MirrorReports = {
      failed: (sink, error) => attemptsOn(`The audit sink ${sink}`, log).failed(error),
      recovered: (sink) => attemptsOn(`The audit sink ${sink}`, log).recovered(),
      skipped,
    };
    this.#mirrors = mirrors.map((sink) => new Mirror(sink, maxQueue, reports));
    this.#anchor = anchor && new Anchor(anchor, attemptsOn('The anchor of the audit log', log));
  }

  /** True if the next record would be kept as far as anybody can tell: there is room, and the ledger works. */
  get isWritable(): boolean {
    return !this.#isStopped && !this.#queue.isFull && !this.#persistence.isFailing;
  }

  /** The place of the last line that was chained. */
  get head(): AuditHead {
    return this.#chain.head;
  }

  /** Opens the ledger, once. @throws what the ledger throws, such as a folder that cannot be written */
  start(): Promise<void> {
    return (this.#starting ??= this.#begin());
  }

  async #begin(): Promise<void> {
    const { ledger } = this.#options;
    const { file, formers } = await ledger.begin();
    const line = this.#openLine(file, formers);
    await ledger.write([line.text]);
    for (const mirror of this.#mirrors) mirror.push([line]);
    this.#isOpen = true;
    this.#schedule();
  }

  /** Adds a record, and returns its number: negative if it was dropped, 0 once the writer has stopped. */
  add(record: AuditRecord): number {
    if (this.#isStopped) return 0;
    const { seq, isDropped } = this.#queue.push(record);
    if (isDropped && !this.#isDropping) {
      const { log, maxQueue } = this.#options;
      log.error(
        `The audit log has no room: ${maxQueue} records wait. Records are dropped from number ${seq} on; their numbers are written later.`,
      );
    }
    this.#isDropping ||= isDropped;
    this.#schedule();
    return isDropped ? -seq : seq;
  }

  /**
   * Resolves once the ledger has the record of that number, which opens it where no start has.
   *
   * @throws AuditError `not-written` once it cannot be written, `stopped`
   */
  async kept(seq: number): Promise<void> {
    if (this.#isStopped || seq <= 0) throw notWritten(seq);
    await this.start();
    if (seq <= this.#keptSeq) return;
    await this.#unlessFailing(seq, () => {});
  }

  /** Resolves once the ledger has every record that was added so far. */
  flush(): Promise<void> {
    return this.#exclusively(() => this.#drain());
  }

  /** Ends the file in use and goes on in another. @throws AuditError `not-written` once it cannot be written, `stopped` */
  rotate(): Promise<void> {
    return this.#unlessFailing(Infinity, (waiter) => {
      const done = this.#exclusively(async () => {
        if (this.#isStopped || !this.#isOpen) throw notWritten(0);
        await this.#drain();
        // Where it was refused meanwhile, nobody needs another file.
        if (this.#waiters.has(waiter)) await this.#rotate();
      });
      done.then(waiter.resolve, waiter.reject).finally(() => this.#waiters.delete(waiter));
    });
  }

  /** Writes what waits and a last line, within `stopTimeout`, and takes no more records. */
  async stop(): Promise<void> {
    if (this.#isStopped) return;
    this.#persistence.hurry();
    const deadline = setTimeout(() => this.#giveUp(), this.#options.stopTimeout);
    await this.#exclusively(() => this.#end());
    await Promise.all(this.#mirrors.map((mirror) => mirror.end()));
    await this.#anchor?.end();
    clearTimeout(deadline);
  }

  async #end(): Promise<void> {
    const { ledger, log } = this.#options;
    // A record may come while the last ones are written.
    do await this.#drain();
    while (this.#isOpen && !this.#queue.isEmpty && !this.#persistence.isOver);
    this.#isStopped = true;
    const isWhole =
      this.#isOpen && this.#queue.isEmpty && (await this.#keep([this.#chain.close()]));
    this.#refuseWaiters();
    if (isWhole) this.#anchor?.keep(this.#chain.head);
    else if (this.#isOpen || this.#queue.size > 0)
      log.error(
        `The audit log ends without its last ${this.#queue.size} records and its last line: ${ledger.name} cannot be written.`,
      );
    await ledger.close?.();
  }

  #giveUp(): void {
    this.#persistence.giveUp();
    for (const mirror of this.#mirrors) mirror.giveUp();
    this.#anchor?.giveUp();
  }

  #schedule(): void {
    if (this.#isScheduled || !this.#isOpen) return;
    this.#isScheduled = true;
    // Records of one burst are written together.
    setImmediate(() => {
      this.#isScheduled = false;
      this.flush().catch((error: unknown) => this.#options.log.error('The audit log:', error));
    });
  }

  #exclusively(work: () => Promise<void>): Promise<void> {
    const done = this.#work.then(work);
    this.#work = done.catch(() => {});
    return done;
  }

  async #drain(): Promise<void> {
    const { ledger } = this.#options;
    for (;;) {
      if (!this.#isOpen) return;
      const items = this.#queue.peek(recordsPerWrite);
      if (items.length === 0) break;
      if (await ledger.isDue()) await this.#rotate();
      const lines = this.#chain.lines(items);
      if (!(await this.#keep(lines))) return;
      this.#queue.remove(items);
      this.#settleWaiters();
      if (lines.length > items.length) this.#anchor?.keep(this.#chain.head);
    }
    this.#isDropping = false;
  }

  async #rotate(): Promise<void> {
    const { ledger, log } = this.#options;
    let next: string;
    try {
      next = await ledger.openNext();
      this.#cannotRotate = false;
    } catch (error) {
      if (!this.#cannotRotate) log.error('The audit log goes on in a file that is due:', error);
      this.#cannotRotate = true;
      return;
    }
    if (!(await this.#keep([this.#chain.close(next)]))) return;
    const former = this.#chain.head;
    this.#anchor?.keep(former);
    await ledger.turn();
    await this.#keep([this.#openLine(next, [former])]);
  }

  #openLine(file: string, formers: readonly FormerHead[]): ChainLine {
    const host = plainText(hostname(), 255);
    return this.#chain.open(file, formers, { host, pid: process.pid });
  }

  /** Writes lines to the ledger, however often it takes, and then to the mirrors. */
  async #keep(lines: readonly ChainLine[]): Promise<boolean> {
    const texts = lines.map(({ text }) => text);
    if (!(await this.#persistence.run(() => this.#options.ledger.write(texts)))) return false;
    for (const mirror of this.#mirrors) mirror.push(lines);
    return true;
  }

  #settleWaiters(): void {
    const { seq } = this.#chain.head;
    this.#keptSeq = seq;
    for (const waiter of this.#waiters) {
      if (waiter.seq > seq) continue;
      waiter.resolve();
      this.#waiters.delete(waiter);
    }
  }

  /** Waits until a waiter is served. @throws AuditError `not-written` once the ledger fails, and at once if it does already */
  #unlessFailing(seq: number, begin: (waiter: Waiter) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#persistence.isFailing) return reject(notWritten(seq));
      const waiter = { seq, resolve, reject };
      this.#waiters.add(waiter);
      begin(waiter);
    });
  }

  /** Their records may still be written: later, or never. */
  #refuseWaiters(): void {
    for (const waiter of this.#waiters) waiter.reject(notWritten(waiter.seq));
    this.#waiters.clear();
  }
}

const notWritten = (seq: number): AuditError =>
  seq === 0
    ? new AuditError(
        'stopped',
        'The audit log has stopped, or has not started. Use it while the app runs.',
      )
    : new AuditError(
        'not-written',
        seq === Infinity
          ? 'The audit log cannot be written, so nothing is erased. Look in the log for the reason, and erase again.'
          : `Record ${Math.abs(seq)} of the audit log is not written. Look in the log for the sink that fails, or raise "maxQueue".`,
      );

/** Tells the log once that something fails, and once that it works again. */
const attemptsOn = (what: string, log: Log) => ({
  failed: (error: unknown) => log.error(`${what} cannot be written:`, error),
  recovered: () => log.warn(`${what} is written again.`),
});
