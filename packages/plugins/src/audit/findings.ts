import type { AuditHead } from './line.js';

/**
 * The faults that a check tells apart:
 * - `altered`: a line is not as it was written, or was never written by the log;
 * - `missing`: lines, or a whole file, are gone from between others;
 * - `misplaced`: a line stands where it was not written, moved or copied;
 * - `other-file`: a line was written into another file;
 * - `wrong-key`: the ring has not the key that a line names;
 * - `cut-off`: a file ended later than it does now, as an anchor or another file says;
 * - `rewritten`: the lines are well signed, and are not those that an anchor or another file names: somebody has the key;
 * - `torn`: a file ends in the middle of a line, as a crash leaves it, or a cut there;
 * - `unclosed`: a file ends without its last line: it is still written, its process was killed, or whole lines were cut off its end.
 */
export type AuditFault =
  | 'altered'
  | 'missing'
  | 'misplaced'
  | 'other-file'
  | 'wrong-key'
  | 'cut-off'
  | 'rewritten'
  | 'torn'
  | 'unclosed';

/** A fault, and its place. */
export interface AuditFinding {
  readonly fault: AuditFault;
  /** Name of the file. */
  readonly file: string;
  /** Number of the line, from 1; absent if the fault is at no line. */
  readonly line?: number | undefined;
  /** Number of the record, or of the first of several; as the line states it, if it is altered. */
  readonly seq?: number | undefined;
  /** Number of the last of several records. */
  readonly to?: number | undefined;
  /** The fault in a sentence. */
  readonly message: string;
}

/** The result of the check of one file. */
export interface AuditFileReport {
  /** Name of the file. */
  readonly file: string;
  /** True if nothing was found. */
  readonly isOk: boolean;
  /** The first hundred faults, in the order of the lines. */
  readonly findings: readonly AuditFinding[];
  /** The number of faults. */
  readonly faults: number;
  /** The number of lines, of whatever kind. */
  readonly lines: number;
  /** The number of authentic records. */
  readonly records: number;
  /** The number of records that had no room when they were made. */
  readonly dropped: number;
  /** The number of records whose personal members were erased. */
  readonly erased: number;
  /** The last authentic line. */
  readonly head?: AuditHead | undefined;
  /** True if the last line says that the file ends there. */
  readonly isClosed: boolean;
  /** True if there is no last line because a process still writes the file, as `isWritten` says. */
  readonly isWritten: boolean;
  /** Name of the file that goes on. */
  readonly next?: string | undefined;
}

/** Faults that a crash explains as well as an attack. */
export const doubtful: ReadonlySet<AuditFault> = new Set(['torn', 'unclosed']);

const mostFindings = 100;

/** Collects the faults of one file. */
export class Findings {
  readonly list: AuditFinding[] = [];
  count = 0;
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  /** Adds a fault; of more than a hundred only the number is kept. */
  add(
    fault: AuditFault,
    message: string,
    place: Pick<AuditFinding, 'line' | 'seq' | 'to'> = {},
  ): void {
    this.count += 1;
    if (this.list.length < mostFindings)
      this.list.push({ fault, file: this.#file, ...place, message });
  }
}

/** A range of records as text. */
export const rangeText = (from: number, to: number): string =>
  from === to ? `record ${from}` : `records ${from} to ${to}`;
