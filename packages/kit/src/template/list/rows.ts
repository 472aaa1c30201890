import { fail } from '../../core/errors.js';
import { rowKey } from '../escape.js';
import { ForRows } from './for-rows.js';
import { Raw } from '../raw.js';
import { child, Keyed, Rendered, Template } from '../template.js';

/** A list as rendering and comparing see it: rows by index, rendered where they are asked for. */
export interface Rows {
  readonly length: number;
  key(index: number): string;
  /** All keys, in order. @throws SkerryError `duplicate-key` */
  keys(): readonly string[];
  child(index: number): unknown;
  /** The source of a row: the same value makes the same row, if the lists render alike. */
  source(index: number): unknown;
  /** True if the key depends on the source alone, not on its index. */
  readonly keyedBySource: boolean;
}

/** Tells whether a child is a list. */
export const isList = (value: unknown): value is readonly unknown[] | ForRows =>
  Array.isArray(value) || value instanceof ForRows;

/** The rows of a list. */
export function rowsOf(list: readonly unknown[] | ForRows): Rows {
  return list instanceof ForRows ? forRows(list) : arrayRows(list);
}

function forRows(list: ForRows): Rows {
  const { each } = list.props;
  const items = Array.isArray(each) ? (each as readonly unknown[]) : [...each];
  const key = (index: number) => list.keyOf(items[index], index);
  return {
    length: items.length,
    key,
    keys: () => checked(items.map((_, index) => key(index))),
    child: (index) => rowChild(list.row(items[index])),
    source: (index) => items[index],
    keyedBySource: list.hasKeys,
  };
}

function arrayRows(list: readonly unknown[]): Rows {
  const keys: string[] = [];
  const children: unknown[] = [];
  collect(list, '', keys, children);
  return {
    length: keys.length,
    key: (index) => keys[index] as string,
    keys: () => checked(keys),
    child: (index) => children[index],
    source: (index) => children[index],
    keyedBySource: false,
  };
}

/**
 * An array inside an array is part of it; its keys count within it. A child that shows nothing is no row, and one without a key
 * is known by its index, with a full stop before it, so that it is not taken for the key of another.
 */
function collect(
  list: readonly unknown[],
  prefix: string,
  keys: string[],
  children: unknown[],
): void {
  for (let i = 0; i < list.length; i++) {
    const item = list[i];
    if (item === null || item === undefined || typeof item === 'boolean') continue;
    if (Array.isArray(item)) collect(item, `${prefix}.${i}.`, keys, children);
    else {
      keys.push(prefix + (keyOf(item) ?? `.${i}`));
      children.push(rowChild(item));
    }
  }
}

function keyOf(item: unknown): string | undefined {
  if (item instanceof Keyed) return rowKey(item.key);
  return item instanceof Rendered && item.template.keyed ? rowKey(item.dynamics[0]) : undefined;
}

const wrapper = new Template(['', ''], [child(0)]);

/** A value as an instance: anything but markup gets a place of its own. */
export const toInstance = (value: unknown): Rendered =>
  value instanceof Rendered ? value : new Rendered(wrapper, [value]);

/** A row's child without its key. A list or raw markup as a row gets a place of its own, so that it has an end. */
export function rowChild(value: unknown): unknown {
  const inner = value instanceof Keyed ? unwrap(value) : value;
  return isList(inner) || inner instanceof Raw ? toInstance(inner) : inner;
}

/** The child that a key was given to. */
export function unwrap(value: unknown): unknown {
  let inner = value;
  while (inner instanceof Keyed) inner = inner.child;
  return inner;
}

/** The keys, none of which two rows share. @throws SkerryError `duplicate-key` */
function checked(keys: readonly string[]): readonly string[] {
  if (new Set(keys).size === keys.length) return keys;
  const seen = new Set<string>();
  for (const key of keys) {
    if (seen.has(key)) throw fail('duplicate-key', { key });
    seen.add(key);
  }
  return keys;
}
