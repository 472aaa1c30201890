import { AuditError } from './audit-error.js';
import type { FormerHead } from './chain.js';

/** A destination of the lines of a log. */
export interface AuditSink {
  /** Its name in messages. */
  readonly name: string;
  /**
   * Takes lines in order, each a JSON text without line break. It is called again once the promise has resolved; a failed call is
   * repeated with the same lines, so a sink that has kept some of them sees these twice.
   */
  write(lines: readonly string[]): unknown;
  /** Ends it, once every line is written. */
  close?(): unknown;
}

/** A function that takes lines, as `write` of a sink does. */
export type AuditSinkFunction = (lines: readonly string[]) => unknown;

/** The sink that a log counts on: records are kept once it has them. */
export interface Ledger extends AuditSink {
  /** Opens it; returns its name in the lines, and the last lines of older files. */
  begin(): Promise<{ file: string; formers: readonly FormerHead[] }>;
  /** Tells whether the next lines belong into another file. */
  isDue(): boolean | Promise<boolean>;
  /** Opens another file beside the one in use, and returns its name. */
  openNext(): Promise<string>;
  /** Goes on in the file that `openNext` has opened. */
  turn(): Promise<void>;
}

/** Writes the lines to the standard output, where a process manager or container collects them. */
export function stdoutSink(stream: NodeJS.WritableStream = process.stdout): AuditSink {
  // The call that fails reports it; an event without a listener would end the process.
  stream.on('error', () => {});
  return {
    name: 'stdout',
    write: (lines) =>
      new Promise<void>((resolve, reject) => {
        stream.write(`${lines.join('\n')}\n`, (error) => (error ? reject(error) : resolve()));
      }),
  };
}

/** A sink of what an app names as one. @throws AuditError `bad-option` */
export function toSink(given: AuditSink | AuditSinkFunction, index: number): AuditSink {
  if (typeof given === 'function') {
    return { name: given.name || `sink ${index + 1}`, write: given };
  }
  if (typeof given?.write === 'function' && typeof given.name === 'string') return given;
  throw new AuditError(
    'bad-option',
    `Sink ${index + 1} of the audit log is neither a function nor an object with "name" and "write". Give it one of both.`,
  );
}

/** A ledger of a sink without files: one stream, that of this process. */
export const streamLedger = (sink: AuditSink, stream: string): Ledger => ({
  name: sink.name,
  write: (lines) => sink.write(lines),
  close: () => sink.close?.(),
  begin: async () => ({ file: stream, formers: [] }),
  isDue: () => false,
  openNext: async () => stream,
  turn: async () => {},
});
