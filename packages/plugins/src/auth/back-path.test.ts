import { expect, test } from 'vitest';

import { backPath } from './back-path.js';

test.each([
  ['/crew', '/crew'],
  ['/crew?page=2#list', '/crew?page=2#list'],
  ['/ä', '/%C3%A4'],
  ['https://evil.example/', '/home'],
  ['//evil.example/', '/home'],
  ['/\\evil.example', '/home'],
  ['/\t/evil.example', '/home'],
  ['/%2F/../..//evil.example', '/home'],
  ['javascript:alert(1)', '/home'],
  ['crew', '/home'],
  ['', '/home'],
  [undefined, '/home'],
  [['/crew'], '/home'],
  [`/${'a'.repeat(3000)}`, '/home'],
  ['/auth/logout', '/home'],
  ['/auth', '/home'],
  ['/author', '/author'],
])('the path to go back to is one of this site: %j', (back, path) => {
  expect(backPath(back, '/home', '/auth')).toBe(path);
});
