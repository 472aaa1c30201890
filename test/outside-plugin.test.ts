import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type RunningApp, startBuilt, startDevelopment } from './apps.js';
import { openBrowser } from './browser.js';

// A plugin that others publish, as they get it: packed, installed from its tarball into a fresh app, built and run.

const run = promisify(execFile);
const packages = ['wire', 'islands', 'kit', 'client', 'vite-plugin'].map(
  (name) => `packages/${name}`,
);
const folder = mkdtempSync(join(tmpdir(), 'skerry-outside-'));
const app = join(folder, 'app');
const { version: viteVersion } = JSON.parse(
  readFileSync('node_modules/vite/package.json', 'utf8'),
) as { version: string };

/** Packs a package; returns the path of its tarball. */
async function pack(source: string, command: readonly [string, ...string[]]): Promise<string> {
  const before = new Set(readdirSync(folder));
  const [program, ...args] = command;
  await run(program, [...args, 'pack', '--pack-destination', folder], { cwd: source });
  return join(
    folder,
    readdirSync(folder).find((name) => !before.has(name))!,
  );
}

/** The version of a package that the app needs beside its own. */
const installedVersion = (name: string): string =>
  (
    JSON.parse(
      readFileSync(resolve('packages/kit/node_modules', name, 'package.json'), 'utf8'),
    ) as {
      version: string;
    }
  ).version;

const files: Record<string, string> = {
  'vite.config.js': `import { skerry } from '@skerry/vite-plugin';
export default { plugins: [skerry()] };
`,
  'src/app.ts': `import { defineApp } from '@skerry/kit';
import { hello } from 'skerry-plugin-hello';
export default defineApp({ plugins: [hello({ greeting: 'Ahoy' })] });
`,
  'src/pages/index.tsx': `export default () => <p>Home</p>;
`,
};

let browser: Browser;
/** The output of the build. */
let output: string;

beforeAll(async () => {
  const tarballs: Record<string, string> = {};
  for (const source of packages)
    tarballs[`@skerry/${source.slice('packages/'.length)}`] = await pack(source, [
      'npx',
      '-y',
      'pnpm@12.21.0',
    ]);
  const plugin = await pack('examples/skerry-plugin-hello', ['npm']);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(app, name, '..'), { recursive: true });
    writeFileSync(join(app, name), text);
  }
  const manifest = {
    name: 'outside',
    private: true,
    type: 'module',
    dependencies: {
      ...tarballs,
      'skerry-plugin-hello': plugin,
      preact: installedVersion('preact'),
      vite: viteVersion,
    },
    overrides: tarballs,
  };
  writeFileSync(join(app, 'package.json'), JSON.stringify(manifest));
  await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline'], { cwd: app });
  const built = await run('node', ['node_modules/vite/bin/vite.js', 'build'], {
    cwd: app,
    env: { ...process.env, NODE_ENV: 'production', VITEST: '' },
  });
  output = built.stdout + built.stderr;
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

test('the build prints the bytes of the plugin in browsers', () => {
  const [, bytes] = /plugin example:hello: (\d+) B gzip in browsers/.exec(output) ?? [];
  expect(Number(bytes)).toBeGreaterThan(0);
  expect(Number(bytes)).toBeLessThan(400);
});

const ways: [title: string, start: () => Promise<RunningApp>][] = [
  ['built', () => startBuilt(app)],
  [
    'on the development server',
    () => startDevelopment(app, join(app, 'node_modules/vite/bin/vite.js')),
  ],
];

describe.each(ways)('an app with the plugin, %s', (_, start) => {
  let running: RunningApp;
  let page: Page;
  const problems: string[] = [];
  beforeAll(async () => {
    running = await start();
    page = await (await browser.newContext()).newPage();
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(String(error)));
    await page.goto(`${running.origin}/hello`);
  });
  afterAll(() => running.stop());

  test('has the page of the plugin, with its virtual module', async () => {
    expect(await page.title()).toBe('Ahoy');
    expect(await page.textContent('h1')).toBe('Ahoy');
  });

  test('has its live view, and a guard of its events', async () => {
    await page.click('text=Greet me');
    await page.waitForSelector('b:text-is("1")');
  });

  test('runs its module in the browser', async () => {
    await page.waitForSelector('html[data-hello="Ahoy"]');
    await page.waitForSelector('html[data-patches]');
  });

  test('hydrates its island by its strategy', async () => {
    // The code of the strategy may be on its way: then nobody has seen the first keys.
    const phase = () =>
      page.evaluate(
        () => (document.querySelector('skerry-island') as Element & { phase?: string }).phase,
      );
    await expect
      .poll(async () => {
        await page.keyboard.press('Shift');
        return phase();
      })
      .toBe('live');
    await page.click('text=Flag is down');
    await page.waitForSelector('text=Flag is up');
  });

  test('has its endpoint, which counts', async () => {
    const answer = await fetch(`${running.origin}/hello.json`);
    expect(await answer.json()).toEqual({ greeting: 'Ahoy', mounts: 1 });
  });

  test('sends no script of it to a page without a region', async () => {
    const html = await (await fetch(running.origin)).text();
    expect(html).toContain('Home');
    expect(html).not.toMatch(/<script[^>]*(?:client|plugin)-/);
  });

  test('has a clean console', () => {
    expect(problems).toEqual([]);
  });
});
