import type { Tree } from '@skerry/wire';

/**
 * Writes a tree as text, such that two trees that show the same have the same text: without the tokens of regions inside, and
 * without the markup of islands that hydrate, which goes only to those who ask for it.
 */
export const shownTree = (tree: Tree): string =>
  JSON.stringify(tree, (_, value: unknown) => {
    if (!isRecord(value)) return value;
    if (typeof value.v === 'string') return { v: '' };
    if (isRecord(value.i) && value.i.p !== undefined) return { i: { ...value.i, h: '' } };
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  });

/** The keys of the rows of the first keyed list in a tree, in order; none where there is no list. */
export function rowKeys(value: unknown): string[] {
  if (Array.isArray(value)) return firstOf(value);
  if (!isRecord(value)) return [];
  if (Array.isArray(value.r)) return (value.r as [string, unknown][]).map(([key]) => key);
  return firstOf(Object.values(value));
}

function firstOf(values: readonly unknown[]): string[] {
  for (const value of values) {
    const keys = rowKeys(value);
    if (keys.length > 0) return keys;
  }
  return [];
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
