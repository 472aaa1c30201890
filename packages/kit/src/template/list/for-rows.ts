import { currentSettle, type Settle } from '../boundary.js';
import { rowKey } from '../escape.js';
import { KeyedList } from './keyed-list.js';

/** The props of a `<For>` as its rows use them. */
interface RowProps<T> {
  readonly each: readonly T[] | KeyedList<T>;
  readonly key?: (item: T) => string | number;
  readonly children: (item: T) => unknown;
  readonly captured?: readonly unknown[];
}

/** The rows of a `<For>`, each of which is rendered on demand. */
export class ForRows<T = unknown> {
  /** The live render that it is a part of; its rows are made later. */
  readonly settle: Settle | undefined = currentSettle();

  constructor(readonly props: RowProps<T>) {}

  get hasKeys(): boolean {
    return this.props.key !== undefined || this.props.each instanceof KeyedList;
  }

  keyOf(item: T, index: number): string {
    const { each, key } = this.props;
    if (each instanceof KeyedList) return each.keyOf(item);
    return key ? rowKey(key(item)) : String(index);
  }

  row(item: T): unknown {
    const { children } = this.props;
    return this.settle ? this.settle(() => children(item)) : children(item);
  }

  /** Tells whether both lists make the same row of the same item. */
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
