import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { type RunningApp, startBuilt, startDevelopment } from './apps.js';

// Packages that bundles cannot have, or that are hard to import, in an app outside of the workspace: in development, in a build that
// is copied elsewhere, and in one that bundles what it can.

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'skerry-native-'));
const app = join(folder, 'app');
const vite = join(app, 'node_modules/vite/bin/vite.js');
const install = ['install', '--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts'];

const packages = {
  '@node-rs/argon2': '2.2.1',
  // 13 needs Node 22.
  'better-sqlite3': '12.6.2',
  lodash: '4.18.1',
  pg: '8.23.1',
  pino: '10.4.0',
  sharp: '0.35.5',
};

const files: Record<string, string> = {
  'vite.config.js': `import { skerry } from '@skerry/vite-plugin';
export default { plugins: [skerry({ bundlePackages: process.env.BUNDLE === '1' })] };
`,
  'src/pages/index.tsx': `export default () => <p>Home</p>;
`,
  'src/pages/api/native.ts': `import { hash, verify } from '@node-rs/argon2';
import pg from 'pg';
import { pino } from 'pino';
import sharp from 'sharp';

const log = pino({ transport: { target: 'pino/file', options: { destination: process.env.LOG_FILE } } });

export const GET = async () => {
  log.info('asked');
  const client = new pg.Client({ host: '127.0.0.1', port: 1 });
  const refused = await client.connect().then(() => 'connected', (error) => error.code);
  const red = { create: { width: 2, height: 3, channels: 3 as const, background: 'red' } };
  const { format, height } = await sharp(await sharp(red).png().toBuffer()).metadata();
  return {
    password: await verify(await hash('rope'), 'rope'),
    refused,
    image: format + ' ' + height,
  };
};
`,
  'src/pages/api/sqlite.ts': `import Database from 'better-sqlite3';

const ships = new Database(':memory:');
ships.exec("create table ships (name text); insert into ships values ('Gull'), ('Tern')");
export const GET = () => ships.prepare('select name from ships order by name').all();
`,
};

beforeAll(async () => {
  const tarballs: Record<string, string> = {};
  for (const name of ['wire', 'islands', 'kit', 'client', 'vite-plugin']) {
    const pack = ['-y', 'pnpm@12.21.0', 'pack', '--pack-destination', folder];
    await run('npx', pack, { cwd: `packages/${name}` });
    tarballs[`@skerry/${name}`] = `file:${join(folder, `skerry-${name}-0.1.0.tgz`)}`;
  }
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(app, name, '..'), { recursive: true });
    writeFileSync(join(app, name), text);
  }
  const versionOf = (path: string): string =>
    (JSON.parse(readFileSync(`${path}/package.json`, 'utf8')) as { version: string }).version;
  const manifest = {
    name: 'native',
    private: true,
    type: 'module',
    dependencies: {
      ...tarballs,
      ...packages,
      preact: versionOf('packages/kit/node_modules/preact'),
      vite: versionOf('node_modules/vite'),
    },
    overrides: tarballs,
  };
  writeFileSync(join(app, 'package.json'), JSON.stringify(manifest));
  await run('npm', install, { cwd: app });
  await compileSqlite();
});
afterAll(() => rmSync(folder, { recursive: true }));

/**
 * Compiles better-sqlite3 as its installation would where there is no binary of it to download, but without optimization: in half a
 * minute in place of four.
 */
async function compileSqlite(): Promise<void> {
  const gyp = join(folder, 'gyp');
  mkdirSync(gyp);
  const beside = join(process.execPath, '../..');
  const hasHeaders = existsSync(join(beside, 'include/node/node.h'));
  const node = `node-${process.platform}-${process.arch}`;
  const headers = hasHeaders ? [] : [`${node}@${process.versions.node}`];
  await run('npm', [...install, '--prefix', gyp, 'node-gyp@13.1.0', ...headers], { cwd: gyp });
  const script = join(gyp, 'node_modules/node-gyp/bin/node-gyp.js');
  const nodedir = hasHeaders ? beside : join(gyp, 'node_modules', node);
  await run(process.execPath, [script, 'rebuild', '--debug', `--nodedir=${nodedir}`], {
    cwd: join(app, binaries, '..'),
    maxBuffer: 1e8,
  });
}

