import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCookies, writeCookie } from './cookies.js';

describe('reading cookies of one name', () => {
  test.each([
    ['a=1', ['1']],
    ['b=2; a=1', ['1']],
    ['b=2;a=1;c=3', ['1']],
    ['a=x=y', ['x=y']],
    ['a=', ['']],
    ['  a = 1  ; b=2', ['1']],
    ['\ta\t=\t1\t', ['1']],
  ])('finds a in %j', (header, values) => {
    expect(readCookies(header, 'a')).toEqual(values);
  });

  test('finds all of them, in their order; one that is not well formed hides no other', () => {
    expect(readCookies('a=1; b=x; a=2', 'a')).toEqual(['1', '2']);
    expect(readCookies('a="1"; a=x y; a=2', 'a')).toEqual(['2']);
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
    expect(readCookies(header, 'a')).toEqual([]);
  });

  test.each(['\u00a0', '\ufeff', '\v', '\f', '\u0085', '\u2003', '\u3000', '\u00c2\u00a0'])(
    'takes a name or a value with %j around it for another one',
    (space) => {
      for (const header of [`${space}a=1`, `a${space}=1`, ` ${space} a=1`])
        expect(readCookies(header, 'a')).toEqual([]);
      for (const header of [`a=${space}1`, `a=1${space}`])
        expect(readCookies(header, 'a')).toEqual([]);
    },
  );

  test('of a shape passes over those of another, however many there are', () => {
    const header = `${'a=bad; '.repeat(1000)}a=12`;
    expect(readCookies(header, 'a', /^\d+$/)).toEqual(['12']);
  });

  test('reads so many of one name and no more, and no endless header', () => {
    expect(readCookies('a=1;'.repeat(1000), 'a')).toHaveLength(16);
    expect(readCookies(`b=${'x'.repeat(60_000)}; a=1`, 'a')).toEqual(['1']);
    expect(readCookies(`b=${'x'.repeat(70_000)}; a=1`, 'a')).toEqual([]);
  });

  test('no header holds no cookie', () => {
    expect(readCookies(null, 'a')).toEqual([]);
    expect(readCookies(undefined, 'a')).toEqual([]);
  });

  test('names of a prototype are names like others', () => {
    expect(readCookies('a=1', '__proto__')).toEqual([]);
    expect(readCookies('constructor=1', 'constructor')).toEqual(['1']);
  });

  test('no header makes it throw', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (header) => {
        expect(readCookies(header, 'a')).toBeInstanceOf(Array);
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

  test('a written cookie is read again', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(..."aZ09-_.~!#$%&'*+/:<=>?@[]^`{|}()") }),
        (value) => {
          const [pair] = writeCookie('a', value, {}).split(';');
          expect(readCookies(`b=1; ${pair}`, 'a')).toEqual([value]);
        },
      ),
    );
  });
});
