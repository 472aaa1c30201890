import { existsSync, readdirSync, readFileSync } from 'node:fs';
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

test('every link between pages leads to a page, and to a heading of it', async () => {
  const root = join(import.meta.dirname, '..');
  const docs = readdirSync(import.meta.dirname, { recursive: true }).map((file) => `docs/${file}`);
  const pages = docs.filter((file) => /^(?!.*\b(?:node_modules|dist)\b).*\.md$/.test(file));
  const lost: string[] = [];
  for (const page of ['README.md', 'CHANGELOG.md', ...pages]) {
    const text = readFileSync(join(root, page), 'utf8');
    for (const [, link = '', path = '', anchor] of text.matchAll(
      /\]\((([^)\s:#]*)(?:#([^)\s]*))?)\)/g,
    )) {
      const target = path === '' ? join(root, page) : join(root, page, '..', path);
      if (!existsSync(target) || (anchor && !headingsOf(target).includes(anchor)))
        lost.push(`${page}: ${link}`);
    }
  }
  expect(lost).toEqual([]);
});

/** The headings of a page, as links name them. */
const headingsOf = (page: string): string[] =>
  [...readFileSync(page, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
