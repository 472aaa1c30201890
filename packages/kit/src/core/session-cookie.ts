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
// It wants the path `/`, so that the name tells apps apart that share a host.
const nameOf = ({ secure, base }: CookiePlace): string =>
  `${secure ? '__Host-' : ''}skerry_session${base.slice(0, -1).replaceAll(/[^\w-]/g, '_')}`;

/** The connection and the app of a cookie. */
export interface CookiePlace {
  /** True over an encrypted connection. */
  readonly secure: boolean;
  /** The path of the app. */
  readonly base: string;
}

/** Tells whether a cookie is that of a session, by its name. */
export const isSessionCookie = (name: string): boolean =>
  /^(?:__host-)?skerry_session$/i.test(name);

/** The sessions that this app has signed, of those that a `Cookie` header names; however old they are. */
export const readSessions = (
  header: string | null | undefined,
  ring: KeyRing,
  place: CookiePlace,
): SessionContent[] =>
  readCookies(header, nameOf(place), pattern).flatMap((value) => {
    const [, text = '', id = '', begun = '', used = '', signature = ''] = pattern.exec(value) ?? [];
    if (!text || !ring.verify(kind, text, signature)) return [];
    return { id, begun: parseInt(begun, 36), used: parseInt(used, 36) };
  });

/** The `Set-Cookie` header that gives a session to a browser, for `maxAge` milliseconds. */
export function sessionCookie(
  { id, begun, used }: SessionContent,
  ring: KeyRing,
  { maxAge, ...place }: CookiePlace & { maxAge: number },
): string {
  const text = `${id}.${begun.toString(36)}.${used.toString(36)}`;
  return write(`${text}.${ring.sign(kind, text)}`, place, maxAge / 1000);
}

/** The `Set-Cookie` header that takes the session from a browser. */
export const noSessionCookie = (place: CookiePlace): string => write('', place, 0);

const write = (value: string, place: CookiePlace, maxAge: number): string =>
  writeCookie(nameOf(place), value, {
    httpOnly: true,
    secure: place.secure,
    sameSite: 'Lax',
    maxAge,
  });
