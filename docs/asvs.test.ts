import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { fileOf, readPage, rowsUnder, titlesIn } from './tables.ts';

const rows = rowsUnder(await readPage('plugins/asvs.md'), 'row').map(
  ([row = '', , held = '']) => [row, held] as const,
);

describe('a row of ASVS', () => {
  test.each(rows)('is held by the tests that the page names: %s', (row, held) => {
    expect(row).toMatch(/^\d+\.\d+\.\d+$/);
    const named = [...held.matchAll(/`([\w./-]+)` “([^”]+)”/g)];
    expect(named.length).toBeGreaterThan(0);
    for (const [, name = '', title = ''] of named) {
      const file = join(import.meta.dirname, '..', fileOf(name));
      expect(existsSync(file), name).toBe(true);
      expect(titlesIn(readFileSync(file, 'utf8')), name).toContain(title);
    }
  });

  test('is named once, in its order', () => {
    const numbers = rows.map(([row]) => row);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(numbers.length).toBeGreaterThan(50);
  });
});
