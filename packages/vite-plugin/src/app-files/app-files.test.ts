import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { findAppFiles, isAppFile, isEntryFile, viewId } from './app-files.js';
import { checkPageExtensions } from './page-extensions.js';
import { checkExports } from './exports.js';
import { strategiesBeside } from './strategies.js';

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
    'src/pages/posts/types.d.ts',
    'src/pages/_helper.ts',
    'src/pages/old.jsx',
    'src/pages/rss.xml.ts',
    'src/pages/.well-known/security.txt.ts',
    'src/pages/style.css',
    'src/pages/_parts/card.jsx',
    'src/pages/_parts/here.live.tsx',
    'src/live/deep/counter.live.tsx',
  );
  const files = findAppFiles(root);
  expect(files.config).toBe(`${root}/src/app.ts`);
  expect(files.client).toBe(`${root}/src/client.ts`);
  expect([...files.routes.keys()]).toEqual([
    '.well-known/security.txt.ts',
    'api/health.ts',
    'index.tsx',
    'old.jsx',
    'posts/[slug].tsx',
    'rss.xml.ts',
  ]);
  expect([...files.views]).toEqual([
    ['live/deep/counter', `${root}/src/live/deep/counter.live.tsx`],
    ['pages/_parts/here', `${root}/src/pages/_parts/here.live.tsx`],
  ]);
});

test('a file of another language is a page if its ending is named, and nothing otherwise', async () => {
  await write('src/pages/index.tsx', 'src/pages/posts/hello.mdx', 'src/pages/readme.md');
  const routesWith = (...extensions: string[]) => [...findAppFiles(root, extensions).routes.keys()];
  expect(routesWith()).toEqual(['index.tsx']);
  expect(routesWith('.mdx')).toEqual(['index.tsx', 'posts/hello.mdx']);
  expect(isAppFile(root, `${root}/src/pages/a.mdx`)).toBe(false);
  expect(isAppFile(root, `${root}/src/pages/a.mdx`, ['.mdx'])).toBe(true);
  expect(isAppFile(root, `${root}/src/a.mdx`, ['.mdx'])).toBe(false);
});

test.each([
  ['md', 'is not the ending of a file. Write it with its dot'],
  ['.ts', 'which Skerry compiles itself'],
])('the ending %s of pages is refused', (extension, message) => {
  expect(() => checkPageExtensions([extension])).toThrow(message);
});

test('an app without sources has no files', () => {
  expect(findAppFiles(root)).toEqual({
    routes: new Map(),
    views: new Map(),
    config: undefined,
    client: undefined,
    strategies: new Map(),
  });
});

test('strategies are found by their names; tests, types and helpers in folders are not', async () => {
  await write(
    'src/strategies/hover.ts',
    'src/strategies/on-battery.ts',
    'src/strategies/hover.test.ts',
    'src/strategies/types.d.ts',
    'src/strategies/parts/load.tsx',
    'src/strategies/readme.md',
  );
  expect([...findAppFiles(root).strategies]).toEqual([
    ['hover', `${root}/src/strategies/hover.ts`],
    ['on-battery', `${root}/src/strategies/on-battery.ts`],
  ]);
  expect(strategiesBeside(`${root}/src/pages/index.tsx`)).toEqual(['hover', 'on-battery']);
  expect(isEntryFile(root, `${root}/src/strategies/hover.ts`)).toBe(true);
  expect(isEntryFile(root, `${root}/src/strategies/parts/load.tsx`)).toBe(false);
});

test.each([
  ['foo.tsx', 'Rename it to foo.ts'],
  ['foo.js', 'Rename it to foo.ts'],
  ['on.hover.ts', 'Rename it to on-hover.ts'],
  ['load.ts', 'every app has client:load. Give it another one.'],
  ['none.ts', 'every app has client:none.'],
  ['priority.ts', 'every app has client:priority.'],
])('src/strategies/%s is refused with the next step: %s', async (file, message) => {
  await write(`src/strategies/${file}`);
  expect(() => findAppFiles(root)).toThrow(`src/strategies/${file}`);
  expect(() => findAppFiles(root)).toThrow(message);
});

test('the error for two pages of one path names both', async () => {
  await write('src/pages/about.tsx', 'src/pages/about/index.tsx');
  expect(() => findAppFiles(root)).toThrow(
    'src/pages/about.tsx and src/pages/about/index.tsx both answer /about.',
  );
});

