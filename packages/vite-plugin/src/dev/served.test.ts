import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';

import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

import { ask } from '../../test/ask.js';
import { encodeAll, table } from '../../test/spellings.js';
import { startTestServer, type TestServer } from '../../test/test-server.js';

let server: TestServer;
/** A folder that no server serves. */
let outside: string;
/** Files under the root that the server has made for these pages. */
let written: string[];

const filesIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));

const marked = 'export default "MARKED: 4d8f2a";';
const ofBuilds = [
  'dist/server/index.js',
  'dist/server/index.js.map',
  'dist/server/chunks/page-4d8f2a.js',
  'dist/server/prerendered.json',
  'dist/server/.vite/manifest.json',
  'dist/server-prerender/index.js',
];

beforeAll(async () => {
  outside = await mkdtemp(join(tmpdir(), 'skerry-outside-'));
  vi.stubEnv('XDG_STATE_HOME', outside);
  await writeFile(join(outside, 'x.island.js'), marked);
  server = await startTestServer({ '.env': `KEY="${marked}"` });
  for (const file of ofBuilds) {
    await mkdir(join(server.app.root, dirname(file)), { recursive: true });
    await writeFile(join(server.app.root, file), marked);
  }
  const before = await filesIn(server.app.root);
  for (const path of ['/', '/counter', '/islands']) await ask(server.origin, path);
  written = (await filesIn(server.app.root)).filter((file) => !before.includes(file));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await server[Symbol.asyncDispose]();
  await rm(outside, { recursive: true });
});

/** Endings of a path: known ways past Vite's `server.fs`, and similar ones. */
const endings = [
  '',
  ...table(String.raw`
    / // /. . %20 %00 %2e \ ::$DATA .br .gz .map .js .json ;a /%2e%2e/x
    ? ?x ?raw ?raw?? ?raw?import ?import ?import&raw ?import&raw?? ?import&url ?url ?url&raw ?url?raw
    ?inline ?import&inline ?url&inline ?import&raw&inline ?import&no-inline ?url=1&import ?raw.js
    ?.svg ?.svg?import ?.svg?.wasm?init ?import&.svg ?meta.svg ?init ?.wasm?init ?import&.wasm?init
    ?worker ?import&worker ?worker&url ?worker_file&type=module ?sharedworker ?import&worker&inline
    ?worker_file&type=classic&raw ?commonjs-proxy ?vite-wasm-instance ?island=x.js ?lang.js
    ?html-proxy&index=0.js ?html-inline-proxy&index=0.css ?direct ?direct.css ?.css ?raw&.css
    ?v=1&raw ?t=1&raw ?raw&t=1 ?&raw& ?raw# #?raw # %23 %3Fraw %3fimport ?%72aw ?import&%72aw ?RAW
    ?import.css ?import&.json`),
];

/** The endings that have a meaning in Vite. */
const fewEndings = ['', '/', '?raw', '?import', '?import&raw', '?url&inline', '?.svg?import'];

/** The spellings of a path, absolute and from the root. */
function spellings(path: string, root: string): string[] {
  const way = relative(root, path);
  const fromSource = relative(join(root, 'src'), path);
  const names = {
    path,
    root,
    way,
    wayOnly: way.replaceAll('/', '%2f'),
    fromSource,
    encodedFromSource: fromSource.replaceAll('..', '%2e%2e'),
    encoded: encodeAll(path),
    fromParent: relative(dirname(root), path),
    pathOnly: path.replace('/', '%2f'),
  };
  const anywhere = table(
    `{path} /{path} /{way}
     /@fs{path} /@fs/{path} /@fs//{path} /@FS{path} //@fs{path} /@%66s{path} /@fs/.{path} /@fs{encoded}
     /@fs/x/..{path} /@fs/x/%2e%2e{path} /@fs/x/..%2f{path} /@fs{pathOnly} /@fs/file://{path}
     /@fs{root}/../{fromParent} /@fs{root}/src/{fromSource} /@fs{root}/src/{encodedFromSource}
     /@id{path} /@id/{way} /@id/@fs{path} /@id/../@fs{path} /@id/file://{path} /@id/skerry-island:{path}
     /@id/__x00__{path} /@id/__x00__/@fs{path} /@id/__x00__skerry:{path} /@vite/lazy?id={path}
     /@id/virtual:skerry/island/{way}.js /@id/__x00__virtual:skerry/island/{way}.js
     /@id/__x00__virtual:skerry/island/{path}.js /@id/__x00__virtual:skerry/island/__x00__{path}.js
     /@id/__x00__virtual:skerry/island/..%2f{wayOnly}.js
     /@id/__x00__virtual:skerry/island/islands/counter.island/../../../{way}.js`,
    names,
  );
  if (way.startsWith('..')) return anywhere;
  const name = `/${way}`;
  const within = table(
    String.raw`//{way} ///{way} /./{way} /src/../{way} /src/%2e%2e/{way} /src/..%2f{way} /src%2f../{way}
      /src/..\{way} /@id/./{way} http://localhost/{way} //localhost/{way}`,
    names,
  );
  const respelt = [name.replaceAll('/', '//'), name.replaceAll('.', '%2e'), name.toUpperCase()];
  return [...anywhere, ...within, ...respelt, encodeAll(name)];
}

/** Headers that tell Vite the purpose of a request. */
const readers: Record<string, string>[] = [
  {},
  { 'sec-fetch-dest': 'script', 'accept-encoding': 'br, gzip' },
  { 'sec-fetch-dest': 'document', accept: 'text/html' },
  { accept: 'text/css' },
];

/** Asks for a file in many ways, and returns those that succeed. */
async function waysTo(file: string, behind: readonly string[]): Promise<string[]> {
  const content = await readFile(file);
  const traces = [content.toString().slice(0, 32), content.toString('base64').slice(0, 32)];
  const found: string[] = [];
  // One request may make the next one succeed.
  for (const ending of behind)
    for (const spelling of spellings(file, server.app.root)) {
      const target = spelling + ending;
      const headers = readers[target.length % readers.length] ?? {};
      const { body, status } = await ask(server.origin, target, { headers });
      if (traces.some((trace) => body.includes(trace))) found.push(`${status} ${target}`);
    }
  return found;
}

test('the server itself writes nothing into served folders', () => {
  expect(written.filter((file) => !file.startsWith('node_modules/.vite/deps'))).toEqual([]);
});

describe('nobody can read', () => {
  test.each(ofBuilds)('%s', async (file) => {
    const isFirst = file === ofBuilds[0];
    expect(await waysTo(join(server.app.root, file), isFirst ? endings : fewEndings)).toEqual([]);
  });

  test('the key of the secret', async () => {
    expect(await waysTo(join(outside, 'skerry/development.key'), endings)).toEqual([]);
  });

  test('an island outside the served folders', async () => {
    expect(await waysTo(join(outside, 'x.island.js'), endings)).toEqual([]);
  });

  test('the files that Vite itself denies', async () => {
    expect(await waysTo(join(server.app.root, '.env'), fewEndings)).toEqual([]);
  });
});
