import { describe, expect, test } from 'vitest';
import { newSession, readSession, sessionCookie } from './session.js';
import { createKeyRing } from './token.js';

const ring = createKeyRing(['a secret of thirty-two bytes, yes']);
const plain = { secure: false };
const secure = { secure: true };
const pairOf = (cookie: string): string => cookie.split(';')[0]!;

describe('a session', () => {
  test('is opaque and new each time', () => {
    const sessions = Array.from({ length: 100 }, newSession);
    expect(new Set(sessions.map(({ id }) => id)).size).toBe(100);
    for (const { id } of sessions) expect(id).toMatch(/^[\w-]{22}$/);
  });

  test.each([plain, secure])('comes back with its cookie, %o', (how) => {
    const session = newSession();
    const header = `theme=dark; ${pairOf(sessionCookie(session, ring, how))}`;
    expect(readSession(header, ring, how)).toEqual(session);
  });

  test('has a cookie that scripts and other sites do not get', () => {
    const cookie = sessionCookie(newSession(), ring, plain);
    expect(cookie).toMatch(/^skerry_session=[\w.-]{66}; Path=\/; HttpOnly; SameSite=Lax$/);
  });

  test('has a cookie that only its own host can set, over an encrypted connection', () => {
    const cookie = sessionCookie(newSession(), ring, secure);
    expect(cookie).toMatch(
      /^__Host-skerry_session=[\w.-]{66}; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
  });

  test('set over a plain connection is nothing to an encrypted one', () => {
    const header = pairOf(sessionCookie(newSession(), ring, plain));
    expect(readSession(header, ring, secure)).toBeUndefined();
  });

  test('that was changed at any place is none', () => {
    const [name, value = ''] = pairOf(sessionCookie(newSession(), ring, plain)).split('=');
    for (let i = 0; i < value.length; i += 1) {
      const forged = value.slice(0, i) + (value[i] === 'A' ? 'B' : 'A') + value.slice(i + 1);
      expect(readSession(`${name}=${forged}`, ring, plain)).toBeUndefined();
    }
  });

  test('of another app is none', () => {
    const foreign = createKeyRing(['another secret of thirty-two bytes']);
    const header = pairOf(sessionCookie(newSession(), foreign, plain));
    expect(readSession(header, ring, plain)).toBeUndefined();
  });

  test.each([
    null,
    '',
    'skerry_session',
    'skerry_session=',
    'skerry_session=.',
    'skerry_session=a.b',
  ])('is not in %j', (header) => {
    expect(readSession(header, ring, plain)).toBeUndefined();
  });
});
