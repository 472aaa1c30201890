import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { definePlugin } from '@skerry/kit';
import { createTestApp } from '@skerry/kit/testing';
import { expect, test } from 'vitest';

test('every file that the architecture names is there', async () => {
  const text = await readFile(join(import.meta.dirname, 'architecture.md'), 'utf8');
  const files = [
    ...text.matchAll(/`(wire|kit|client|islands|vite-plugin|test)\/([\w./-]+\.tsx?)`/g),
  ].map(([, name, file]) => (name === 'test' ? `test/${file}` : `packages/${name}/src/${file}`));
  expect(files.length).toBeGreaterThan(0);
  expect(files.filter((file) => !existsSync(join(import.meta.dirname, '..', file)))).toEqual([]);
});

test('the limits are as the guide says', async () => {
  const { limits } = createTestApp({ routes: {}, views: {} }).config;
  const pages = await Promise.all(
    ['live-views.md', 'sessions.md'].map((page) => rowsOf(page, 'limit')),
  );
  const said = pages.flat().map(([name = '', value = '']) => {
    const [, digits = '', unit = ''] = /([\d,]+) ?(\w*)/.exec(value) ?? [];
    return [codesIn(name)[0], Number(digits.replaceAll(',', '')) * (units[unit] ?? 1)];
  });
  expect(said.length).toBeGreaterThan(0);
  expect(limits).toMatchObject(Object.fromEntries(said));
});

test('the hooks are those that the guide lists', async () => {
  const listed = (await rowsOf('plugins.md', 'kind')).flatMap((cells) => codesIn(cells[3] ?? ''));
  let hooks: string[] = [];
  const look = definePlugin({
    name: 'docs:look',
    setup(kit) {
      hooks = Object.keys(kit.hooks);
    },
  });
  createTestApp({ routes: {}, views: {}, config: { plugins: [look()] } });
  expect(listed.sort()).toEqual(hooks.sort());
});

const units: Readonly<Record<string, number>> = { MiB: 2 ** 20, days: 24 * 60 * 60 * 1000 };

/** The rows of the table in a page of the guide whose first heading this is. */
async function rowsOf(page: string, heading: string): Promise<string[][]> {
  const markdown = await readFile(join(import.meta.dirname, 'guide', page), 'utf8');
  const [table = ''] = new RegExp(`^\\| ${heading} .*(?:\\n\\|.*)+`, 'm').exec(markdown) ?? [];
  const [, , ...rows] = table.split('\n');
  return rows.map((row) => row.split('|').slice(1, -1));
}

const codesIn = (text: string): string[] =>
  [...text.matchAll(/`(\w+)`/g)].map(([, code]) => code as string);
