import { fail } from './errors.js';

// Registered symbols: no JSON value can carry them, and a second copy of kit in the process knows them all the same.
const denied: unique symbol = Symbol.for('skerry.denied');
const redirected: unique symbol = Symbol.for('skerry.redirected');

/** A guard's no. */
export interface Denial {
  readonly [denied]: true;
  /** Why, in words that the visitor may read. */
  readonly reason: string;
  /** True if the guard itself failed, and so neither allowed nor denied. */
  readonly failed: boolean;
}

/** An answer that sends the visitor to another page of the site. */
export interface Redirect {
  readonly [redirected]: true;
  /** Path, query and fragment, percent-encoded. */
  readonly to: string;
}

/** Characters of a reason: it is sent as part of a frame, a page or an answer to an upgrade. */
const longestReason = 500;

/** Refuses the step that a guard was asked about; of the reason a visitor is shown 500 characters. */
export const deny = (reason = 'Not allowed.'): Denial => ({
  [denied]: true,
  reason: reason.length > longestReason ? `${reason.slice(0, longestReason)}…` : reason,
  failed: false,
});

/** The answer of a guard that failed. */
export const failedDenial = (): Denial => ({
  [denied]: true,
  reason: 'This could not be checked.',
  failed: true,
});

/** Sends the visitor to another page of this site; `to` is a path that begins with one slash. */
export function redirect(to: string): Redirect {
  const path = toOwnPath(to);
  if (path === undefined) throw fail('bad-redirect', { target: String(to) });
  return { [redirected]: true, to: path };
}

/** Tells whether a value is a result of `deny`. */
export const isDenial = (value: unknown): value is Denial =>
  hasBrand(value, denied) && typeof (value as Denial).reason === 'string';

/** Tells whether a value is a result of `redirect`. */
export const isRedirect = (value: unknown): value is Redirect =>
  hasBrand(value, redirected) && toOwnPath((value as Redirect).to) !== undefined;

/** Tells whether a value itself has a brand of ours; one that cannot be read has none. */
export function hasBrand(value: unknown, brand: symbol): boolean {
  try {
    return typeof value === 'object' && value !== null && Object.hasOwn(value, brand);
  } catch {
    return false;
  }
}

const base = 'http://same.invalid';

/** A target as a path of this site, as every browser reads it; `undefined` where one could read another site in it. */
export function toOwnPath(target: unknown): string | undefined {
  // Browsers drop tabs and line breaks from a URL and read a backslash as a slash, so "/\t/host" names a host.
  if (typeof target !== 'string' || !/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(target)) return undefined;
  const url = URL.canParse(target, base) ? new URL(target, base) : undefined;
  if (url?.origin !== base || url.pathname.startsWith('//')) return undefined;
  return url.pathname + url.search + url.hash;
}
