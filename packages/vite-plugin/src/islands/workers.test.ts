import { createBuilder, createServer, type InlineConfig } from 'vite';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { buildTestApp } from '../../test/built-app.js';
import { createTestApp } from '../../test/test-app.js';
import type { Place } from '../compile/index.js';
import { skerry } from '../index.js';

const island = 'src/islands/counter.island.tsx';
const worker = 'src/islands/w.ts';

/** An island that begins with some code. */
const having = (code: string) => `${code}\nexport default () => <b>0</b>;\n`;
const ofUrl = (path: string, kind = 'Worker') =>
  `export const made = () => new ${kind}(new URL('${path}', import.meta.url), { type: 'module' });`;
const ofImport = (source: string) => `import Made from '${source}';\nconsole.log(Made);`;

/** What every app here has: the secret is to stay on the server. */
const common = {
  'src/keys.server.ts': `export const key = 'the secret';`,
  'src/server/db.ts': `export const rows = ['the secret'];`,
  [worker]: `import { key } from '../keys.server.ts';\npostMessage(key);`,
};

/** A chain of modules as an error shows it. */
const chain = (...titles: string[]) =>
  titles.map((title, i) => (i === 0 ? `  ${title}` : `${'  '.repeat(i + 1)}→ ${title}`)).join('\n');

/** The files of an app, its error, and the place of that. */
type Fault = [name: string, files: Record<string, string>, chain: string, place: [string, number]];

const toKey = chain(island, worker, 'src/keys.server.ts');
const atImport: Fault[3] = [worker, 1];

const faults: Fault[] = [
  ['a worker', { [island]: having(ofUrl('./w.ts')) }, toKey, atImport],
  ['a shared worker', { [island]: having(ofUrl('./w.ts', 'SharedWorker')) }, toKey, atImport],
  ['?worker', { [island]: having(ofImport('./w.ts?worker')) }, toKey, atImport],
  ['?sharedworker', { [island]: having(ofImport('./w.ts?sharedworker')) }, toKey, atImport],
  ['?worker&inline', { [island]: having(ofImport('./w.ts?worker&inline')) }, toKey, atImport],
  ['?worker&url', { [island]: having(ofImport('./w.ts?worker&url')) }, toKey, atImport],
  [
    'a worker of a module behind the island',
    { [island]: having(`import '../lib/start.ts';`), 'src/lib/start.ts': ofUrl('../islands/w.ts') },
    chain(island, 'src/lib/start.ts', worker, 'src/keys.server.ts'),
    atImport,
  ],
  [
    'a worker of a worker',
    {
      [island]: having(ofImport('./outer.ts?worker')),
      'src/islands/outer.ts': `\nimport './inner.ts';`,
      'src/islands/inner.ts': ofUrl('./w.ts'),
    },
    chain(island, 'src/islands/outer.ts', 'src/islands/inner.ts', worker, 'src/keys.server.ts'),
    atImport,
  ],
  [
    'a glob of a worker',
    {
      [island]: having(ofUrl('./w.ts')),
      [worker]: `postMessage(import.meta.glob('../server/*.ts', { eager: true }));`,
    },
    chain(island, worker, 'src/server/db.ts'),
    [worker, 1],
  ],
  [
    'a worker that imports kit',
    {
      [island]: having(ofUrl('./w.ts')),
      [worker]: `\nimport { notFound } from '@skerry/kit';\npostMessage(typeof notFound);`,
    },
    chain(island, worker, '@skerry/kit'),
    [worker, 2],
  ],
  [
    'a worker with JSX of nobody',
    {
      [island]: having(ofUrl('../workers/w.tsx')),
      'src/workers/w.tsx': `export const drawn = (\n  <p>drawn</p>);`,
    },
    chain(island, 'src/workers/w.tsx', '@skerry/kit/jsx-runtime'),
    ['src/workers/w.tsx', 2],
  ],
  [
    'a worker that imports JSX of nobody',
    {
      [island]: having(ofImport('../workers/w.ts?worker')),
      'src/workers/w.ts': `import { Shown } from '../parts/shown.tsx';\npostMessage(Shown.name);`,
      'src/parts/shown.tsx': `export const Shown = () => <p>drawn</p>;`,
    },
    chain(island, 'src/workers/w.ts', 'src/parts/shown.tsx', '@skerry/kit/jsx-runtime'),
    ['src/parts/shown.tsx', 1],
  ],
  [
    'a worker that is server code itself',
    { [island]: having(`\n${ofUrl('../server/db.ts')}`) },
    chain(island, 'src/server/db.ts'),
    [island, 2],
  ],
  [
    'the URL of a file',
    { [island]: having(`export const url = new URL('../keys.server.ts', import.meta.url);`) },
    chain(island, 'src/keys.server.ts'),
    [island, 1],
  ],
  [
    'the URL of a file with a hole in its name',
    {
      [island]: having(
        '\nexport const urlOf = (name) => new URL(`../${name}.server.ts`, import.meta.url);',
      ),
    },
    chain(island, 'src/keys.server.ts'),
    [island, 2],
  ],
  [
    'the URL of a file, from the root',
    { [island]: having(`export const url = new URL(\`/src/keys.server.ts\`, import.meta.url);`) },
    chain(island, 'src/keys.server.ts'),
    [island, 1],
  ],
  [
    'the URL of a file, of an entry',
    { 'src/client.ts': `fetch(new URL('./keys.server.ts', import.meta.url).href);` },
    chain('src/client.ts', 'src/keys.server.ts'),
    ['src/client.ts', 1],
  ],
];

