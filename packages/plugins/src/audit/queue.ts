import type { AuditRecord } from './record.js';

/** A record that waits to be written, or the numbers of those that had no room. */
export type QueueItem = { readonly seq: number; readonly record: AuditRecord } | DroppedRecords;

/** Records without room: their numbers, and how many there were of each type. */
export interface DroppedRecords {
  readonly from: number;
  to: number;
  readonly types: Map<string, number>;
}

/** The number of types that are counted by name where records are dropped. */
const mostTypes = 32;

/** Records between the app and the sinks, in order and numbered from 1; those above the limit leave only their numbers. */
export class AuditQueue {
  readonly #limit: number;
  #items: QueueItem[] = [];
  /** The items before this one are removed. */
  #first = 0;
  #seq = 0;
  #records = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The number of records that wait. */
  get size(): number {
    return this.#records;
  }

  /** True if neither records nor the numbers of dropped ones wait. */
  get isEmpty(): boolean {
    return this.#first === this.#items.length;
  }

  /** True if the next record would be dropped. */
  get isFull(): boolean {
    return this.#records >= this.#limit;
  }

  /** The number of the latest record. */
  get lastSeq(): number {
    return this.#seq;
  }

  /** Adds a record and returns its number. Without room only the number is kept. */
  push(record: AuditRecord): { seq: number; isDropped: boolean } {
    const seq = ++this.#seq;
    const isDropped = this.isFull;
    if (isDropped) this.#drop(seq, record.lasting.type);
    else {
      this.#items.push({ seq, record });
      this.#records += 1;
    }
    return { seq, isDropped };
  }

  /** The oldest items, which stay until `remove` takes them: a sink may still fail. */
  peek(most: number): readonly QueueItem[] {
    return this.#items.slice(this.#first, this.#first + most).map((item) => Object.freeze(item));
  }

  /** Removes the oldest items, once they are written. */
  remove(items: readonly QueueItem[]): void {
    this.#first += items.length;
    // To move the rest at every removal would cost the square of a long queue.
    if (this.#first * 2 >= this.#items.length) {
      this.#items = this.#items.slice(this.#first);
      this.#first = 0;
    }
    this.#records -= items.filter((item) => 'record' in item).length;
  }

  #drop(seq: number, type: string): void {
    let last = this.#items.at(-1);
    // A frozen item is on its way to a sink.
    if (last === undefined || 'record' in last || Object.isFrozen(last)) {
      last = { from: seq, to: seq, types: new Map() };
      this.#items.push(last);
    }
    last.to = seq;
    const name = last.types.size < mostTypes || last.types.has(type) ? type : 'others';
    last.types.set(name, (last.types.get(name) ?? 0) + 1);
  }
}
