import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCookie, writeCookie } from './cookies.js';

describe('reading a cookie', () => {
  test.each([
    ['a=1', '1'],
    ['b=2; a=1', '1'],
    ['b=2;a=1;c=3', '1'],
    ['a=1; a=2', '1'],
    ['a=x=y', 'x=y'],
    ['a=', ''],
    ['  a = 1  ; b=2', '1'],
  ])('finds a in %j', (header, value) => {
    expect(readCookie(header, 'a')).toBe(value);
  });

  test.each([
    '',
    'a',
    ';;;',
    'aa=1',
    'A=1',
    'b=a=1',
    '=1',
    'a="1"',
    'a=x y',
    'a=x,y',
    'a=\u00e9',
    'a=x\\y',
  ])('finds no a in %j', (header) => {
    expect(readCookie(header, 'a')).toBeUndefined();
  });

  test('no header holds no cookie', () => {
    expect(readCookie(null, 'a')).toBeUndefined();
    expect(readCookie(undefined, 'a')).toBeUndefined();
  });

  test('names of a prototype are names like others', () => {
    expect(readCookie('a=1', '__proto__')).toBeUndefined();
    expect(readCookie('constructor=1', 'constructor')).toBe('1');
  });

  test('no header makes it throw', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (header) => {
        expect(['string', 'undefined']).toContain(typeof readCookie(header, 'a'));
      }),
    );
  });
});

describe('writing a cookie', () => {
  test('names its path, and the attributes that are given', () => {
    expect(writeCookie('a', '1', {})).toBe('a=1; Path=/');
    expect(
      writeCookie('a', '1', {
        path: '/x',
        maxAge: 60,
        httpOnly: true,
        secure: true,
        sameSite: 'Lax',
      }),
    ).toBe('a=1; Path=/x; Max-Age=60; HttpOnly; Secure; SameSite=Lax');
  });

  test.each([
    ['', '1', '/'],
    ['a b', '1', '/'],
    ['a=', '1', '/'],
    ['a\r\nX-Y', '1', '/'],
    ['a', '1; Domain=evil.example', '/'],
    ['a', '1\r\nSet-Cookie: b=2', '/'],
    ['a', '1', '/; Domain=evil.example'],
    ['a', '1', '/\r\n'],
    ['a', '1', 'x'],
  ])('refuses the name %j with the value %j and the path %j', (name, value, path) => {
    expect(() => writeCookie(name, value, { path })).toThrow(
      expect.objectContaining({ code: 'bad-cookie' }),
    );
  });

  test('what is written is read again', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(..."aZ09-_.~!#$%&'*+/:<=>?@[]^`{|}()") }),
        (value) => {
          const [pair] = writeCookie('a', value, {}).split(';');
          expect(readCookie(`b=1; ${pair}`, 'a')).toBe(value);
        },
      ),
    );
  });
});
