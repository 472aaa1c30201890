import type { Child } from '../child.js';
import { ForRows } from './for-rows.js';
import type { KeyedList } from './keyed-list.js';

/** The props of `<For>`. */
export interface ForProps<T> {
  /** The items, an array or a `list(…)`. */
  each: readonly T[] | KeyedList<T>;
  /** The key of an item, unique in the list; without it a row is known by its index. A `list(…)` brings its own. */
  key?: (item: T) => string | number;
  /** Renders one row. */
  children: (item: T) => Child;
  /** The values that `children` closes over; the compiler fills it in. */
  captured?: readonly unknown[];
}

/**
 * Renders a row for each item. A row whose item is the same object as before is neither rendered nor compared again, as
 * long as nothing that the row's function closes over has changed.
 *
 * @example
 * <For each={state.rows} key={(row) => row.id}>{(row) => <li>{row.name}</li>}</For>
 */
export const For = <T>(props: ForProps<T>): Child => new ForRows(props);