/** Where the compiled part of better-sqlite3 is. */
const binaries = 'node_modules/better-sqlite3/build';

/** Checks that all packages do their work in a running app, and stops it. */
async function useAll(running: RunningApp, log: string): Promise<void> {
  const answer = await fetch(`${running.origin}/api/native`);
  expect(await answer.json()).toEqual({
    password: true,
    refused: 'ECONNREFUSED',
    image: 'png 3',
  });
  const rows = await fetch(`${running.origin}/api/sqlite`);
  expect(await rows.json()).toEqual([{ name: 'Gull' }, { name: 'Tern' }]);
  await expect.poll(() => readFileSync(log, 'utf8')).toContain('"msg":"asked"');
  await running.stop();
}

/** Does the same in a built app, where names of CommonJS packages can be imported too. */
async function useBuilt(copy: string, log: string): Promise<void> {
  const running = await startBuilt(copy);
  expect(await (await fetch(`${running.origin}/api/chunks`)).json()).toEqual([[1, 2], [3]]);
  await useAll(running, log);
}

/** Builds the app, copies its output elsewhere, and installs there what its package.json lists. */
async function deploy(name: string, env: Record<string, string>) {
  writeFileSync(
    join(app, 'src/pages/api/chunks.ts'),
    `import { chunk } from 'lodash'; export const GET = () => chunk([1, 2, 3], 2);`,
  );
  const { stdout } = await run(process.execPath, [vite, 'build'], {
    cwd: app,
    env: { ...process.env, NODE_ENV: 'production', VITEST: '', ...env },
  });
  const copy = join(folder, name, 'dist');
  cpSync(join(app, 'dist'), copy, { recursive: true });
  await run('npm', [...install, '--omit=dev'], { cwd: copy });
  cpSync(join(app, binaries), join(copy, binaries), { recursive: true });
  const manifest = JSON.parse(readFileSync(join(copy, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  return { said: stdout, folder: join(folder, name), dependencies: manifest.dependencies };
}

/** Names the file that pino's worker writes. */
function logFile(name: string): string {
  return (process.env.LOG_FILE = join(folder, `${name}.log`));
}

test('packages work in development', async () => {
  const log = logFile('development');
  await useAll(await startDevelopment(app, vite), log);
});

test('a built app is copied, and installs the packages that its server imports', async () => {
  const { said, folder: copy, dependencies } = await deploy('copied', {});
  expect(dependencies).toEqual(packages);
  expect(said).toContain(
    'to run the app elsewhere: copy dist, and there run `npm install --omit=dev` (@node-rs/argon2 2.2.1,',
  );
  const log = logFile('copied');
  await useBuilt(copy, log);
});

test('a build with `bundlePackages` names what cannot be in its bundle, and why', async () => {
  const { said, folder: copy, dependencies } = await deploy('bundled', { BUNDLE: '1' });
  const names = ['@node-rs/argon2', 'better-sqlite3', 'pino', 'sharp'];
  expect(Object.keys(dependencies)).toEqual(names);
  expect(said).toContain('outside the bundle: better-sqlite3, since it is native: binding.gyp');
  expect(said).toContain(
    'outside the bundle: pino, since it finds files beside its own: `__dirname` in lib/transport.js',
  );
  expect(said).toMatch(/outside the bundle: sharp, since it is native: @img\//);
  expect(said).toMatch(/outside the bundle: @node-rs\/argon2, since it is native: @node-rs\//);
  const log = logFile('bundled');
  await useBuilt(copy, log);
});
