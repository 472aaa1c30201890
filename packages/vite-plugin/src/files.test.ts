import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { findAppFiles, isAppFile, viewId } from './files.js';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'skerry-'));
});
afterEach(() => rm(root, { recursive: true }));

async function write(...files: string[]): Promise<void> {
  for (const file of files) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), '');
  }
}

test('pages, endpoints, live views and the two entries are found; tests and helpers are not', async () => {
  await write(
    'src/app.ts',
    'src/client.ts',
    'src/helper.ts',
    'src/pages/index.tsx',
    'src/pages/posts/[slug].tsx',
    'src/pages/posts/slug.test.ts',
    'src/pages/api/health.ts',
    'src/pages/here.live.tsx',
    'src/live/deep/counter.live.tsx',
  );
  const files = findAppFiles(root);
  expect(files.config).toBe(`${root}/src/app.ts`);
  expect(files.client).toBe(`${root}/src/client.ts`);
  expect([...files.routes.keys()]).toEqual(['api/health.ts', 'index.tsx', 'posts/[slug].tsx']);
  expect([...files.views]).toEqual([
    ['live/deep/counter', `${root}/src/live/deep/counter.live.tsx`],
    ['pages/here', `${root}/src/pages/here.live.tsx`],
  ]);
});

test('an app without sources is an empty one', () => {
  expect(findAppFiles(root)).toEqual({
    routes: new Map(),
    views: new Map(),
    config: undefined,
    client: undefined,
  });
});

test('two pages for one path are named', async () => {
  await write('src/pages/about.tsx', 'src/pages/about/index.tsx');
  expect(() => findAppFiles(root)).toThrow(
    'src/pages/about.tsx and src/pages/about/index.tsx both answer /about.',
  );
});

test.each([
  ['src/pages/new.tsx', true],
  ['src/live/new.live.tsx', true],
  ['src/app.ts', true],
  ['src/parts/new.tsx', false],
  ['pages/new.tsx', false],
])('%s changes the app by appearing: %s', (file, is) =>
  expect(isAppFile(root, `${root}/${file}`)).toBe(is),
);

test('a live view is named by its path under src, also where the root is that of a workspace', () => {
  expect(viewId('/app', '/app/src/live/counter.live.tsx')).toBe('live/counter');
  expect(viewId('/repo', '/repo/apps/one/src/live/counter.live.tsx')).toBe('live/counter');
  expect(viewId('/app', '/app/src/pages/index.tsx')).toBeUndefined();
});
