import type { ChainLine } from './chain.js';
import { Persistence } from './persistence.js';
import type { AuditSink } from './sinks.js';

/** The records that a sink has not received, since it took none for too long. */
export interface SkippedRecords {
  readonly sink: string;
  readonly from: number;
  readonly to: number;
}

/** What a mirror reports. */
export interface MirrorReports {
  failed(sink: string, error: unknown): void;
  recovered(sink: string): void;
  skipped(records: SkippedRecords): void;
}

/** Lines that one call of a sink takes at most. */
const linesPerWrite = 256;

/** A sink beside the ledger. It receives every line that the ledger has, in order and at its own pace, and holds nobody up. */
export class Mirror {
  readonly #sink: AuditSink;
  readonly #limit: number;
  readonly #reports: MirrorReports;
  readonly #persistence: Persistence;
  #waiting: ChainLine[] = [];
  #skipped: { from: number; to: number } | undefined;
  #pumping: Promise<void> | undefined;

  constructor(sink: AuditSink, limit: number, reports: MirrorReports) {
    this.#sink = sink;
    this.#limit = limit;
    this.#reports = reports;
    this.#persistence = new Persistence({
      failed: (error) => reports.failed(sink.name, error),
      recovered: () => reports.recovered(sink.name),
    });
  }

  /** Hands lines to the sink; those above the limit are skipped. */
  push(lines: readonly ChainLine[]): void {
    const room = Math.max(0, this.#limit - this.#waiting.length);
    this.#waiting.push(...lines.slice(0, room));
    const [first] = lines.slice(room);
    if (first) {
      this.#skipped ??= { from: first.seq, to: first.seq };
      this.#skipped.to = lines.at(-1)!.seq;
    }
    this.#pumping ??= this.#pump();
  }

  /** Resolves once the sink has everything, or was given up. */
  async end(): Promise<void> {
    this.#persistence.hurry();
    while (this.#pumping) await this.#pumping;
    if (this.#waiting.length === 0) await this.#sink.close?.();
  }

  /** Ends all attempts; what waits is lost to this sink. */
  giveUp(): void {
    this.#persistence.giveUp();
  }

  async #pump(): Promise<void> {
    while (this.#waiting.length > 0) {
      const lines = this.#waiting.slice(0, linesPerWrite);
      const texts = lines.map(({ text }) => text);
      if (!(await this.#persistence.run(() => this.#sink.write(texts)))) break;
      this.#waiting = this.#waiting.slice(lines.length);
      if (this.#skipped) {
        this.#reports.skipped({ sink: this.#sink.name, ...this.#skipped });
        this.#skipped = undefined;
      }
    }
    this.#pumping = undefined;
  }
}
