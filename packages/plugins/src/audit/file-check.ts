import { parseFileName } from './file-name.js';
import { type AuditFileReport, doubtful, Findings, rangeText } from './findings.js';
import type { AuditKeys } from './keys.js';
import { type AuditHead, type AuditLine, checkLine, readLine } from './line.js';

/** A head that a file must have, and who says so. */
export interface KnownHead extends AuditHead {
  readonly by: string;
}

/** Checks the lines of one file, in order. */
export class FileCheck {
  readonly #name: string;
  readonly #keys: AuditKeys;
  readonly #findings: Findings;
  /** The file that the lines must name: that of its name, or else of the first authentic line. */
  #file: string | undefined;
  #line = 0;
  /** The last line that is in its place. */
  #last: AuditLine | undefined;
  /** Lines since then that are not authentic, and the HMAC that the last of them states. */
  #broken = 0;
  #stated: string | undefined;
  readonly #seen = new Set<string>();
  /** Numbers of lines by the unknown key that they name. */
  readonly #unknownKeys = new Map<string, { first: number; count: number }>();
  /** The number of a line without line break at the end, or 0. */
  #tornLine = 0;
  #records = 0;
  #dropped = 0;
  #erased = 0;

  constructor(name: string, keys: AuditKeys) {
    this.#name = name;
    this.#keys = keys;
    this.#findings = new Findings(name);
    if (parseFileName(name)) this.#file = name;
  }

  /** Takes the next line; `text` is undefined if it is not even text. */
  add(text: string | undefined, isEnded: boolean): void {
    this.#line += 1;
    const line = text === undefined ? undefined : readLine(text);
    const state = line ? checkLine(line, this.#keys) : 'altered';
    if (!isEnded) this.#tornLine = this.#line;
    if (line && state === 'authentic') this.#addAuthentic(line);
    else if (isEnded) this.#addBroken(line, state === 'wrong-key');
  }

  /** Ends the check. `known` are the heads that others name, and `isWritten` says that a process still writes the file. */
  end(known: readonly KnownHead[], isWritten: boolean): AuditFileReport {
    this.#reportUnknownKeys();
    const last = this.#last;
    const next = last?.members['next'];
    const isClosed = last?.kind === 'close';
    this.#reportTorn(isWritten && !isClosed);
    if (last) {
      if (!isClosed && this.#tornLine === 0 && !isWritten) this.#reportUnclosed(last);
      this.#reportAbsent(known, last);
    }
    return {
      file: this.#name,
      isOk: this.#findings.count === 0,
      findings: this.#findings.list,
      faults: this.#findings.count,
      lines: this.#line,
      records: this.#records,
      dropped: this.#dropped,
      erased: this.#erased,
      head: last && { file: last.file, seq: last.last, mac: last.mac },
      isClosed,
      isWritten: isWritten && !isClosed,
      next: isClosed && typeof next === 'string' ? next : undefined,
    };
  }

  /** A process that still writes may be in the middle of a line. */
  #reportTorn(isWritten: boolean): void {
    const line = this.#tornLine;
    if (this.#line === 0) {
      const message = 'The file is empty: its process crashed when it began, or it was emptied.';
      this.#findings.add('torn', message);
    } else if (line > 0 && !isWritten) {
      const message = `Line ${line} has no end: its process crashed while it wrote, or the file was cut there.`;
      this.#findings.add('torn', message, { line });
    }
  }

  #addBroken(line: AuditLine | undefined, isOfUnknownKey: boolean): void {
    this.#broken += 1;
    this.#stated = line?.mac;
    if (line && isOfUnknownKey) {
      const { first, count } = this.#unknownKeys.get(line.key) ?? { first: this.#line, count: 0 };
      this.#unknownKeys.set(line.key, { first, count: count + 1 });
      return;
    }
    const message = line
      ? `Line ${this.#line}, which states record ${line.seq}, is not as it was written.`
      : `Line ${this.#line} is not a line that the log has written.`;
    this.#findings.add('altered', message, { line: this.#line, seq: line?.seq });
  }

