import { fail } from './errors.js';
import type { CheckedPath } from './routes.js';

// Registered symbols: no JSON value can carry them, and a second copy of kit in the process knows them all the same.
const denied: unique symbol = Symbol.for('skerry.denied');
const redirected: unique symbol = Symbol.for('skerry.redirected');
const missing: unique symbol = Symbol.for('skerry.missing');

/** A no: of a guard, or of what the guard would have let through. */
export interface Denial {
  readonly [denied]: true;
  /** Why, in words that the visitor may read. */
  readonly reason: string;
  /** True if the guard itself failed, and so neither allowed nor denied. */
  readonly failed: boolean;
}

/** A no that hides whether there is something: the visitor is shown that nothing is here. */
export interface Missing extends Denial {
  readonly [missing]: true;
}

/** An answer that sends the visitor elsewhere. */
export interface Redirect {
  readonly [redirected]: true;
  /** Path, query and fragment, percent-encoded; of another site, the whole URL. */
  readonly to: string;
}

/**
 * What `deny`, `redirect` and `notFound` make. Returned or thrown, it means the same in pages, layouts, endpoints, mounts, handlers
 * and guards.
 */
export type Interrupt = Denial | Redirect | Missing;

/** Characters of a reason: it is sent as part of a frame, a page or an answer to an upgrade. */
const longestReason = 500;

const noReason = 'Not allowed.';

/** Refuses the step that a guard was asked about; of the reason a visitor is shown 500 characters. */
export const deny = (reason = noReason): Denial => ({
  [denied]: true,
  reason: toReason(reason),
  failed: false,
});

/** What is no text, such as an error, is not for visitors: it denies all the same. */
function toReason(reason: unknown): string {
  if (typeof reason !== 'string') return noReason;
  return reason.length > longestReason ? `${reason.slice(0, longestReason)}…` : reason;
}

/** The answer of a guard that failed. */
export const failedDenial = (): Denial => ({
  [denied]: true,
  reason: 'This could not be checked.',
  failed: true,
});

/** Says that nothing is here, with the status 404: `if (!post) return notFound();`. */
export const notFound = (): Missing => ({ ...deny('There is nothing here.'), [missing]: true });

/**
 * Sends the visitor to another page of this site; `to` is a path that begins with one slash. Another site takes
 * `redirect.external(url)`.
 *
 * @throws SkerryError `bad-redirect`
 */
export function redirect<const To extends string>(to: CheckedPath<To>): Redirect {
  const path = toOwnPath(to);
  if (path === undefined) throw fail('bad-redirect', { target: String(to) });
  return { [redirected]: true, to: path };
}

/**
 * Sends the visitor to another site; `url` is an absolute URL of http or https. Never hand it a URL that a visitor has given.
 *
 * @throws SkerryError `bad-redirect`
 */
redirect.external = (url: string | URL): Redirect => {
  const to = toWebUrl(String(url));
  if (to === undefined) throw fail('bad-redirect', { target: String(url), isExternal: true });
  return { [redirected]: true, to };
};

/** Tells whether a value is a result of `deny` or `notFound`. */
export const isDenial = (value: unknown): value is Denial =>
  hasBrand(value, denied) && typeof (value as Denial).reason === 'string';

/** Tells whether a value is a result of `notFound`. */
export const isMissing = (value: unknown): value is Missing =>
  isDenial(value) && hasBrand(value, missing);

/** Tells whether a value is a result of `redirect`. */
export const isRedirect = (value: unknown): value is Redirect =>
  hasBrand(value, redirected) && isTarget((value as Redirect).to);

/** Tells whether a value is a result of `deny`, `redirect` or `notFound`. */
export const isInterrupt = (value: unknown): value is Interrupt =>
  isDenial(value) || isRedirect(value);

/** The words for an interrupt, as an author would write it. */
export const interruptText = (interrupt: Interrupt): string =>
  isRedirect(interrupt)
    ? `redirect(${JSON.stringify(interrupt.to)})`
    : isMissing(interrupt)
      ? 'notFound()'
      : `deny(${JSON.stringify(interrupt.reason)})`;

/** Tells whether a value itself has a brand of ours; one that cannot be read has none. */
function hasBrand(value: unknown, brand: symbol): boolean {
  try {
    return typeof value === 'object' && value !== null && Object.hasOwn(value, brand);
  } catch {
    return false;
  }
}

const isTarget = (to: unknown): boolean => toOwnPath(to) !== undefined || isExternal(to);

/** Tells whether the target of a redirect is on another site. */
export const isExternal = (to: unknown): to is string =>
  typeof to === 'string' && toWebUrl(to) === to;

/** An absolute URL of http or https, in the one spelling that every browser reads alike; `undefined` for anything else. */
function toWebUrl(text: string): string | undefined {
  const url = /^https?:\/\//i.test(text) && URL.canParse(text) ? new URL(text) : undefined;
  return url?.href;
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
