import { isInterrupt } from '../core/deny.js';
import { describe } from '../core/describe.js';
import { fail } from '../core/errors.js';
import { forget } from '../core/within.js';
import {
  ErrorBoundaryElement,
  FailedElement,
  SuspenseElement,
  SuspenseGroupElement,
} from './boundary.js';
import type { ForRows } from './list/for-rows.js';
import type { IslandElement } from './island/island-element.js';
import type { LiveElement } from './live.js';
import type { Raw } from './raw.js';
import type { Part } from './part.js';
import type { Keyed, Rendered } from './template.js';

/** The values that may be between tags. */
export type Child =
  | string
  | number
  | bigint
  | boolean
  | null
  | undefined
  | Rendered
  | Keyed
  | Raw
  | ForRows<any> // seam: rows of any item
  | LiveElement
  | IslandElement
  | readonly Child[];

/** Tells whether a value is text in its place. */
export const isText = (value: unknown): boolean => typeof value !== 'object' || value === null;

/** The text of a child that is no object; `true`, `false`, `null` and `undefined` show nothing. */
export function childText(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'bigint':
      return String(value);
    case 'function':
    case 'symbol':
      throw fail('not-a-child', { value: describe(value) });
    default:
      return '';
  }
}

/** The error for a promise in a live render. The promise is not waited for. */
export function renderAsync(promise: Promise<unknown>): Error {
  forget(promise);
  return fail('render-async', {});
}

/** The error for a child that is no child where it is: one that cannot be shown, or that only a page can show. */
export function notAChild(value: unknown): unknown {
  if (value instanceof FailedElement) return value.thrown;
  // A component has returned what it may as well throw.
  if (isInterrupt(value)) return value;
  const isBoundary =
    value instanceof SuspenseElement ||
    value instanceof SuspenseGroupElement ||
    value instanceof ErrorBoundaryElement;
  return isBoundary
    ? fail('boundary-in-view', {})
    : fail('not-a-child', { value: describe(value) });
}

/** The text of a child in its part. @throws SkerryError `text-in-table` */
export function partText(part: Part, value: unknown): string {
  const text = childText(value);
  if (part.kind === 'table' && text.trim() !== '') throw fail('text-in-table', { text });
  return text;
}
