import { describe, expect, test } from 'vitest';

import { canonicalPath } from './path.js';

describe('one spelling for every path', () => {
  test.each([
    ['http://a.test/', '/', []],
    ['http://a.test', '/', []],
    ['http://a.test/%61dmin', '/admin', ['admin']],
    ['http://a.test/caf%C3%A9', '/caf%C3%A9', ['café']],
    ['http://a.test/café', '/caf%C3%A9', ['café']],
    ['http://a.test/a b', '/a%20b', ['a b']],
    ['http://a.test/@me/a:b;c=d', '/@me/a:b;c=d', ['@me', 'a:b;c=d']],
    ['http://a.test/100%25', '/100%25', ['100%']],
    ['/plain', '/plain', ['plain']],
    ['http://a.test/AC%2fDC', '/AC%2FDC', ['AC/DC']],
  ])('%s', (url, path, segments) =>
    expect(canonicalPath(url)).toEqual({ path, segments, search: '' }),
  );

  test.each([
    ['http://a.test?x=1', '/', '?x=1'],
    ['/about?x=/../&y=%2F?', '/about', '?x=/../&y=%2F?'],
    ['/about?', '/about', '?'],
  ])('the query of %s is no part of it', (url, path, search) =>
    expect(canonicalPath(url)).toMatchObject({ path, search }),
  );

  test.each([
    ['http://a.test/about/', '/about'],
    ['http://a.test/a/b/?x=1&y=2', '/a/b?x=1&y=2'],
  ])('%s moves to %s', (url, moved) => expect(canonicalPath(url)).toEqual({ moved }));

  test.each([
    'http://a.test/%',
    'http://a.test/%zz',
    'http://a.test/%ff',
    'http://a.test/%c0%ae%c0%ae/',
    'http://a.test//evil.test',
    'http://a.test//',
    'http://a.test/a//b',
    'http://a.test/a/../b',
    'http://a.test/./b',
    'http://a.test/%2e%2e/b',
    'http://a.test/a%2f..%2fb',
    'http://a.test/..%2fb',
    'http://a.test/%2fa',
    'http://a.test/a%2f',
    'http://a.test/a%2f%2fb',
    'http://a.test/a%5cb',
    'http://a.test/a\\b',
    'http://a.test/a%00b',
    'http://a.test/a%0d%0ab',
  ])('%s is refused', (url) => expect(canonicalPath(url)).toHaveProperty('bad'));
});
