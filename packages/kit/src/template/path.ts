import { commentKey, rowKey } from './escape.js';
import { Keyed, Rendered } from './template.js';

/**
 * The number of a place, the key of a row, the name of a slot, or the key of a value that is no row. In development the keys that rows
 * have been given are objects, too, so that they can be told from the names of slots.
 */
export type Step = number | string | { readonly key: string } | { readonly row: string };

/** A path as one text, in which no key can pose as another path. */
export const pathText = (path: readonly Step[]): string => path.map(stepText).join('/');

function stepText(step: Step): string {
  if (typeof step !== 'object') return commentKey(String(step));
  return 'row' in step ? commentKey(step.row) : `:${commentKey(step.key)}`;
}

/** The steps of a path; those of places are texts here. @throws URIError */
export const stepsOf = (path: string): Step[] => path.split('/').map(readStep);

const readStep = (text: string): Step =>
  text.startsWith(':') ? { key: decodeURIComponent(text.slice(1)) } : decodeURIComponent(text);

/** The keys in a path, as a text; all of them in development, where rows have steps of their own. */
export const keysIn = (path: readonly Step[]): string =>
  pathText(path.filter((step) => typeof step === 'object'));

/** The step to a row in development. A row without a key is known by its index, behind a full stop. */
export const rowStep = (key: string): Step => (key.startsWith('.') ? key : { row: key });

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
