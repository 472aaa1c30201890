import { fail } from '../../core/errors.js';
import { rowKey } from '../escape.js';

interface Node<T> {
  key: string;
  item: T;
  prev: Node<T>;
  next: Node<T>;
}

/** One step from a version of a list to the next. */
export type ListOperation<T> =
  | { kind: 'insert'; key: string; item: T; before: string | null }
  | { kind: 'remove'; key: string }
  | { kind: 'move'; key: string; before: string | null }
  | { kind: 'set'; key: string; item: T };

/** The step from one version to the next, and the step back. */
export interface ListStepTaken<T> {
  redo: ListOperation<T>;
  undo: ListOperation<T>;
}

/** The rows themselves: a linked ring with an index. Every version of a list shares one. */
class Rows<T> {
  /** The number of steps taken, forward or back. */
  taken = 0;
  readonly #nodes = new Map<string, Node<T>>();
  readonly #end: Node<T>;

  constructor() {
    const end = { key: '', item: undefined as T } as Node<T>;
    end.prev = end.next = end;
    this.#end = end;
  }

  get size(): number {
    return this.#nodes.size;
  }

  find(key: string): Node<T> | undefined {
    return this.#nodes.get(key);
  }

  /** @throws SkerryError `unknown-key` */
  existing(key: string): Node<T> {
    const node = this.#nodes.get(key);
    if (!node) throw fail('unknown-key', { key });
    return node;
  }

  *[Symbol.iterator](): Generator<Node<T>> {
    for (let node = this.#end.next; node !== this.#end; node = node.next) yield node;
  }

  get first(): string | null {
    return this.#nameOf(this.#end.next);
  }

  /** The key behind this one. @throws SkerryError `unknown-key` */
  behind(key: string): string | null {
    return this.#nameOf(this.existing(key).next);
  }

  /** Takes a step and returns the one that leads back. */
  take(step: ListOperation<T>): ListOperation<T> {
    const undo = this.#take(step);
    this.taken++;
    return undo;
  }

  /** The same rows, apart from these. */
  copy(): Rows<T> {
    const copy = new Rows<T>();
    for (const { key, item } of this) copy.take({ kind: 'insert', key, item, before: null });
    return copy;
  }

  #take(step: ListOperation<T>): ListOperation<T> {
    const { key } = step;
    if (step.kind === 'insert') {
      if (this.#nodes.has(key)) throw fail('duplicate-key', { key });
      const node = { key, item: step.item } as Node<T>;
      this.#link(node, this.#anchor(step.before));
      this.#nodes.set(key, node);
      return { kind: 'remove', key };
    }
    const node = this.existing(key);
    if (step.kind === 'set') {
      const { item } = node;
      node.item = step.item;
      return { kind: 'set', key, item };
    }
    const before = this.#nameOf(node.next);
    if (step.kind === 'move') {
      const anchor = this.#anchor(step.before);
      this.#unlink(node);
      this.#link(node, anchor);
      return { kind: 'move', key, before };
    }
    this.#unlink(node);
    this.#nodes.delete(key);
    return { kind: 'insert', key, item: node.item, before };
  }

  #anchor(key: string | null): Node<T> {
    return key === null ? this.#end : this.existing(key);
  }

  #nameOf(node: Node<T>): string | null {
    return node === this.#end ? null : node.key;
  }

  #link(node: Node<T>, before: Node<T>): void {
    node.prev = before.prev;
    node.next = before;
    before.prev.next = node;
    before.prev = node;
  }

  #unlink(node: Node<T>): void {
    node.prev.next = node.next;
    node.next.prev = node.prev;
  }
}

/**
 * A list of keyed items for the state of a live view. It is a value: every operation returns the next version and leaves
 * this one as it was, and versions know the steps between them, so that one change of a thousand rows is rendered,
 * compared and sent as one. Versions share their rows by Baker's rerooting (H. Baker, "Shallow binding makes functional
 * arrays fast", 1991): the newest version reads and steps in constant time, an older one is restored when it is read.
 *
 * @example
 * live.assign({ rows: live.state.rows.update('42', (row) => ({ ...row, done: true })) })
 */
export class KeyedList<T> implements Iterable<T> {
  /** Exists in types alone: its members are for its own methods. */
  declare readonly '~opaque'?: true;
  readonly #keyOf: (item: T) => string | number;
  /** The rows are here, or in the version that `#towards` leads to. */
  #rows: Rows<T> | undefined;
  #towards: (ListStepTaken<T> & { version: KeyedList<T> }) | undefined;
  readonly size: number;

  private constructor(keyOf: (item: T) => string | number, rows: Rows<T>) {
    this.#keyOf = keyOf;
    this.#rows = rows;
    this.size = rows.size;
  }

  /** Makes the first version. @throws SkerryError `duplicate-key` */
  static from<T>(items: Iterable<T>, keyOf: (item: T) => string | number): KeyedList<T> {
    const rows = new Rows<T>();
    for (const item of items)
      rows.take({ kind: 'insert', key: rowKey(keyOf(item)), item, before: null });
    return new KeyedList(keyOf, rows);
  }

