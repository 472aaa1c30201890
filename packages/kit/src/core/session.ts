import { randomBytes } from 'node:crypto';
import { readCookie, writeCookie } from './cookies.js';
import type { KeyRing } from './token.js';

/** A visitor, known by a signed cookie. */
export interface Session {
  /** Opaque, random, 22 URL-safe characters. */
  readonly id: string;
}

const kind = 'session';
const cookiePattern = /^([\w-]{22})\.([\w-]{43})$/;

// Over an encrypted connection the prefix keeps sub-domains and plain HTTP from setting a session of their choice.
const cookieName = (secure: boolean): string =>
  secure ? '__Host-skerry_session' : 'skerry_session';

/** Makes the session of a visitor who has none. */
export const newSession = (): Session => ({ id: randomBytes(16).toString('base64url') });

/** The session of a request, which begins with it where the browser has none. */
export interface OpenedSession {
  readonly session: Session;
  /** The `Set-Cookie` header that gives it to the browser; `undefined` where the browser has it. */
  cookie(): string | undefined;
}

/** Opens the session that a `Cookie` header names, or a new one. */
export function openSession(
  cookieHeader: string | null | undefined,
  ring: KeyRing,
  how: { secure: boolean },
): OpenedSession {
  const known = readSession(cookieHeader, ring, how);
  if (known) return { session: known, cookie: () => undefined };
  const session = newSession();
  return { session, cookie: () => sessionCookie(session, ring, how) };
}

/** The session that a `Cookie` header names; `undefined` where there is none or this app did not sign it. */
export function readSession(
  cookieHeader: string | null | undefined,
  ring: KeyRing,
  { secure }: { secure: boolean },
): Session | undefined {
  const [, id, signature] =
    cookiePattern.exec(readCookie(cookieHeader, cookieName(secure)) ?? '') ?? [];
  if (id === undefined || signature === undefined) return undefined;
  return ring.verify(kind, id, signature) ? { id } : undefined;
}

/** The `Set-Cookie` header that gives a session to a browser. */
export const sessionCookie = (
  session: Session,
  ring: KeyRing,
  { secure }: { secure: boolean },
): string =>
  writeCookie(cookieName(secure), `${session.id}.${ring.sign(kind, session.id)}`, {
    httpOnly: true,
    secure,
    sameSite: 'Lax',
  });
