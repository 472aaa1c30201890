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

/** Deeper values are refused, so that the walk through data that holds itself ends. */
const maxDepth = 100;

/** Finds the first value that is no plain data: JSON would change it, and the policy does not accept it. */
export function findNotPlain(
  value: unknown,
  path: string,
  policy: PlainDataPolicy = {},
  depth = 0,
): NotPlain | undefined {
  if (isJsonScalar(value) || policy.accepts?.(value)) return undefined;
  const members = depth > maxDepth ? undefined : membersOf(value, path, policy);
  if (!members) return { path, value: typeof value === 'number' ? String(value) : describe(value) };
  for (const [at, member] of members) {
    const found = findNotPlain(member, at, policy, depth + 1);
    if (found) return found;
  }
  return undefined;
}

const isJsonScalar = (value: unknown): boolean =>
  value === null ||
  typeof value === 'string' ||
  typeof value === 'boolean' ||
  Number.isFinite(value);

/** The values directly inside a list or an object, each with its path. JSON leaves out members that are `undefined`. */
function membersOf(
  value: unknown,
  path: string,
  policy: PlainDataPolicy,
): [path: string, member: unknown][] | undefined {
  if (Array.isArray(value)) return Array.from(value, (item, i) => [`${path}[${i}]`, item]);
  const items = policy.itemsOf?.(value);
  if (items) return Array.from(items, (item) => [`${path}[]`, item]);
  if (!isPlainObject(value)) return undefined;
  return Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([name, member]) => [`${path}.${name}`, member]);
}

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
