import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { ask } from '../../test/ask.js';
import { buildTestApp, type Deployed, serveBuilt } from '../../test/built-app.js';
import { encodeAll, table } from '../../test/spellings.js';
import { createTestApp } from '../../test/test-app.js';

let app: Awaited<ReturnType<typeof createTestApp>>;
let server: Deployed;
/** The files that the build has written, by its path under `dist`. */
let files: string[];

beforeAll(async () => {
  app = await createTestApp();
  await app.write(
    'src/pages/about.tsx',
    `export const prerender = true; export default () => <p>${'About. '.repeat(300)}</p>;`,
  );
  await app.write('public/robots.txt', 'User-agent: *');
  await buildTestApp(app, { build: { sourcemap: true } });
  server = await serveBuilt(app);
  const entries = await readdir(join(app.root, 'dist'), { recursive: true, withFileTypes: true });
  files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(app.root, 'dist/').length));
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await app[Symbol.asyncDispose]();
});

const isPublic = (file: string): boolean => /^client\/[^.]/.test(file);

/** The ways out of a folder. */
const ups = ['..', '%2e%2e', '.%2e', '%252e%252e', '%c0%ae%c0%ae', '....', '..;', '..%00', '..%5c'];
const slashes = ['/', '%2f', '\\', '//', '/./', '%252f', '%5c'];

/** The spellings of a file's path, seen from the folder of public files. */
function spellings(file: string): string[] {
  const [folder, ...parts] = file.split('/');
  const joined = slashes.map((slash) => [folder, ...parts].join(slash));
  const out = ups.flatMap((up) =>
    slashes.flatMap((slash, i) =>
      table('/{up}{slash}{joined} /assets{slash}{up}{slash}{up}{slash}{joined}', {
        up,
        slash,
        joined: joined[i] as string,
      }),
    ),
  );
  const within = [file, parts.join('/'), `dist/${file}`, `${app.root}/dist/${file}`].flatMap(
    (path) => [
      ...table('/{path} //{path} /./{path} /%2e/{path} /@fs/{path} /%00/{path} /assets/../{path}', {
        path,
      }),
      ...[path.replace('.', '%2e'), path.replaceAll('/', '%2f'), path.replaceAll('/', '\\')].map(
        (spelt) => `/${spelt}`,
      ),
      `/${encodeAll(path)}`,
      `/${path.toUpperCase()}`,
      `http://localhost/${path}`,
    ],
  );
  return [...out, ...within];
}

const endings = ['', '?raw', '?url', '?import&raw', '/', '.', '%00', '%20', '.br', '.gz', '.map'];
const readers: Record<string, string>[] = [
  {},
  { 'accept-encoding': 'br' },
  { 'accept-encoding': 'gzip' },
  { range: 'bytes=0-' },
];

test('nobody can read the files that the build writes for the server', async () => {
  const secret = files.filter((file) => !isPublic(file));
  expect(secret).toEqual(
    expect.arrayContaining([
      'client/.vite/manifest.json',
      'server/index.js',
      'server/index.js.map',
      'server/app.js',
      'server/app.js.map',
      'package.json',
      'server/prerendered.json',
    ]),
  );
  const thoroughly = ['client/.vite/manifest.json', 'server/app.js.map'];
  const found: string[] = [];
  for (const file of secret) {
    const trace = (await readFile(join(app.root, 'dist', file), 'utf8')).slice(0, 100);
    for (const target of spellings(file))
      for (const ending of thoroughly.includes(file) ? endings : ['']) {
        const headers = readers[(target + ending).length % readers.length] ?? {};
        const { body, status } = await ask(server.origin, target + ending, { headers });
        if (body.includes(trace)) found.push(`${status} ${target}${ending}`);
      }
  }
  expect(found).toEqual([]);
});

test('everybody can read the files that the build writes for browsers', async () => {
  const names = files.filter((file) => isPublic(file) && !/\.(?:br|gz|html)$/.test(file));
  expect(names).toContain('client/robots.txt');
  for (const name of names) {
    const { body } = await ask(server.origin, name.slice('client'.length));
    expect(body, name).toBe(await readFile(join(app.root, 'dist', name), 'utf8'));
  }
});
