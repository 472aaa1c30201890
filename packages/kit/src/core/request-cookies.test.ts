import { describe, expect, test } from 'vitest';

import { type CookieOptions, RequestCookies } from './request-cookies.js';

const open = (header: string | null = null, isSecure = false) => {
  const reads = { read: false };
  return { reads, cookies: new RequestCookies(header, isSecure, reads) };
};

const written = (name: string, value: string, options?: CookieOptions, isSecure = false) => {
  const { cookies } = open(null, isSecure);
  cookies.set(name, value, options);
  return cookies.send()[0];
};

describe('a cookie that is set', () => {
  test('has safe defaults', () => {
    expect(written('theme', 'dark')).toBe('theme=dark; Path=/; HttpOnly; SameSite=Lax');
    expect(written('theme', 'dark', {}, true)).toBe(
      'theme=dark; Path=/; HttpOnly; Secure; SameSite=Lax',
    );
  });

  test('has the options that are given', () => {
    const options = {
      maxAge: 60,
      expires: new Date(0),
      path: '/admin',
      domain: 'example.org',
      httpOnly: false,
      sameSite: 'none',
      partitioned: true,
      priority: 'high',
    } as const;
    const parts = written('a', '1', options)?.split('; ').sort();
    expect(parts).toEqual(
      [
        'a=1',
        'Domain=example.org',
        'Expires=Thu, 01 Jan 1970 00:00:00 GMT',
        'Max-Age=60',
        'Partitioned',
        'Path=/admin',
        'Priority=High',
        'SameSite=None',
        'Secure',
      ].sort(),
    );
  });

  test.each(['__Host-a', '__Secure-a', '__host-a', '__Http-a', '__Host-Http-a'])(
    'is secure if it is called %s',
    (name) => {
      expect(written(name, '1')).toContain('; Secure');
      expect(() => written(name, '1', { secure: false })).toThrow('a prefix that needs `secure`');
    },
  );

  test.each<[name: unknown, value: unknown, options: object, problem: string]>([
    ['', '1', {}, 'its name has characters'],
    ['a b', '1', {}, 'its name has characters'],
    ['a;b', '1', {}, 'its name has characters'],
    ['a\r\nx', '1', {}, 'its name has characters'],
    [1, '1', {}, 'its name has characters'],
    ['a', 1, {}, 'its value is not a text'],
    ['a', undefined, {}, 'its value is not a text'],
    ['a', 'x'.repeat(4096), {}, 'browsers keep 4096'],
    ['a', 'ä'.repeat(700), {}, 'it has 4201 bytes'],
    ['a', '1', { path: 'x' }, 'does not begin with a slash'],
    ['a', '1', { path: '/; Domain=evil.example' }, 'path is invalid'],
    ['a', '1', { domain: 'a; Secure' }, 'domain is invalid'],
    ['a', '1', { maxAge: Number.NaN }, 'maxAge is invalid'],
    ['a', '1', { maxAge: 1.5 }, 'maxAge is invalid'],
    ['a', '1', { expires: new Date(Number.NaN) }, 'expires is invalid'],
    ['a', '1', { sameSite: 'sometimes' }, 'its `sameSite` is none of'],
    ['a', '1', { priority: 'most' }, 'priority is invalid'],
    ['a', '1', { sameSite: 'none', secure: false }, 'needs `secure`'],
    ['a', '1', { partitioned: true, secure: false }, 'needs `secure`'],
    ['__Host-a', '1', { path: '/a' }, '"__Host-"'],
    ['__Host-a', '1', { domain: 'example.org' }, '"__Host-"'],
    ['__Http-a', '1', { httpOnly: false }, '"__Http-"'],
    ['__host-http-a', '1', { httpOnly: false }, '"__Host-Http-"'],
    ['__Host-Http-a', '1', { path: '/a' }, 'needs the path "/"'],
    ['a', '1', { sameSite: 'None' }, 'its `sameSite` is none of strict, lax, none'],
    ['a', '1', { path: `/${'a'.repeat(1024)}` }, 'its path has more than 1024 bytes'],
    ['skerry_session', '1', {}, 'the cookie of the session'],
    ['__Host-skerry_session', '1', {}, 'the cookie of the session'],
  ])('%j=%j with %j is refused: %s', (name, value, options, problem) => {
    const set = () => written(name as string, value as string, options);
    expect(set).toThrow(expect.objectContaining({ code: 'bad-cookie' }));
    expect(set).toThrow(problem);
  });
});

describe('the cookies of a request', () => {
  test('are read decoded, the first of a name, and every reading is noted', () => {
    const { reads, cookies } = open('a=1; b=x%20y; a=2; c=%zz');
    expect(reads.read).toBe(false);
    expect(['a', 'b', 'c', 'd'].map((name) => cookies.get(name))).toEqual([
      '1',
      'x y',
      '%zz',
      undefined,
    ]);
    expect(cookies.get('__proto__')).toBeUndefined();
    expect(cookies.get('toString')).toBeUndefined();
    expect(reads.read).toBe(true);
    expect(open().cookies.get('a')).toBeUndefined();
  });

  test('show what the request has set and removed', () => {
    const { cookies } = open('a=1; b=2');
    cookies.set('a', 'x;y="z"');
    cookies.delete('b');
    expect([cookies.get('a'), cookies.get('b')]).toEqual(['x;y="z"', undefined]);
  });

  test('leave in their order, the last of a name, a domain and a path', () => {
    const { cookies } = open();
    cookies.set('a', '1');
    cookies.set('b', '1');
    cookies.set('a', '2');
    cookies.set('a', '3', { path: '/x' });
    cookies.delete('c', { path: '/y', partitioned: true });
    const [b, a, ax, c] = cookies.send();
    expect([b?.slice(0, 3), a?.slice(0, 3), ax?.slice(0, 11)]).toEqual([
      'b=1',
      'a=2',
      'a=3; Path=/',
    ]);
    expect(c).toMatch(/^c=; Max-Age=0; Path=\/y; Expires=Thu, 01 Jan 1970.*Secure.*Partitioned/);
  });

  test('that embedding sites keep apart are others', () => {
    const { cookies } = open();
    cookies.delete('a');
    cookies.set('a', '1', { partitioned: true });
    expect(cookies.send().map((header) => header.slice(0, 4))).toEqual(['a=; ', 'a=1;']);
  });

  test('cannot be set once the headers are sent, and can be read', () => {
    const { cookies } = open('a=1');
    cookies.send();
    const late = expect.objectContaining({ code: 'late-cookie' });
    expect(() => cookies.set('b', '1')).toThrow(late);
    expect(() => cookies.delete('a')).toThrow(late);
    expect(cookies.get('a')).toBe('1');
  });
});
