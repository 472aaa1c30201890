import { expect, test } from 'vitest';

import { BoundedNames, toName } from './names.js';

test('names beyond the bound share the value of others', () => {
  const names = new BoundedNames(2, () => ({ total: 0 }));
  for (const name of ['a', 'b', 'c', 'd', 'a', 'c']) names.valueOf(name).total += 1;
  expect([...names.entries()]).toEqual([
    ['a', { total: 2 }],
    ['b', { total: 1 }],
    ['others', { total: 3 }],
  ]);
});

test('a hundred thousand names take no more room than the bound', () => {
  const names = new BoundedNames(100, () => ({ total: 0 }));
  for (let i = 0; i < 100_000; i++) names.valueOf(`/${i}`).total += 1;
  expect([...names.entries()]).toHaveLength(101);
  expect(names.find('others')).toEqual({ total: 99_900 });
});

test('a text becomes a printable name of bounded length', () => {
  expect(toName('/a\n\u202Eb')).toBe('/a\uFFFD\uFFFDb');
  expect(toName('x'.repeat(5000))).toHaveLength(128);
  expect(toName('/über/船')).toBe('/über/船');
});
