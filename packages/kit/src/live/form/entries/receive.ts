import type { Shape } from '../schema/shape.js';
import { isDayOf, isSameTime } from './dates.js';
import { type Entries, own, type Rows, type Text, textOfNo } from './entries.js';
import { type FieldPath, memberName, parseName, rowName } from './names.js';

/** The names of fields in a payload, with what the visitor entered. Unknown names are left out. */
export interface Received {
  /** The entries of before, with those of the payload. A field that the payload lacks is not on the page, and is kept. */
  readonly entries: Entries;
  /** The texts of secret fields. They are kept nowhere. */
  readonly secrets: Readonly<Record<string, Text>>;
  /** The fields whose text is another one than before. */
  readonly changed: readonly string[];
}

/** What is known of the fields of a form. */
export interface KnownFields {
  readonly shape: Shape;
  isSecret(name: string): boolean;
}

/** Takes the payload of a form's event, a flat record of names and texts. @param maxRows rows of all lists together */
export function receive(
  { shape, isSecret }: KnownFields,
  before: Entries,
  payload: unknown,
  maxRows: number,
): Received {
  const texts: Record<string, Text> = { ...before.texts };
  const lists: Record<string, Rows> = { ...before.lists };
  const secrets: Record<string, Text> = {};
  const changed: string[] = [];
  for (const [name, value] of Object.entries(payload ?? {})) {
    const path = parseName(name);
    const at = path && shapeAt(shape, path);
    const text = at && textFor(at, value, maxRows);
    const admits = () => admitRows(before.lists, lists, path as FieldPath, maxRows);
    if (text === undefined || !admits()) continue;
    const earlier = String(own(texts, name) ?? '');
    if (at?.kind === 'date' && isDayOf(String(text), earlier)) continue;
    if (!isSameText(at as Shape, earlier, String(text))) changed.push(name);
    (isSecret(name) ? secrets : texts)[name] = text;
  }
  return { entries: { texts, lists }, secrets, changed };
}

const isSameText = ({ kind }: Shape, earlier: string, text: string): boolean =>
  earlier === text || (kind === 'date' && isSameTime(earlier, text));

/** Finds the shape at a path; `undefined` where the schema has none. */
export function shapeAt(shape: Shape, path: FieldPath): Shape | undefined {
  let at: Shape | undefined = shape;
  for (const step of path) {
    if (typeof step === 'string') at = at?.kind === 'group' ? at.members.get(step) : undefined;
    else at = at?.kind === 'list' ? at.item : undefined;
  }
  return at;
}

/**
 * The text that a payload has for a field; `undefined` for anything that is none. Of several fields with one name, such as a box
 * and the hidden field that says that it is on the page, the last counts; a list has them all, except the empty ones and those
 * beyond the most rows.
 */
function textFor(at: Shape, value: unknown, maxChoices: number): Text | undefined {
  const texts = [value].flat().map((each) => toText(at, each));
  if (at.kind === 'group' || !texts.every((text) => text !== undefined)) return undefined;
  if (at.kind !== 'list') return texts.at(-1);
  const isScalar = at.item.kind !== 'group' && at.item.kind !== 'list';
  return isScalar ? texts.filter((text) => text !== '').slice(0, maxChoices) : undefined;
}

/** A box by itself sends whether it is checked. Browsers post a line break as two characters, and scripts as one. */
function toText(at: Shape, value: unknown): string | undefined {
  if (typeof value === 'boolean') return value ? 'on' : textOfNo(at);
  return typeof value === 'string' ? value.replaceAll('\r\n', '\n') : undefined;
}

/** Calls `admit` for each row on a path, with the name of its list, as long as it returns true. */
function everyRow(path: FieldPath, admit: (list: string, row: number) => boolean): boolean {
  let name = '';
  for (const step of path) {
    if (typeof step === 'number' && !admit(name, step)) return false;
    name = typeof step === 'number' ? rowName(name, step) : memberName(name, step);
  }
  return true;
}

/** Tells whether all rows of a path exist. */
export const hasRows = (lists: Entries['lists'], path: FieldPath): boolean =>
  everyRow(path, (list, row) => own(lists, list)?.order.includes(row) === true);

/** Tells whether all rows of a path exist, or may: rows of a region that is gone, for example after a restart, come back. */
const admitRows = (
  before: Entries['lists'],
  lists: Record<string, Rows>,
  path: FieldPath,
  maxRows: number,
): boolean =>
  everyRow(path, (list, row) => {
    const { order, next } = own(lists, list) ?? noRows;
    if (order.includes(row)) return true;
    // A number that was given before is that of a row that has been removed.
    const { next: first } = own(before, list) ?? noRows;
    if (row < first || row >= first + maxRows || countRows(lists) >= maxRows) return false;
    lists[list] = { order: [...order, row], next: Math.max(next, row + 1) };
    return true;
  });

export const noRows: Rows = { order: [], next: 0 };

/** The number of rows in all lists. */
export const countRows = (lists: Entries['lists']): number =>
  Object.values(lists).reduce((sum, { order }) => sum + order.length, 0);