  /** The key of an item. */
  keyOf(item: T): string {
    return rowKey(this.#keyOf(item));
  }

  /** The item with this key. */
  get(key: string | number): T | undefined {
    return this.#here().find(rowKey(key))?.item;
  }

  /** Tells whether an item has this key. */
  has(key: string | number): boolean {
    return this.#here().find(rowKey(key)) !== undefined;
  }

  /** The items in order. */
  [Symbol.iterator](): IterableIterator<T> {
    // Of a copy: the rows may be brought to another version in the meantime.
    return Array.from(this.#here(), (node) => node.item).values();
  }

  /** The keys in order. */
  keys(): string[] {
    return Array.from(this.#here(), (node) => node.key);
  }

  /** Adds items at the end. @throws SkerryError `duplicate-key` */
  append(...items: T[]): KeyedList<T> {
    return this.#insertAll(items, null);
  }

  /** Adds items at the start. @throws SkerryError `duplicate-key` */
  prepend(...items: T[]): KeyedList<T> {
    return this.#insertAll(items, this.#here().first);
  }

  /** Adds an item before the one with the key `before`. @throws SkerryError `duplicate-key`, `unknown-key` */
  insert(item: T, { before }: { before: string | number }): KeyedList<T> {
    return this.#insertAll([item], rowKey(before));
  }

  /** Replaces the item with this key; its key stays. @throws SkerryError `unknown-key`, `changed-key` */
  update(key: string | number, change: T | ((item: T) => T)): KeyedList<T> {
    const at = rowKey(key);
    const before = this.#here().existing(at).item;
    const item = typeof change === 'function' ? (change as (item: T) => T)(before) : change;
    const next = this.keyOf(item);
    if (next !== at) throw fail('changed-key', { key: at, next });
    return item === before ? this : this.#step({ kind: 'set', key: at, item });
  }

  /** Takes an item away. @throws SkerryError `unknown-key` */
  remove(key: string | number): KeyedList<T> {
    return this.#step({ kind: 'remove', key: rowKey(key) });
  }

  /** Puts the item with this key before another, or at the end. @throws SkerryError `unknown-key` */
  move(key: string | number, { before }: { before: string | number | null }): KeyedList<T> {
    const at = rowKey(key);
    const anchor = before === null ? null : rowKey(before);
    const behind = this.#here().behind(at);
    return anchor === at || anchor === behind
      ? this
      : this.#step({ kind: 'move', key: at, before: anchor });
  }

  /** A list of other items with the same keys' meaning; it is compared with this one as a whole. */
  replace(items: Iterable<T>): KeyedList<T> {
    return KeyedList.from(items, this.#keyOf);
  }

  /** The steps that lead from an earlier version to this one, oldest first; `undefined` where they have no common past. */
  stepsFrom(earlier: KeyedList<T>): ListStepTaken<T>[] | undefined {
    this.#here();
    const steps: ListStepTaken<T>[] = [];
    let version = earlier;
    while (version !== this) {
      if (!version.#towards) return undefined;
      steps.push(version.#towards);
      version = version.#towards.version;
    }
    return steps;
  }

  /** The items, for `JSON.stringify`. */
  toJSON(): T[] {
    return [...this];
  }

  #insertAll(items: T[], before: string | null): KeyedList<T> {
    return items.reduce<KeyedList<T>>(
      (version, item) => version.#step({ kind: 'insert', key: this.keyOf(item), item, before }),
      this,
    );
  }

  #step(redo: ListOperation<T>): KeyedList<T> {
    const shared = this.#here();
    // An old version holds on to all that came after it, and versions of one past bring their rows to and fro. So rows
    // that have taken many steps are left to them, and the next version starts with a copy.
    const parts = shared.taken > 2 * shared.size + 16;
    const rows = parts ? shared.copy() : shared;
    const undo = rows.take(redo);
    const version = new KeyedList(this.#keyOf, rows);
    if (parts) return version;
    this.#rows = undefined;
    this.#towards = { version, redo, undo };
    return version;
  }

  /** Brings the rows to this version. */
  #here(): Rows<T> {
    const path: KeyedList<T>[] = [this];
    for (let step = this.#towards; step; step = step.version.#towards) path.push(step.version);
    const rows = path.pop()!.#rows as Rows<T>;
    for (const earlier of path.reverse()) {
      const { redo, undo, version: later } = earlier.#towards!;
      rows.take(undo);
      later.#rows = undefined;
      later.#towards = { version: earlier, redo: undo, undo: redo };
      earlier.#towards = undefined;
      earlier.#rows = rows;
    }
    return rows;
  }
}

/**
 * Makes a list for the state of a live view, whose changes cost what changed, whatever its length.
 *
 * @param items the items in order
 * @param key the key of an item: unique in the list, the same for as long as the item is in it
 * @throws SkerryError `duplicate-key`
 */
export const list = <T>(items: Iterable<T>, key: (item: T) => string | number): KeyedList<T> =>
  KeyedList.from(items, key);
