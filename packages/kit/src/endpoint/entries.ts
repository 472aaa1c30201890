import type { StandardSchemaV1 } from '@standard-schema/spec';

import { memberName, parseName } from '../live/form/entries/names.js';
import { receive, shapeAt } from '../live/form/entries/receive.js';
import { valueOf } from '../live/form/entries/value.js';
import { type FormSchema, jsonFormOf } from '../live/form/schema/json-form.js';
import { type GroupShape, type Shape, shapeOf } from '../live/form/schema/shape.js';

/** Fields as a form or a query has them: a name may occur several times. */
type Fields = Iterable<readonly [name: string, value: string | File]>;

/**
 * The value of fields, for a schema. One that describes itself as JSON Schema gets numbers, dates, groups (`address.city`) and lists
 * (`lines[0].city`) as forms of live views make them; any other gets the texts by their names, and an array for a name that
 * occurs several times.
 *
 * @param maxRows rows of all lists together
 */
export function valueOfFields(fields: Fields, schema: StandardSchemaV1, maxRows: number): unknown {
  const all = gather(fields);
  const shape = shapeOfSchema(schema);
  if (!shape) return Object.fromEntries(Array.from(all, ([name, values]) => [name, one(values)]));
  const payload = Object.fromEntries(Array.from(all, ([name, values]) => [name, texts(values)]));
  const known = { shape, isSecret: () => false };
  const { entries } = receive(known, { texts: {}, lists: {} }, payload, maxRows);
  const value = valueOf(shape, entries);
  placeFiles(value, all, shape);
  // A box that is not ticked has no field in a form.
  return fields instanceof FormData ? withUnticked(shape, value) : value;
}

/** The fields by name. A file field without a file is empty; nothing can be called as a prototype is. */
function gather(fields: Fields): ReadonlyMap<string, (string | File)[]> {
  const all = new Map<string, (string | File)[]>();
  for (const [name, value] of fields) {
    const isEmptyFile = typeof value !== 'string' && value.size === 0 && value.name === '';
    if (isEmptyFile || name === '__proto__') continue;
    const earlier = all.get(name);
    if (earlier) earlier.push(value);
    else all.set(name, [value]);
  }
  return all;
}

const one = (values: readonly (string | File)[]): unknown =>
  values.length > 1 ? values : values[0];

const texts = (values: readonly (string | File)[]): readonly string[] =>
  values.filter((value) => typeof value === 'string');

const shapes = new WeakMap<StandardSchemaV1, GroupShape | undefined>();

/** The shape of the input of a schema; `undefined` if it does not describe itself, or takes no fields. */
function shapeOfSchema(schema: StandardSchemaV1): GroupShape | undefined {
  if (shapes.has(schema)) return shapes.get(schema);
  const json = jsonFormOf(schema as FormSchema);
  const shape = 'problem' in json ? undefined : shapeOf(json);
  const group = shape?.kind === 'group' ? shape : undefined;
  shapes.set(schema, group);
  return group;
}

/** Puts files where their names lead, in groups that have other fields or in the whole. */
function placeFiles(
  value: unknown,
  all: ReadonlyMap<string, (string | File)[]>,
  shape: GroupShape,
): void {
  for (const [name, values] of all) {
    const files = values.filter((each) => typeof each !== 'string');
    const path = parseName(name);
    const at = path && shapeAt(shape, path);
    if (files.length === 0 || !path || !at) continue;
    let place = value as Record<string | number, unknown>;
    for (const step of path.slice(0, -1))
      place = (place[step] ??= {}) as Record<string | number, unknown>;
    place[path.at(-1)!] = at.kind === 'list' ? files : files.at(-1);
  }
}

/** The value with `false` for each box that a form must have and that has no field. */
function withUnticked(shape: Shape, value: unknown, name = ''): unknown {
  if (shape.kind === 'list' && Array.isArray(value))
    return value.map((item) => withUnticked(shape.item, item, name));
  if (shape.kind !== 'group' || typeof value !== 'object' || value === null) return value;
  const group: Record<string, unknown> = { ...value };
  for (const [member, inner] of shape.members) {
    if (inner.kind === 'flag' && inner.isRequired) group[member] ??= false;
    else if (Object.hasOwn(group, member))
      group[member] = withUnticked(inner, group[member], memberName(name, member));
  }
  return group;
}
