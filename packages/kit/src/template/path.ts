import { commentKey, rowKey } from './escape.js';
import { Keyed, Rendered } from './template.js';

/** The number of a place, the key of a row, the name of a slot, or the key of a value that is no row. */
export type Step = number | string | { readonly key: string };

/** A path as one text, in which no key can pose as another path. */
export const pathText = (path: readonly Step[]): string => path.map(stepText).join('/');

const stepText = (step: Step): string =>
  typeof step === 'object' ? `:${commentKey(step.key)}` : commentKey(String(step));

/** The steps of a path; those of places are texts here. @throws URIError */
export const stepsOf = (path: string): Step[] => path.split('/').map(readStep);

const readStep = (text: string): Step =>
  text.startsWith(':') ? { key: decodeURIComponent(text.slice(1)) } : decodeURIComponent(text);

/** The keys in the text of a path, except those of rows. */
export const keysIn = (path: string): string[] =>
  path.split('/').filter((step) => step.startsWith(':'));

/** Adds the keys of a value that is no row to the path of its place: with another key, all inside it is elsewhere. */
export function pushKeys(path: Step[], value: unknown): void {
  let inner = value;
  for (; inner instanceof Keyed; inner = inner.child) path.push({ key: rowKey(inner.key) });
  const key = inner instanceof Rendered && inner.template.keyed ? inner.dynamics[0] : undefined;
  if (key !== undefined && key !== null) path.push({ key: rowKey(key) });
}

/** Tells whether two values that are no rows have the same keys around their content. */
export function sameKeys(a: unknown, b: unknown): boolean {
  if (!(a instanceof Keyed && b instanceof Keyed))
    return !(a instanceof Keyed || b instanceof Keyed);
  return rowKey(a.key) === rowKey(b.key) && sameKeys(a.child, b.child);
}
