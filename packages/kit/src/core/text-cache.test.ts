import { expect, test } from 'vitest';

import { TextCache } from './text-cache.js';

/** Asks for texts of four letters each, and tells which were made. */
function ask(cache: TextCache, names: string): string {
  let made = '';
  for (const name of names)
    expect(cache.get(name.repeat(4), () => ((made += name), name.toUpperCase()))).toBe(
      name.toUpperCase(),
    );
  return made;
}

test('a text is made once, and again when others were asked for since', () => {
  const cache = new TextCache(20);
  expect(ask(cache, 'abab')).toBe('ab');
  expect(ask(cache, 'cdaef')).toBe('cdef');
  expect(ask(cache, 'a')).toBe('');
  expect(ask(cache, 'bc')).toBe('bc');
});

test('it holds no more characters than it may, and nothing that is far too long', () => {
  const cache = new TextCache(100);
  for (let i = 0; i < 100; i++) {
    cache.get(`source ${i}`, () => 'text');
    expect(cache.length).toBeLessThanOrEqual(100);
  }
  const before = cache.length;
  expect(cache.get('x'.repeat(30), () => 'long')).toBe('long');
  expect(cache.length).toBe(before);
});
