import type { Json, JsonObject } from './canonical.js';
import type { AuditKey } from './keys.js';
import { type AuditHead, type LineKind, recordMembers, writeLine } from './line.js';
import type { QueueItem } from './queue.js';

/** The last line of an older file, as the first line of a newer one names it. */
export interface FormerHead extends AuditHead {
  /** True if bytes of a broken write came after it. */
  readonly torn?: true | undefined;
}

/** A line, without its line break, and the number of the last record up to it. */
export interface ChainLine {
  readonly text: string;
  readonly seq: number;
}

/** The number of records after which a line sums up the chain. */
export const recordsPerCheckpoint = 64;

/** The chain of one process: every line holds the HMAC of the line before it, and a number that only grows. */
export class AuditChain {
  readonly #key: AuditKey;
  readonly #now: () => number;
  #file = '';
  #prev = '';
  #seq = 0;
  #records = 0;
  #dropped = 0;
  #sinceCheckpoint = 0;

  constructor(key: AuditKey, now: () => number) {
    this.#key = key;
    this.#now = now;
  }

  /** The place of the last line. */
  get head(): AuditHead {
    return { file: this.#file, seq: this.#seq, mac: this.#prev };
  }

  /** The first line of a file, which names the last lines of those before it. */
  open(file: string, formers: readonly FormerHead[], surroundings: JsonObject): ChainLine {
    this.#file = file;
    this.#prev = '';
    const named = formers.map((former) => ({ ...former })) as unknown as Json;
    return this.#line('open', { ...surroundings, formers: named });
  }

  /** The lines of records, of those dropped among them, and of the checkpoints that are due. */
  lines(items: readonly QueueItem[]): ChainLine[] {
    return items.flatMap((item) => {
      const line = this.#lineOf(item);
      if (this.#sinceCheckpoint < recordsPerCheckpoint) return [line];
      return [line, this.#sum('checkpoint', {})];
    });
  }

  /** The last line of a file; `next` is the name of the file that goes on. */
  close(next?: string): ChainLine {
    return this.#sum('close', { next });
  }

  #lineOf(item: QueueItem): ChainLine {
    if ('record' in item) {
      this.#seq = item.seq;
      this.#records += 1;
      this.#sinceCheckpoint += 1;
      return this.#line('record', recordMembers(item.record), item.seq);
    }
    const { from, to, types } = item;
    this.#seq = to;
    this.#dropped += to - from + 1;
    this.#sinceCheckpoint += 1;
    return this.#line('dropped', { to, types: Object.fromEntries(types) }, from);
  }

  #sum(kind: 'checkpoint' | 'close', members: JsonObject): ChainLine {
    this.#sinceCheckpoint = 0;
    return this.#line(kind, { ...members, records: this.#records, dropped: this.#dropped });
  }

  #line(kind: LineKind, members: JsonObject, seq = this.#seq): ChainLine {
    const head = { v: 1, kind, file: this.#file, seq, key: this.#key.id, prev: this.#prev };
    const time = new Date(this.#now()).toISOString();
    const { text, mac } = writeLine({ time, ...members, ...head }, this.#key);
    this.#prev = mac;
    return { text, seq: this.#seq };
  }
}
