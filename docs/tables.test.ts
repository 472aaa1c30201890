import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { fileOf, readPage } from './tables.ts';

test('every file that the architecture names is there', async () => {
  const text = await readPage('architecture.md');
  const files = [
    ...text.matchAll(/`((?:wire|kit|client|islands|vite-plugin|test)\/[\w./-]+\.tsx?)`/g),
  ].map(([, name]) => fileOf(name as string));
  expect(files.length).toBeGreaterThan(0);
  expect(files.filter((file) => !existsSync(join(import.meta.dirname, '..', file)))).toEqual([]);
});
