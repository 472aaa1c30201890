import type { Shape } from '../schema/shape.js';
import { type Entries, own, type Rows } from './entries.js';
import { isWithin, memberName, parseName, rowName } from './names.js';
import { countRows, hasRows, type KnownFields, noRows, shapeAt } from './receive.js';

/** The name of the buttons that edit a list. Their value is one of the edits and the name of the list or the row. */
export const listButton = '_list';

/** Adds a row at the end of a list, removes one, or moves it by one place. */
export type ListEdit = 'add' | 'remove' | 'up' | 'down';

/** The entries after an edit, and the names that it concerns. */
interface EditedList {
  readonly entries: Entries;
  /** The list that was edited. */
  readonly list?: string;
  /** The row that was added. */
  readonly added?: string;
  /** The row that was removed. */
  readonly removed?: string;
}

/** Does what the pressed button says; an edit of something that is not there changes nothing. */
export function editList(
  form: KnownFields,
  entries: Entries,
  pressed: string,
  maxRows: number,
): EditedList {
  const space = pressed.indexOf(' ');
  const edit = pressed.slice(0, space);
  const name = pressed.slice(space + 1);
  const { lists } = entries;
  const path = parseName(name);
  if (!path || !hasRows(lists, path)) return { entries };
  if (edit === 'add') {
    const shape = shapeAt(form.shape, path);
    const { order, next } = own(lists, name) ?? noRows;
    if (shape?.kind !== 'list' || countRows(lists) >= maxRows) return { entries };
    const rows = { order: [...order, next], next: next + 1 };
    const added = rowName(name, next);
    const texts = { ...entries.texts, ...emptyTexts(form, shape.item, added) };
    return { entries: withRows({ ...entries, texts }, name, rows), list: name, added };
  }
  const row = path.at(-1);
  const list = name.slice(0, name.lastIndexOf('['));
  const rows = own(lists, list);
  if (typeof row !== 'number' || !rows) return { entries };
  if (edit === 'remove') {
    const order = rows.order.filter((each) => each !== row);
    return {
      entries: withRows(withoutRow(entries, name), list, { ...rows, order }),
      list,
      removed: name,
    };
  }
  const step = edit === 'up' ? -1 : edit === 'down' ? 1 : 0;
  return {
    entries: withRows(entries, list, { ...rows, order: moved(rows.order, row, step) }),
    list,
  };
}

/** The texts of a new row: a text field that a page shows is empty, and not missing. A secret one is kept nowhere. */
function emptyTexts(form: KnownFields, shape: Shape, name: string): Entries['texts'] {
  if (!shape.isRequired) return {};
  if (shape.kind === 'group' && !shape.isNullable) {
    const texts = [...shape.members].map(([member, inner]) =>
      emptyTexts(form, inner, memberName(name, member)),
    );
    return Object.assign({}, ...texts) as Entries['texts'];
  }
  return shape.kind === 'text' && !shape.options && !form.isSecret(name) ? { [name]: '' } : {};
}

const withRows = (entries: Entries, list: string, rows: Rows): Entries => ({
  ...entries,
  lists: { ...entries.lists, [list]: rows },
});

/** The order with one row a place further, if there is such a place. */
function moved(order: readonly number[], row: number, step: number): readonly number[] {
  const at = order.indexOf(row);
  const other = order[at + step];
  return other === undefined ? order : order.with(at, other).with(at + step, row);
}

const withoutRow = ({ texts, lists }: Entries, row: string): Entries => ({
  texts: omitRow(texts, row),
  lists: omitRow(lists, row),
});

/** A record by names of fields, without those of a row. */
export const omitRow = <T>(
  record: Readonly<Record<string, T>>,
  row: string | undefined,
): Readonly<Record<string, T>> =>
  row === undefined
    ? record
    : Object.fromEntries(Object.entries(record).filter(([name]) => !isWithin(name, row)));
