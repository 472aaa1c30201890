import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { createLogger } from 'vite';
import { afterEach, expect, test } from 'vitest';

import { buildTestApp } from '../../test/built-app.js';
import { createTestApp } from '../../test/test-app.js';

// A build that runs elsewhere: its environment, its stack traces, and an app that is files alone.

type Prepared = Awaited<ReturnType<typeof createTestApp>>;

let server: ChildProcess | undefined;
let said = '';
afterEach(() => void server?.kill('SIGKILL'));

/** Starts a built app in a folder, with nothing else in its environment. */
async function start(
  { root }: Prepared,
  cwd: string,
  env: Record<string, string> = {},
  folder = 'dist',
) {
  said = '';
  const { PATH } = process.env;
  server = spawn(process.execPath, [resolve(root, folder, 'server/index.js')], {
    cwd,
    env: { PATH, PORT: '0', HOST: '127.0.0.1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  server.stderr!.on('data', (chunk) => (said += chunk));
  const [line] = await once(server.stdout!, 'data');
  return /http:\S+/.exec(String(line))?.[0] ?? '';
}

/** The texts of all files of a folder. */
async function textsOf(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true });
  const texts = new Map<string, string>();
  for (const name of entries)
    if ((await stat(join(folder, name))).isFile())
      texts.set(name, await readFile(join(folder, name), 'utf8'));
  return texts;
}

const secret = { SKERRY_SECRET: 'a secret for tests of 32 bytes or more' };

test('variables of the .env files are read at start, and none that is not public is in the build', async () => {
  await using app = await createTestApp();
  await app.write('.env', 'WORD=of-all-modes\nLONG=${WORD}-and-more\nVITE_WORD=public-word');
  await app.write('.env.production', 'MODE_WORD=of-production');
  await app.write('src/client.ts', 'document.title += import.meta.env.VITE_WORD;');
  await app.write(
    'src/pages/api/words.ts',
    `const early = process.env.WORD;
    export const GET = () => [early, process.env.LONG, process.env.MODE_WORD, process.env.NODE_ENV];`,
  );
  await app.write(
    'src/pages/written.tsx',
    'export const prerender = true; export default () => <p>{process.env.MODE_WORD?.length}</p>;',
  );
  await buildTestApp(app);
  const texts = await textsOf(join(app.root, 'dist'));
  expect(texts.get('client/written.html')).toContain('<p>13</p>');
  const having = (word: string) => [...texts].filter(([, text]) => text.includes(word));
  expect(having('of-all-modes')).toEqual([]);
  expect(having('of-production')).toEqual([]);
  expect(having('public-word').map(([name]) => name)).toContainEqual(
    expect.stringMatching(/^client\/assets\//),
  );

  const words = async (cwd: string) =>
    (await fetch(`${await start(app, cwd, secret)}/api/words`)).json();
  expect(await words(app.root)).toEqual([
    'of-all-modes',
    'of-all-modes-and-more',
    'of-production',
    'production',
  ]);
  server!.kill('SIGKILL');
  await app.write('.env', 'WORD=changed');
  expect(await words(app.root)).toEqual(['changed', null, 'of-production', 'production']);
  server!.kill('SIGKILL');
  const elsewhere = await mkdtemp(join(tmpdir(), 'skerry-cwd-'));
  expect(await words(elsewhere)).toEqual([null, null, null, 'production']);
  await rm(elsewhere, { recursive: true });
});

test('stack traces of the built server name the file and the line of the author', async () => {
  await using app = await createTestApp();
  await app.write(
    'src/pages/api/fail.ts',
    `interface Reason { text: string }

    export const GET = () => {
      const reason: Reason = { text: 'rocks' };
      throw new Error(reason.text);
    };`,
  );
  await buildTestApp(app);
  const origin = await start(app, app.root, secret);
  const answer = await fetch(`${origin}/api/fail`);
  expect(answer.status).toBe(500);
  expect(await answer.text()).not.toMatch(/rocks|fail\.ts/);
  await expect.poll(() => said).toMatch(/Error: rocks[^]*src\/pages\/api\/fail\.ts:5:/);
  // Maps are no files for browsers.
  expect((await fetch(`${origin}/server/app.js.map`)).status).toBe(404);
  const client = await textsOf(join(app.root, 'dist/client'));
  expect([...client.keys()].filter((name) => name.endsWith('.map'))).toEqual([]);
});

/** Leaves an app with pages that are files. */
async function writeStaticApp(app: Prepared): Promise<void> {
  await rm(join(app.root, 'src/pages'), { recursive: true });
  await app.write(
    'src/pages/index.tsx',
    'export const prerender = true; export default () => <p>Home</p>;',
  );
  await app.write(
    'src/pages/posts/[slug].tsx',
    `export const prerender = [{ slug: 'first' }];
    export default ({ params }) => <p>{params.slug}</p>;`,
  );
}

test('an app of prerendered pages needs no server and no secret', async () => {
  await using app = await createTestApp();
  await writeStaticApp(app);
  await app.write(
    'src/pages/_error.tsx',
    'export default ({ status }) => <h1>Lost: {status}</h1>;',
  );
  const words: string[] = [];
  const customLogger = createLogger('info');
  customLogger.info = (message) => void words.push(message);
  await buildTestApp(app, { customLogger });
  expect(words.join('\n')).toContain(
    'every page is a file: dist/client works on any host of files',
  );
  const files = await textsOf(join(app.root, 'dist/client'));
  expect(files.get('404.html')).toContain('Lost: 404');
  expect(files.get('posts/first.html')).toContain('<p>first</p>');
  const origin = await start(app, app.root);
  expect(await (await fetch(`${origin}/posts/first`)).text()).toContain('<p>first</p>');
  expect((await fetch(`${origin}/nowhere`)).status).toBe(404);
});

test.each([
  ['an endpoint', 'src/pages/api/now.ts', 'export const GET = () => 1;'],
  [
    'a page that is rendered for each visitor',
    'src/pages/now.tsx',
    'export default () => <p>Now</p>;',
  ],
  [
    'a region on a written page',
    'src/pages/count.tsx',
    `import Counter from '../live/counter.live.tsx';
    export const prerender = true; export default () => <Counter />;`,
  ],
])('an app with %s needs its server', async (_, file, code) => {
  await using app = await createTestApp();
  await writeStaticApp(app);
  await app.write(file, code);
  await buildTestApp(app);
  expect([...(await textsOf(join(app.root, 'dist/client'))).keys()]).not.toContain('404.html');
});

test('a 404.html of the author stays', async () => {
  await using app = await createTestApp();
  await writeStaticApp(app);
  await app.write('public/404.html', 'My own.');
  await buildTestApp(app);
  expect(await readFile(join(app.root, 'dist/client/404.html'), 'utf8')).toBe('My own.');
});

test.each(['out/of/here', '../out-beside'])(
  'a build goes into the folder %s that Vite is given, and runs there',
  async (outDir) => {
    await using app = await createTestApp();
    await buildTestApp(app, { build: { outDir, emptyOutDir: true } });
    const origin = await start(app, app.root, secret, outDir);
    const html = await (await fetch(origin)).text();
    const [, style] = /<link rel="stylesheet" href="([^"]+)">/.exec(html) ?? [];
    expect((await fetch(origin + style)).status).toBe(200);
    expect(await readdir(app.root)).not.toContain('dist');
    await rm(resolve(app.root, outDir), { recursive: true });
  },
);
