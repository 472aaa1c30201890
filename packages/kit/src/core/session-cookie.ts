import { readCookies, writeCookie } from './cookies.js';
import type { KeyRing } from './token.js';

/** The content of a session's cookie; times are in milliseconds since 1970. */
export interface SessionContent {
  /** Opaque, random, 22 URL-safe characters. */
  readonly id: string;
  /** Time at which it began. */
  readonly begun: number;
  /** Time at which it was used last, as far as the cookie knows. */
  readonly used: number;
}

const kind = 'session';
const pattern = /^(([\w-]{22})\.([0-9a-z]{1,9})\.([0-9a-z]{1,9}))\.([\w-]{43})$/;

// Over an encrypted connection the prefix keeps sub-domains and plain HTTP from setting a session of their choice.
const nameOf = (secure: boolean): string => (secure ? '__Host-skerry_session' : 'skerry_session');

/** Tells whether a cookie is that of a session, by its name. */
export const isSessionCookie = (name: string): boolean =>
  /^(?:__host-)?skerry_session$/i.test(name);

/** The sessions that this app has signed, of those that a `Cookie` header names; however old they are. */
export const readSessions = (
  header: string | null | undefined,
  ring: KeyRing,
  secure: boolean,
): SessionContent[] =>
  readCookies(header, nameOf(secure), pattern).flatMap((value) => {
    const [, text = '', id = '', begun = '', used = '', signature = ''] = pattern.exec(value) ?? [];
    if (!text || !ring.verify(kind, text, signature)) return [];
    return { id, begun: parseInt(begun, 36), used: parseInt(used, 36) };
  });

/** The `Set-Cookie` header that gives a session to a browser, for `maxAge` milliseconds. */
export function sessionCookie(
  { id, begun, used }: SessionContent,
  ring: KeyRing,
  { secure, maxAge }: { secure: boolean; maxAge: number },
): string {
  const text = `${id}.${begun.toString(36)}.${used.toString(36)}`;
  return write(`${text}.${ring.sign(kind, text)}`, secure, maxAge / 1000);
}

/** The `Set-Cookie` header that takes the session from a browser. */
export const noSessionCookie = (secure: boolean): string => write('', secure, 0);

const write = (value: string, secure: boolean, maxAge: number): string =>
  writeCookie(nameOf(secure), value, { httpOnly: true, secure, sameSite: 'Lax', maxAge });
