/** The steps from a form to one of its fields: members of a group by name, rows of a list by number. */
export type FieldPath = readonly (string | number)[];

/** Names that are part of every object in JavaScript. */
const reserved: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** A longer name belongs to no field: schemas are a few levels deep. */
const maxLength = 500;

const step = /([^.[\]]+)|\[(0|[1-9]\d{0,8})\]/y;

/** Reads the name of a field, such as `address.lines[0].city`; `undefined` if it is none. */
export function parseName(name: string): FieldPath | undefined {
  const path: (string | number)[] = [];
  for (let at = 0; at < name.length && name.length <= maxLength; at = step.lastIndex) {
    // A dot is between a step and a member, and nowhere else.
    if (path.length > 0 && name[at] === '.' && name[at + 1] !== '[') at++;
    else if (path.length > 0 && name[at] !== '[') return undefined;
    step.lastIndex = at;
    const [, member, row] = step.exec(name) ?? [];
    if (member === undefined && row === undefined) return undefined;
    if (member !== undefined && reserved.has(member)) return undefined;
    path.push(member ?? Number(row));
  }
  return typeof path[0] === 'string' ? path : undefined;
}

/** The name of a member of a group. The group of the whole form has the name `''`. */
export const memberName = (group: string, member: string): string =>
  group === '' ? member : `${group}.${member}`;

/** The name of a row of a list. */
export const rowName = (list: string, row: number): string => `${list}[${row}]`;

/** Tells whether a name is that of a field, or of something in it. */
export const isWithin = (name: string, outer: string): boolean =>
  name === outer || name.startsWith(`${outer}.`) || name.startsWith(`${outer}[`);

/** Tells whether a field may have this name in its group. */
export const isMemberName = (name: string): boolean =>
  /^[^.[\]]+$/.test(name) && !reserved.has(name);
