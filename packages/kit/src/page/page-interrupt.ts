import { type Interrupt, isInterrupt } from '../core/deny.js';
import { rescue } from '../core/now-or-later.js';

/** A value that a page, a layout or a component in them may return or throw in place of markup. */
export type PageInterrupt = Interrupt | Response;

/** Returns true for a result of `deny`, `redirect` or `notFound`, and for a `Response`. */
export const isPageInterrupt = (value: unknown): value is PageInterrupt =>
  isInterrupt(value) || isResponse(value);

/** Tells whether a value is a `Response`; one that cannot be read is none. */
export function isResponse(value: unknown): value is Response {
  try {
    return value instanceof Response;
  } catch {
    return false;
  }
}

/** Does work that renders a page or runs a handler; an interrupt that it throws is its result. */
export const interruptible = <T>(
  work: () => T | Promise<T>,
): T | PageInterrupt | Promise<T | PageInterrupt> =>
  rescue(work, (thrown) => {
    if (isPageInterrupt(thrown)) return thrown;
    throw thrown;
  });
