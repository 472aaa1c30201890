import type { FieldShape, GroupShape, ListShape, Shape } from '../schema/shape.js';
import { dateOf } from './dates.js';
import { choicesIn, type Entries, own } from './entries.js';
import { memberName, rowName } from './names.js';

/** Makes the values of entries, as the schema takes them. Fields without a text, on the page or from the start, are left out. */
export function valueOf(shape: Shape, entries: Entries): unknown {
  const groups = groupsWith(entries);
  const make = (at: Shape, name: string): unknown => {
    if (at.kind === 'list') return listOf(at, name);
    if (at.kind === 'group') return groupOf(at, name);
    const text = own(entries.texts, name);
    return text === undefined ? undefined : scalarOf(at, String(text));
  };
  const groupOf = (shape: GroupShape, name: string): unknown => {
    // A schema may contain itself: a group in which nothing is entered is not looked into.
    if (!groups.has(name)) return nothingIn(shape, {});
    if ((!shape.isRequired || shape.isNullable) && isBlank(shape, name))
      return nothingIn(shape, {});
    const group: Record<string, unknown> = {};
    for (const [member, inner] of shape.members) {
      const value = make(inner, memberName(name, member));
      if (value !== undefined) group[member] = value;
    }
    return group;
  };
  /** Tells whether a visitor has left empty all that is on the page of it. A box that is not ticked is an answer. */
  const isBlank = (at: Shape, name: string): boolean => {
    const text = own(entries.texts, name);
    if (at.kind === 'flag') return text === undefined;
    if (at.kind !== 'group') return !text?.length && !own(entries.lists, name)?.order.length;
    const members = [...at.members];
    return (
      !groups.has(name) ||
      members.every(([member, inner]) => isBlank(inner, memberName(name, member)))
    );
  };
  const listOf = (shape: ListShape, name: string): unknown => {
    const { item } = shape;
    const rows = own(entries.lists, name);
    if (own(entries.texts, name) !== undefined)
      return choicesIn(entries, name).map((text) => scalarOf(item as FieldShape, text));
    if (!rows) return nothingIn(shape, []);
    return rows.order.map((row) => make(item, rowName(name, row)));
  };
  return make(shape, '');
}

/** The value of a group or a list that nothing was entered in. */
function nothingIn({ isRequired, isNullable }: GroupShape | ListShape, empty: object): unknown {
  if (!isRequired) return undefined;
  return isNullable ? null : empty;
}

/** The names of the groups that have entries, and of those that are rows. */
function groupsWith({ texts, lists }: Entries): ReadonlySet<string> {
  const groups = new Set(['']);
  for (const name of [...Object.keys(texts), ...Object.keys(lists)])
    for (let end = name.lastIndexOf('.'); end > 0; end = name.lastIndexOf('.', end - 1))
      groups.add(name.slice(0, end));
  for (const [list, { order }] of Object.entries(lists))
    for (const row of order) groups.add(rowName(list, row));
  return groups;
}

/** The texts by which a box, or a group of radio buttons, says no. */
const noes: ReadonlySet<string> = new Set(['', 'false', 'off']);

/** Tells whether a text says yes. */
export const isYes = (text: string): boolean => !noes.has(text);

/** Longer numbers are left to the schema as texts: to read them takes too long. */
const maxDigits = 100;

/** Makes a value of a text. A text that means none of its kind stays text, and the schema says so. */
function scalarOf(shape: FieldShape, text: string): unknown {
  const { kind, options, isRequired, isNullable } = shape;
  if (kind === 'flag') return text === '' && isNullable ? null : isYes(text);
  if (text === '' && !isRequired) return undefined;
  if (text === '' && isNullable) return null;
  const option = options?.find((each) => String(each) === text);
  if (option !== undefined) return option;
  if (text.trim() === '') return kind === 'text' || kind === 'any' ? text : undefined;
  return readers[kind](text) ?? text;
}

const readers: Readonly<Record<Exclude<FieldShape['kind'], 'flag'>, (text: string) => unknown>> = {
  text: (text) => text,
  any: (text) => text,
  number: (text) => (Number.isNaN(Number(text)) ? undefined : Number(text)),
  date: dateOf,
  bigint: (text) => (text.length <= maxDigits && /^-?\d+$/.test(text) ? BigInt(text) : undefined),
};
