import { describe, expect, test } from 'vitest';

import { isWithin, memberName, parseName, rowName } from './names.js';

const names: Record<string, readonly (string | number)[]> = {
  title: ['title'],
  'address.city': ['address', 'city'],
  'lines[0]': ['lines', 0],
  'address.lines[12].city': ['address', 'lines', 12, 'city'],
  'grid[1][2]': ['grid', 1, 2],
  '2nd': ['2nd'],
  'wörter und mehr': ['wörter und mehr'],
};

const refused = [
  '',
  '.',
  '.title',
  'title.',
  'a..b',
  '[0]',
  'lines[]',
  'lines[01]',
  'lines[-1]',
  'lines[1.5]',
  'lines[1e9]',
  'lines[9999999999]',
  'lines[0',
  'lines]0[',
  'lines.[0]',
  'lines[0]city',
  'lines[city]',
  '__proto__',
  'a.__proto__.b',
  'constructor.prototype',
  'x'.repeat(501),
  'a[0]'.repeat(200),
];

describe('the name of a field', () => {
  test.each(Object.entries(names))('%s is a path, and is made of it again', (name, path) => {
    expect(parseName(name)).toEqual(path);
    const again = path.reduce<string>(
      (outer, at) => (typeof at === 'number' ? rowName(outer, at) : memberName(outer, at)),
      '',
    );
    expect(again).toBe(name);
  });

  test.each(refused)('%j is none', (name) => {
    expect(parseName(name)).toBeUndefined();
  });

  test('is within a field that begins it at a step', () => {
    expect(isWithin('lines[1].city', 'lines[1]')).toBe(true);
    expect(isWithin('lines[1]', 'lines[1]')).toBe(true);
    expect(isWithin('lines[10].city', 'lines[1]')).toBe(false);
    expect(isWithin('linesman', 'lines')).toBe(false);
  });
});
