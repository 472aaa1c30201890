import { fail } from './errors.js';

/** What a browser is told about a cookie beside its name and value. */
export interface CookieAttributes {
  /** Seconds until it is forgotten; without, it ends with the browser's session, and 0 removes it. */
  maxAge?: number;
  /** The paths that it is sent to: this one and all below. */
  path?: string;
  /** Sent over encrypted connections only. */
  secure?: boolean;
  /** Hidden from scripts. */
  httpOnly?: boolean;
  /** Whether other sites' requests carry it. */
  sameSite?: 'Strict' | 'Lax' | 'None';
}

// The grammar of RFC 6265, section 4.1.1: a name is a token, a value has no space, quote, comma, semicolon or backslash.
const namePattern = /^[\w!#$%&'*+.^`|~-]+$/;
const valuePattern = /^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]*$/;
const pathPattern = /^\/[\x20-\x3a\x3c-\x7e]*$/;

/** The first value of a cookie in a `Cookie` header; `undefined` where there is none or it is not well formed. */
export function readCookie(header: string | null | undefined, name: string): string | undefined {
  if (!header) return undefined;
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=');
    if (equals === -1 || pair.slice(0, equals).trim() !== name) continue;
    const value = pair.slice(equals + 1).trim();
    return valuePattern.test(value) ? value : undefined;
  }
  return undefined;
}

/** Writes a cookie as the value of a `Set-Cookie` header. */
export function writeCookie(name: string, value: string, attributes: CookieAttributes): string {
  const { maxAge, path = '/', secure, httpOnly, sameSite } = attributes;
  if (!namePattern.test(name) || !valuePattern.test(value) || !pathPattern.test(path)) {
    throw fail('bad-cookie', { name });
  }
  let text = `${name}=${value}; Path=${path}`;
  if (maxAge !== undefined) text += `; Max-Age=${Math.floor(maxAge)}`;
  if (httpOnly) text += '; HttpOnly';
  if (secure) text += '; Secure';
  if (sameSite !== undefined) text += `; SameSite=${sameSite}`;
  return text;
}
