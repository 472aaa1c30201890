import { rescue } from '../core/now-or-later.js';
import { type Denial, hasBrand, isDenial, isRedirect, type Redirect } from '../core/deny.js';

const missing: unique symbol = Symbol.for('skerry.missing');

/** The answer of a page that has nothing to show. */
export interface Missing {
  readonly [missing]: true;
}

/** A value that a page, a layout or a component in them may return or throw in place of markup. */
export type PageInterrupt = Denial | Redirect | Missing | Response;

/** Answers with the error page of status 404: `if (!post) return notFound();`. */
export const notFound = (): Missing => ({ [missing]: true });

/** Returns true for a result of `deny`, `redirect` or `notFound`, and for a `Response`. */
export const isPageInterrupt = (value: unknown): value is PageInterrupt =>
  isDenial(value) || isRedirect(value) || hasBrand(value, missing) || isResponse(value);

/** Tells whether a value is a `Response`; one that cannot be read is none. */
export function isResponse(value: unknown): value is Response {
  try {
    return value instanceof Response;
  } catch {
    return false;
  }
}

/** Does work that renders a page; an interrupt that it throws is its result. */
export const interruptible = <T>(
  work: () => T | Promise<T>,
): T | PageInterrupt | Promise<T | PageInterrupt> =>
  rescue(work, (thrown) => {
    if (isPageInterrupt(thrown)) return thrown;
    throw thrown;
  });
