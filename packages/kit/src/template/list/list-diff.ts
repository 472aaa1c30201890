import type { Child, ChildChange, ListPatch, ListStep } from '@skerry/wire';

import { ForRows } from './for-rows.js';
import { KeyedList, type ListStepTaken } from './keyed-list.js';
import { fewestMoves } from './moves.js';
import { rowChild, type Rows, rowsOf } from './rows.js';

type Row = [key: string, row: Child];

type AnyList = readonly unknown[] | ForRows;

/** Callbacks of the differ around a list. */
interface RowDiffer {
  /** A new row, whole. */
  row(key: string, value: unknown): Row;
  /** The change of a row, found at its key. */
  rowChange(key: string, before: unknown, after: unknown): ChildChange | undefined;
}

/** Compares two lists. Rows that are known to be the same are neither rendered nor compared. */
export class ListDiffer {
  readonly #steps: ListStep[] = [];
  /** Without a prototype: a key may be any string. */
  readonly #patches: Record<string, ChildChange> = Object.create(null);
  readonly #alike: boolean;

  constructor(
    readonly differ: RowDiffer,
    readonly before: AnyList,
    readonly after: AnyList,
  ) {
    this.#alike =
      after instanceof ForRows
        ? before instanceof ForRows && after.rendersLike(before)
        : !(before instanceof ForRows);
  }

  /** The patch, or `undefined` where nothing changed. */
  patch(): ListPatch | undefined {
    const taken = this.#stepsTaken();
    if (taken) this.#replay(taken, this.before as ForRows, this.after as ForRows);
    else this.#compare(rowsOf(this.before), rowsOf(this.after));
    const patch: ListPatch = {};
    if (this.#steps.length > 0) patch.l = this.#steps;
    if (Object.keys(this.#patches).length > 0) patch.p = this.#patches;
    return patch.l || patch.p ? patch : undefined;
  }

  /** The steps that a `list(…)` recorded, where they say all that changed. */
  #stepsTaken(): ListStepTaken<unknown>[] | undefined {
    if (!this.#alike || !(this.before instanceof ForRows && this.after instanceof ForRows)) return;
    const before = this.before.props.each;
    const after = this.after.props.each;
    if (!(before instanceof KeyedList && after instanceof KeyedList)) return;
    return after.stepsFrom(before);
  }

  #replay(taken: ListStepTaken<unknown>[], before: ForRows, after: ForRows): void {
    const changed = new Map<string, unknown>();
    for (const { redo, undo } of taken) {
      if (redo.kind === 'insert') {
        this.#insert(redo.before, [this.differ.row(redo.key, rowChild(after.row(redo.item)))]);
      } else if (redo.kind === 'remove') {
        this.#remove(redo.key);
        changed.delete(redo.key);
      } else if (redo.kind === 'move') {
        this.#steps.push(['>', redo.key, redo.before]);
      } else if (undo.kind === 'set' && !changed.has(redo.key)) {
        changed.set(redo.key, undo.item);
      }
    }
    const rows = after.props.each as KeyedList<unknown>;
    for (const [key, item] of changed)
      if (rows.get(key) !== item)
        this.#patch(key, rowChild(before.row(item)), rowChild(after.row(rows.get(key))));
  }

  /** Compares from both ends inwards; the rest in the middle is compared by key. */
  #compare(a: Rows, b: Rows): void {
    const bySource = a.keyedBySource && b.keyedBySource;
    const pair = (i: number, j: number): boolean => {
      const same = this.#alike && a.source(i) === b.source(j);
      if (same && bySource) return true;
      if (a.key(i) !== b.key(j)) return false;
      if (!same) this.#patch(b.key(j), a.child(i), b.child(j));
      return true;
    };
    let start = 0;
    const shorter = Math.min(a.length, b.length);
    while (start < shorter && pair(start, start)) start++;
    let endA = a.length;
    let endB = b.length;
    while (endA > start && endB > start && pair(endA - 1, endB - 1)) {
      endA--;
      endB--;
    }
    if (start < endA || start < endB) this.#middle(a, b, start, endA, endB);
  }

  #middle(a: Rows, b: Rows, start: number, endA: number, endB: number): void {
    const keysB = b.keys();
    const oldAt = new Map<string, number>();
    for (let i = start; i < endA; i++) oldAt.set(a.key(i), i);
    const newKeys = new Set(keysB.slice(start, endB));
    for (const key of oldAt.keys()) if (!newKeys.has(key)) this.#remove(key);

    const kept = keysB.slice(start, endB).filter((key) => oldAt.has(key));
    const moves = fewestMoves(kept.map((key) => oldAt.get(key) as number));
    const whole = moves.size * 2 > b.length;
    if (whole)
      this.#steps.push([
        '=',
        ...keysB.filter((key, j) => j < start || j >= endB || oldAt.has(key)),
      ]);

    const stay = new Set(kept.filter((_, i) => whole || !moves.has(i)));
    for (let j = endB - 1; j >= start; j--) {
      const key = keysB[j] as string;
      const next = keysB[j + 1] ?? null;
      const old = oldAt.get(key);
      if (old === undefined) {
        const first = firstOfRun(j, start, (at) => !oldAt.has(keysB[at] as string));
        this.#insert(
          next,
          keysB.slice(first, j + 1).map((added, k) => this.differ.row(added, b.child(first + k))),
        );
        j = first;
        continue;
      }
      if (!stay.has(key)) this.#steps.push(['>', key, next]);
      if (!(this.#alike && a.source(old) === b.source(j)))
        this.#patch(key, a.child(old), b.child(j));
    }
  }

  #patch(key: string, before: unknown, after: unknown): void {
    const change = this.differ.rowChange(key, before, after);
    if (change !== undefined) this.#patches[key] = change;
  }

  #insert(before: string | null, rows: Row[]): void {
    const last = this.#steps.at(-1);
    if (last?.[0] === '+' && last[1] === before) last.push(...rows);
    else this.#steps.push(['+', before, ...rows]);
  }

  #remove(key: string): void {
    const last = this.#steps.at(-1);
    if (last?.[0] === '-') last.push(key);
    else this.#steps.push(['-', key]);
  }
}

function firstOfRun(last: number, start: number, belongs: (at: number) => boolean): number {
  let first = last;
  while (first > start && belongs(first - 1)) first--;
  return first;
}
