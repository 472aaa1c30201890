import { isPlainObject } from '@skerry/wire';

import { describe } from './describe.js';

/** The values that are accepted in addition to those of JSON. */
export interface PlainDataPolicy {
  accepts?(value: unknown): boolean;
  /** The items of a list that is no array. */
  itemsOf?(value: unknown): Iterable<unknown> | undefined;
}

/** A value that is refused, in words, and its path. */
export interface NotPlain {
  readonly path: string;
  readonly value: string;
}

/** Deeper values are refused, so that the walk ends. */
const maxDepth = 100;

/** Finds the first value that is no plain data: JSON would change it, and the policy does not accept it. */
export function findNotPlain(
  value: unknown,
  path: string,
  policy: PlainDataPolicy = {},
): NotPlain | undefined {
  const found = walk(value, policy, []);
  return found && { ...found, path: path + found.path };
}

/** As `findNotPlain`, with the path from this value on: most data is plain, and makes no paths. */
function walk(value: unknown, policy: PlainDataPolicy, around: object[]): NotPlain | undefined {
  if (isJsonScalar(value) || policy.accepts?.(value)) return undefined;
  const isArray = Array.isArray(value);
  const items = isArray ? value : policy.itemsOf?.(value);
  if (!items && !isPlainObject(value))
    return { path: '', value: typeof value === 'number' ? String(value) : describe(value) };
  const holder = value as object;
  if (around.includes(holder))
    return { path: '', value: `${isArray ? 'an array' : 'an object'} that contains it` };
  if (around.length > maxDepth) return { path: '', value: `more than ${maxDepth} levels of data` };
  around.push(holder);
  const found = items
    ? walkItems(items, isArray, policy, around)
    : walkMembers(holder as Record<string, unknown>, policy, around);
  around.pop();
  return found;
}

function walkItems(
  items: Iterable<unknown>,
  isArray: boolean,
  policy: PlainDataPolicy,
  around: object[],
): NotPlain | undefined {
  let index = 0;
  for (const item of items) {
    const found = walk(item, policy, around);
    if (found) return { ...found, path: `[${isArray ? index : ''}]${found.path}` };
    index++;
  }
  return undefined;
}

/** JSON leaves out members that are `undefined`. */
function walkMembers(
  members: Readonly<Record<string, unknown>>,
  policy: PlainDataPolicy,
  around: object[],
): NotPlain | undefined {
  for (const name of Object.keys(members)) {
    const found = members[name] === undefined ? undefined : walk(members[name], policy, around);
    if (found) return { ...found, path: `.${name}${found.path}` };
  }
  return undefined;
}

const isJsonScalar = (value: unknown): boolean =>
  value === null ||
  typeof value === 'string' ||
  typeof value === 'boolean' ||
  Number.isFinite(value);

/** Tells whether two records have the same members, each the same value. */
export function sameMembers(
  a: Readonly<Record<string, unknown>>,
  b: Readonly<Record<string, unknown>>,
): boolean {
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && Object.is(a[name], b[name]))
  );
}