  #addAuthentic(line: AuditLine): void {
    this.#file ??= line.file;
    const place = { line: this.#line, seq: line.seq };
    if (line.file !== this.#file) {
      const message = `Line ${this.#line} was written into the file ${line.file}, as record ${line.seq}.`;
      this.#findings.add('other-file', message, place);
    } else if (this.#seen.has(line.mac) || this.#isBehind(line)) {
      const message = `Line ${this.#line}, record ${line.seq}, stands where it was not written: it was moved or copied.`;
      this.#findings.add('misplaced', message, place);
      this.#seen.add(line.mac);
    } else {
      this.#checkGap(line);
      this.#accept(line);
    }
  }

  /** True if a line belongs before one that was there already. */
  #isBehind(line: AuditLine): boolean {
    return this.#last !== undefined && !this.#isLinked(line) && placeOf(line) <= this.#last.last;
  }

  #isLinked({ prev }: AuditLine): boolean {
    const former = this.#last?.mac ?? '';
    return prev === former || (this.#broken > 0 && prev === this.#stated);
  }

  #checkGap(line: AuditLine): void {
    if (this.#isLinked(line)) return;
    const from = (this.#last?.last ?? 0) + 1 + this.#broken;
    const to = placeOf(line) - 1;
    const at = { line: this.#line };
    if (this.#last === undefined && this.#broken === 0) {
      this.#findings.add('missing', `The beginning is gone: line 1 is record ${line.seq}.`, at);
    } else if (this.#last !== undefined && to >= from) {
      const message = `Before line ${this.#line}, ${rangeText(from, to)} ${from === to ? 'is' : 'are'} gone.`;
      this.#findings.add('missing', message, { ...at, seq: from, to });
    } else if (this.#broken === 0) {
      const message = `Before line ${this.#line}, a line is gone that sums up the records before it.`;
      this.#findings.add('missing', message, at);
    }
  }

  #accept(line: AuditLine): void {
    this.#last = line;
    this.#broken = 0;
    this.#stated = undefined;
    this.#seen.add(line.mac);
    if (line.kind === 'record') this.#records += 1;
    if (line.kind === 'dropped') this.#dropped += line.last - line.seq + 1;
    if (line.members['erased'] !== undefined) this.#erased += 1;
  }

  #reportUnknownKeys(): void {
    for (const [key, { first, count }] of this.#unknownKeys) {
      const lines = count === 1 ? `Line ${first} is` : `${count} lines, from line ${first} on, are`;
      const message = `${lines} signed by the key "${key}", which was not given.`;
      this.#findings.add('wrong-key', message, { line: first });
    }
  }

  #reportUnclosed(last: AuditLine): void {
    const message = `The file ends with record ${last.last} and no last line: it is still written, its process was killed, or its end was cut off. Only an anchor, or a newer file that names its end, can tell.`;
    this.#findings.add('unclosed', message, { line: this.#line, seq: last.last });
  }

  #reportAbsent(known: readonly KnownHead[], last: AuditLine): void {
    const absent = known.filter(({ mac }) => !this.#seen.has(mac));
    const isBeyond = ({ seq }: KnownHead) => seq >= last.last && last.kind !== 'close';
    const [furthest] = absent.filter(isBeyond).toSorted((a, b) => b.seq - a.seq);
    if (furthest) {
      const message = `The file went on to record ${furthest.seq} at least, as ${furthest.by} says, and ends with record ${last.last}.`;
      this.#findings.add('cut-off', message, { line: this.#line, seq: furthest.seq });
    }
    const isBroken = this.#findings.list.some(({ fault }) => !doubtful.has(fault));
    for (const head of absent.filter((each) => !isBeyond(each))) {
      const { seq, by } = head;
      if (isBroken) {
        const message = `The line that ${by} names, after record ${seq}, is gone or altered.`;
        this.#findings.add('missing', message, { seq });
      } else {
        const message = `The file has other lines up to record ${seq} than ${by} says: somebody who has the key has written it anew.`;
        this.#findings.add('rewritten', message, { seq });
      }
    }
  }
}

/** The number that a line takes, or that the next one after it takes if it has none of its own. */
const placeOf = ({ kind, seq }: AuditLine): number =>
  kind === 'record' || kind === 'dropped' ? seq : seq + 1;
