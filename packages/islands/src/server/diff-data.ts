import { type DataPatch, isPlainObject } from '@skerry/wire';

import { ItemsPatch } from './items-patch.js';
import { deepEqual } from './deep-equal.js';
import { hunksOf } from './myers.js';
import { isPlain } from './inspect-props.js';
import { devalueText } from './devalue-text.js';

type Members = Readonly<Record<string, unknown>>;

/**
 * The patch from data to other data; `undefined` if they are the same. No object is twice in either of them.
 *
 * @param plain whether JSON says all of `after`
 */
export function diffData(before: unknown, after: unknown, plain: boolean): DataPatch | undefined {
  if (Array.isArray(before) && Array.isArray(after)) return diffItems(before, after, plain);
  if (isPlainObject(before) && isPlainObject(after)) return diffMembers(before, after, plain);
  return deepEqual(before, after) ? undefined : replacement(after, plain);
}

function diffMembers(before: Members, after: Members, plain: boolean): DataPatch | undefined {
  if (before === after) return undefined;
  const patch: { [member: string]: DataPatch } = {};
  let kept = false;
  for (const key of Object.keys(after)) {
    const change = Object.hasOwn(before, key)
      ? diffData(before[key], after[key], plain)
      : replacement(after[key], plain);
    if (change) patch[key] = change;
    kept ||= !isReplacement(change);
  }
  for (const key of Object.keys(before)) if (!Object.hasOwn(after, key)) patch[key] = [];
  if (Object.keys(patch).length === 0) return undefined;
  return plain && !kept ? [after] : patch;
}

function diffItems(
  before: readonly unknown[],
  after: readonly unknown[],
  plain: boolean,
): DataPatch | undefined {
  if (before === after) return undefined;
  const patch = new ItemsPatch(plain);
  for (const { from, to, removed, added } of hunksOf(before, after, deepEqual)) {
    patch.skipTo(to);
    const pairs = Math.min(removed, added);
    for (let i = 0; i < pairs; i++) {
      const item = after[to + i];
      const change = diffData(before[from + i], item, plain);
      if (isReplacement(change)) patch.replace(1, [item]);
      else patch.change(change);
    }
    patch.replace(removed - pairs, after.slice(to + pairs, to + added));
  }
  return patch.end(after);
}

const replacement = (value: unknown, plain: boolean): DataPatch =>
  plain || isPlain(value) ? [value] : ['$', devalueText(value)];

/** Tells whether nothing of the former value stays. */
const isReplacement = (change: DataPatch | undefined): boolean =>
  Array.isArray(change) && (change.length === 1 || (change.length === 2 && change[0] === '$'));
