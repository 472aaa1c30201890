import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { definePlugin } from '@skerry/kit';
import { createTestApp } from '@skerry/kit/testing';
import { expect, test } from 'vitest';

import { amountOf, codesIn, fileOf, readPage, rowsUnder } from './tables.ts';

test('every file that the architecture names is there', async () => {
  const text = await readPage('architecture.md');
  const files = [
    ...text.matchAll(/`((?:wire|kit|client|islands|vite-plugin|test)\/[\w./-]+\.tsx?)`/g),
  ].map(([, name]) => fileOf(name as string));
  expect(files.length).toBeGreaterThan(0);
  expect(files.filter((file) => !existsSync(join(import.meta.dirname, '..', file)))).toEqual([]);
});

test('the limits are as the guide says', async () => {
  const { limits } = createTestApp({ routes: {}, views: {} }).config;
  const pages = await Promise.all(['guide/live-views.md', 'guide/sessions.md'].map(readPage));
  const said = pages
    .flatMap((page) => rowsUnder(page, 'limit'))
    .map(([name = '', value = '']) => [codesIn(name)[0], amountOf(value)]);
  expect(said.length).toBeGreaterThan(0);
  expect(limits).toMatchObject(Object.fromEntries(said));
});

test('the hooks are those that the guide lists', async () => {
  const listed = rowsUnder(await readPage('guide/plugins.md'), 'kind').flatMap((cells) =>
    codesIn(cells[3] ?? ''),
  );
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