test.each([
  ['about.v2.tsx', 'Rename it to about-v2.tsx'],
  ['about.v2.jsx', 'Rename it to about-v2.tsx'],
  ['api/health.mjs', 'Rename it to health.ts'],
  ['rss.xml.mts', 'Rename it to rss.xml.ts'],
  ['counter.live.ts', 'Move it to src/live'],
  ['counter.live.tsx', 'Move it to src/live'],
  ['chart.island.tsx', 'Move it to src/islands'],
  ['_layuot.tsx', '_layout.tsx, _error.tsx and _plugins.ts'],
])(
  'src/pages/%s, which would answer nothing, is refused with the next step: %s',
  async (file, hint) => {
    await write('src/pages/index.tsx', `src/pages/${file}`);
    expect(() => findAppFiles(root)).toThrow(`src/pages/${file} is not a route. `);
    expect(() => findAppFiles(root)).toThrow(hint);
  },
);

test.each(['export default [];', 'export const GET = () => 1'])(
  'a *.ts file that starts with "_" and reads like a route is refused: %s',
  async (code) => {
    await write('src/pages/_plugin.ts');
    await writeFile(join(root, 'src/pages/_plugin.ts'), code);
    expect(() => findAppFiles(root)).toThrow(
      'src/pages/_plugin.ts is not a route. Of the files that start with "_", only _layout.tsx, _error.tsx and _plugins.ts take part',
    );
  },
);

test.each([
  ['pages/helper.ts', 'const a = 1; export { a };', 'begin its name with "_"'],
  ['pages/about.ts', 'export default () => 1', 'Rename it to about.tsx if it is a page'],
  ['pages/about.js', 'export default () => 1', 'Rename it to about.jsx if it is a page'],
])('%s, an endpoint without a method, is refused: %s', (file, code, hint) => {
  expect(() => checkExports(file, code)).toThrow(`src/${file} exports none of GET, HEAD, POST`);
  expect(() => checkExports(file, code)).toThrow(hint);
});

test.each([
  ['src/pages/new.tsx', true],
  ['src/pages/new.js', true],
  ['src/pages/new.test.tsx', false],
  ['src/live/new.live.tsx', true],
  ['src/app.ts', true],
  ['src/parts/new.tsx', false],
  ['pages/new.tsx', false],
])('%s changes the app by appearing: %s', (file, is) =>
  expect(isAppFile(root, `${root}/${file}`)).toBe(is),
);

test('a live view is named by its path under src, even if the root is that of a workspace', () => {
  expect(viewId('/app', '/app/src/live/counter.live.tsx')).toBe('live/counter');
  expect(viewId('/repo', '/repo/apps/one/src/live/counter.live.tsx')).toBe('live/counter');
  expect(viewId('/app', '/app/src/pages/index.tsx')).toBeUndefined();
  expect(viewId('/app', '/app/shared/counter.live.tsx')).toBe('shared/counter');
});

test('files that are wrong are left out, each with its error, if somebody takes them', async () => {
  await write(
    'src/pages/index.tsx',
    'src/pages/about.tsx',
    'src/pages/about/index.tsx',
    'src/pages/[a][b].tsx',
    'src/pages/x.page.tsx',
    'src/strategies/load.ts',
    'src/strategies/hover.ts',
  );
  const misfits: [string, string][] = [];
  const { routes, strategies } = findAppFiles(root, [], ({ file, error }) =>
    misfits.push([file.slice(root.length), String(error)]),
  );
  expect([...routes.keys()]).toEqual(['about.tsx', 'index.tsx']);
  expect([...strategies.keys()]).toEqual(['hover']);
  expect(misfits).toEqual([
    ['/src/pages/[a][b].tsx', expect.stringContaining('[a][b].tsx')],
    ['/src/pages/about/index.tsx', expect.stringContaining('both answer /about')],
    ['/src/pages/x.page.tsx', expect.stringContaining('Rename it to x-page.tsx')],
    ['/src/strategies/load.ts', expect.stringContaining('every app has client:load')],
  ]);
});

test.each([
  ['src/pages/linked.tsx', 'file.tsx', 'Put the file here itself'],
  ['src/live/linked.live.tsx', 'file.tsx', 'Put the file here itself'],
  ['src/pages/linked', 'folder', 'Put the folder here itself'],
])('the symbolic link %s is refused with the next step', async (link, target, hint) => {
  await write('file.tsx', 'folder/index.tsx', 'src/live/a.live.tsx', 'src/pages/index.tsx');
  await symlink(join(root, target), join(root, link));
  expect(() => findAppFiles(root)).toThrow(
    `${link} is a symbolic link, which takes no part in the app. ${hint}`,
  );
});

test('links that editors leave, and those of files that are not for the app, are fine', async () => {
  await write('file.txt', 'src/pages/index.tsx');
  await symlink('somebody@somewhere.1234', join(root, 'src/pages/.#index.tsx'));
  await symlink(join(root, 'file.txt'), join(root, 'src/pages/note.txt'));
  expect([...findAppFiles(root).routes.keys()]).toEqual(['index.tsx']);
});
