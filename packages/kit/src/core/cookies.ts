import { fail } from './errors.js';

/** The attributes of a cookie. */
export interface CookieAttributes {
  /** Seconds until it is forgotten; without, it ends with the browser's session, and 0 removes it. */
  maxAge?: number;
  /** The paths that it is sent to: this one and all below. */
  path?: string;
  /** Sent over encrypted connections only. */
  secure?: boolean;
  /** Hidden from scripts. */
  httpOnly?: boolean;
  /** The requests of other sites that carry it. */
  sameSite?: 'Strict' | 'Lax' | 'None';
}

// The grammar of RFC 6265, section 4.1.1: a name is a token, a value has no space, quote, comma, semicolon or backslash.
const namePattern = /^[\w!#$%&'*+.^`|~-]+$/;
const valuePattern = /^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]*$/;
const pathPattern = /^\/[\x20-\x3a\x3c-\x7e]*$/;

/** Characters of a header that is read at all; Node's own bound is 16 KiB. */
const maxHeader = 64 * 1024;
/** Cookies of one name that are read: a browser sends several where they were set for several paths or domains. */
const maxSameName = 16;

/** The values of the cookies of one name that are of this shape, in the order of the `Cookie` header. */
export function readCookies(
  header: string | null | undefined,
  name: string,
  shape = valuePattern,
): string[] {
  const values: string[] = [];
  if (!header || header.length > maxHeader) return values;
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=');
    if (equals === -1 || trim(pair.slice(0, equals)) !== name) continue;
    const value = trim(pair.slice(equals + 1));
    if (shape.test(value) && values.push(value) === maxSameName) break;
  }
  return values;
}

/**
 * Takes away the space around a name or a value: RFC 6265 knows spaces and tabs. `trim()` takes more, so that a cookie
 * which a sub-domain may set, "\u00a0__Host-a", would pass for one that it may not.
 */
function trim(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text, start)) start++;
  while (end > start && isBlank(text, end - 1)) end--;
  return text.slice(start, end);
}

const isBlank = (text: string, at: number): boolean => text[at] === ' ' || text[at] === '\t';

/** Writes a cookie as the value of a `Set-Cookie` header. */
export function writeCookie(name: string, value: string, attributes: CookieAttributes): string {
  const { maxAge, path = '/', secure, httpOnly, sameSite } = attributes;
  if (!namePattern.test(name) || !valuePattern.test(value) || !pathPattern.test(path)) {
    const problem = 'its name, its value or its path has characters that a cookie cannot hold';
    throw fail('bad-cookie', { name, problem });
  }
  let text = `${name}=${value}; Path=${path}`;
  if (maxAge !== undefined) text += `; Max-Age=${Math.floor(maxAge)}`;
  if (httpOnly) text += '; HttpOnly';
  if (secure) text += '; Secure';
  if (sameSite !== undefined) text += `; SameSite=${sameSite}`;
  return text;
}