/** The error of some code that should not work. */
const errorOf = (done: Promise<unknown>): Promise<(Error & { loc?: Place }) | undefined> =>
  done.then(
    () => undefined,
    (error: Error) => error,
  );

describe('a worker and the URL of a file lead no server code into browsers', () => {
  let app: Awaited<ReturnType<typeof createTestApp>>;

  beforeEach(async () => {
    app = await createTestApp();
  });
  afterEach(() => app[Symbol.asyncDispose]());

  async function write(files: Record<string, string>): Promise<void> {
    for (const [name, text] of Object.entries({ ...common, ...files })) await app.write(name, text);
  }

  const config = (): InlineConfig => ({
    root: app.root,
    configFile: false,
    plugins: [skerry()],
    logLevel: 'silent',
  });

  async function build(files: Record<string, string>): Promise<void> {
    await write(files);
    vi.stubEnv('NODE_ENV', 'production');
    const builder = await createBuilder(config());
    await builder.build(builder.environments.client!).finally(() => vi.unstubAllEnvs());
  }

  /** Asks a development server for the modules of a file as a browser would. */
  async function browse(files: Record<string, string>, file: string): Promise<void> {
    await write(files);
    const vite = await createServer({
      ...config(),
      cacheDir: `${app.root}/node_modules/.vite`,
      server: { middlewareMode: true, ws: false },
    });
    const seen = new Set<string>();
    const load = async (url: string): Promise<void> => {
      if (seen.has(url)) return;
      seen.add(url);
      const { code = '' } = (await vite.environments.client.transformRequest(url)) ?? {};
      for (const [, next] of code.matchAll(/["'](\/(?:src|@id)\/[^"'\s]+)["']/g))
        await load((next as string).replace('/@id/__x00__', '\0'));
    };
    await load(`/${file}`).finally(() => vite.close());
  }

  test.each(faults)('at build: %s', async (_, files, way, [file, line]) => {
    const error = await errorOf(build(files));
    expect(error?.message).toContain(`${way}\n`);
    expect(error?.message).toContain(`${app.root}/${file}:${line}:`);
  });

  test.each(faults)('in development: %s', async (_, files, way, [file, line]) => {
    const error = await errorOf(browse(files, way.split('\n')[0]!.trim()));
    expect(error?.message).toContain(`${way.replace('jsx-runtime', 'jsx-dev-runtime')}\n`);
    expect(error?.loc).toMatchObject({ file: `${app.root}/${file}`, line });
  });

  test('at build: a worker of a page', async () => {
    await write({
      ...common,
      'src/pages/worker.tsx': `import url from '../islands/w.ts?worker&url';\nexport default () => <p title={url} />;`,
    });
    await expect(buildTestApp(app)).rejects.toThrow(
      `${worker} runs in the browser and reaches src/keys.server.ts`,
    );
  });

  test('a worker that names a framework has its JSX, also in what it imports', async () => {
    const files = {
      [island]: having(ofUrl('../workers/w.tsx')),
      'src/workers/w.tsx': `/** @jsxImportSource preact */\nimport { Shown } from '../parts/shown.tsx';\npostMessage(<Shown />);`,
      'src/parts/shown.tsx': `export const Shown = () => <p>drawn</p>;`,
    };
    await build(files);
    await browse(files, island);
  });

  test('a worker without server code is built', async () => {
    await build({
      [island]: having(`${ofUrl('./w.ts')}\n${ofUrl('./other.ts').replace('made', 'other')}`),
      [worker]: `import type { key } from '../keys.server.ts';\npostMessage<typeof key>(new URL('path', import.meta.url).href);`,
      'src/islands/other.ts': `import css from '../server/db.css?inline';\npostMessage(css);`,
      'src/server/db.css': 'p { color: red }',
    });
  });
});
