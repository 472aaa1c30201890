import type { FieldShape, Shape } from '../schema/shape.js';
import { textOfDate } from './dates.js';
import { memberName, rowName } from './names.js';

/** The text of one field as a browser sends it; several for a list of choices. */
export type Text = string | readonly string[];

/** The rows of a list. A row keeps its number, so names and what is known of its fields stay true when others come and go. */
export interface Rows {
  readonly order: readonly number[];
  /** The number of the next row. */
  readonly next: number;
}

/** Everything that is entered in a form, by the names of fields and lists. Plain data. */
export interface Entries {
  readonly texts: Readonly<Record<string, Text>>;
  readonly lists: Readonly<Record<string, Rows>>;
}

/** The own member of a record whose names come from a schema or a visitor. */
export const own = <T>(record: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;

/** The text by which a box says no. Where nothing is an answer of its own, it is a word. */
export const textOfNo = (shape: Shape): string =>
  shape.kind === 'flag' && shape.isNullable ? 'false' : '';

/** The text of one value; `undefined` if there is none. */
function textOf(shape: FieldShape, value: unknown): string | undefined {
  if (value === null) return shape.isNullable ? '' : undefined;
  if (value === undefined) return undefined;
  if (typeof value === 'boolean') return value ? 'on' : textOfNo(shape);
  return value instanceof Date ? textOfDate(value) : String(value);
}

/** The entries of a form that starts with these values; members that the schema does not know are left out. */
export function entriesOf(shape: Shape, values: unknown): Entries {
  const texts: Record<string, Text> = {};
  const lists: Record<string, Rows> = {};
  const enter = (at: Shape, name: string, value: unknown): void => {
    if (at.kind === 'group') {
      const given = typeof value === 'object' && value !== null ? value : {};
      for (const [member, inner] of at.members)
        if (Object.hasOwn(given, member))
          enter(inner, memberName(name, member), (given as Record<string, unknown>)[member]);
    } else if (at.kind === 'list') {
      if (!Array.isArray(value)) return;
      lists[name] = { order: [...value.keys()], next: value.length };
      value.forEach((item, row) => enter(at.item, rowName(name, row), item));
    } else {
      const text = textOf(at, value);
      if (text !== undefined) texts[name] = text;
    }
  };
  enter(shape, '', values);
  return { texts, lists };
}

/** The texts that are chosen of a list: those of its fields by one name, or those that the form started with. */
export function choicesIn({ texts, lists }: Entries, list: string): readonly string[] {
  const chosen = own(texts, list);
  if (chosen !== undefined) return [chosen].flat();
  const rows = own(lists, list)?.order ?? [];
  return rows.map((row) => String(own(texts, rowName(list, row)) ?? ''));
}
