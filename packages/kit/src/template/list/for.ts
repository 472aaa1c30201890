import type { Child } from '../child.js';
import { rowKey } from '../escape.js';
import { KeyedList } from './keyed-list.js';

/** What `<For>` takes. */
export interface ForProps<T> {
  /** The items, an array or a `list(…)`. */
  each: readonly T[] | KeyedList<T>;
  /** The key of an item, unique in the list; without it a row goes by its index. A `list(…)` brings its own. */
  key?: (item: T) => string | number;
  /** Renders one row. */
  children: (item: T) => Child;
  /** The values that `children` closes over; the compiler fills it in. */
  captured?: readonly unknown[];
}

/** The rows of a `<For>`: each is rendered where somebody asks for it. */
export class ForRows<T = unknown> {
  constructor(readonly props: ForProps<T>) {}

  get hasKeys(): boolean {
    return this.props.key !== undefined || this.props.each instanceof KeyedList;
  }

  keyOf(item: T, index: number): string {
    const { each, key } = this.props;
    if (each instanceof KeyedList) return each.keyOf(item);
    return key ? rowKey(key(item)) : String(index);
  }

  row(item: T): unknown {
    return this.props.children(item);
  }

  /** Whether a row here and a row of the other are the same for the same item. */
  rendersLike(other: ForRows<T>): boolean {
    if (this.props.children === other.props.children) return true;
    const { captured } = this.props;
    const before = other.props.captured;
    return (
      captured !== undefined &&
      before?.length === captured.length &&
      captured.every((value, i) => Object.is(value, before[i]))
    );
  }
}

/**
 * Renders a row for each item. A row whose item is the same object as before is neither rendered nor compared again, as
 * long as nothing that the row's function closes over has changed.
 *
 * @example
 * <For each={state.rows} key={(row) => row.id}>{(row) => <li>{row.name}</li>}</For>
 */
export const For = <T>(props: ForProps<T>): Child => new ForRows(props);
