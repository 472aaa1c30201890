import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { findBrowser } from '../test/find-browser.js';
import { patience } from '../test/patience.js';

/** Each page is an app: its code blocks are the files, and the guide's first page has those that all share. */
const root = join(import.meta.dirname, '..');
const pages = [
  'README.md',
  'docs/security.md',
  ...['docs/guide', 'docs/plugins'].flatMap((folder) =>
    readdirSync(join(root, folder)).map((file) => `${folder}/${file}`),
  ),
].filter(
  (page) => page.endsWith('.md') && /^```tsx?\b/m.test(readFileSync(join(root, page), 'utf8')),
);
const first = 'docs/guide/getting-started.md';
const shared = ['vite.config.ts', 'tsconfig.json'];

// Here imports lead to the packages as they are built, and git does not look.
const apps = join(import.meta.dirname, 'dist/snippets');
const appOf = (page: string): string => join(apps, page.slice(0, -3).replaceAll('/', '-'));

beforeAll(() => Promise.all(pages.map(writeApp)));
afterAll(() => rm(apps, { recursive: true, force: true }));

describe.each(pages)('the code in %s', (page) => {
  test('does what the page says, and is well typed with the types of its routes', async () => {
    const app = appOf(page);
    const options = ['--passWithNoTests', `--testTimeout=${patience}`, '--root', app];
    await run('../packages/vite-plugin/dist/cli.js', 'types', app);
    await run('vitest/vitest.mjs', 'run', ...options);
    // The tests have left the types as they were.
    await run('typescript/bin/tsc', '-p', app);
  });
});

test('the app of the first page is built, and serves its pages', async () => {
  const app = appOf(first);
  await run('vite/bin/vite.js', 'build', app);
  const server = spawn(process.execPath, [join(app, 'dist/server/index.js')], {
    env: { ...environment, PORT: '0', HOST: 'localhost', SKERRY_SECRET: 'a'.repeat(32) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(server, 'exit');
  try {
    const [line] = (await once(createInterface({ input: server.stdout }), 'line')) as [string];
    const origin = line.replace('Listening on ', '');
    const home = await fetch(origin);
    expect(await home.text()).toContain('</button> <!--1-->3<!---->');
    expect(home.headers.get('content-security-policy')).toBe("default-src 'self'");
    expect(await (await fetch(`${origin}/api/health`)).json()).toEqual({ ok: true });
    expect((await fetch(`${origin}/ships/Merlin`)).status).toBe(200);
    expect((await fetch(`${origin}/ships/Titanic`)).status).toBe(404);
  } finally {
    server.kill();
  }
  expect(await ended).toEqual([0, null]);
});

test('the visits of the page on tests run in a browser', async () => {
  const app = appOf('docs/guide/testing.md');
  await run('vite/bin/vite.js', 'build', app);
  const config = ['--config', join(app, 'vitest.browser.ts'), `--testTimeout=${patience}`];
  await run('vitest/vitest.mjs', 'run', '--root', app, ...config);
});

async function writeApp(page: string): Promise<void> {
  const app = appOf(page);
  const files = await filesOf(page);
  const common = await filesOf(first);
  for (const name of shared) files.set(name, files.get(name) ?? (common.get(name) as string));
  for (const [path, code] of files) {
    await mkdir(dirname(join(app, path)), { recursive: true });
    await writeFile(join(app, path), code);
  }
  const check = join(root, page.replace('.md', '.check.ts'));
  if (existsSync(check)) await copyFile(check, join(app, 'src/guide.test.ts'));
}

/** The files in the code blocks of a page. A block names its file behind its language, or in a comment at its start. */
async function filesOf(page: string): Promise<Map<string, string>> {
  const markdown = await readFile(join(root, page), 'utf8');
  const files = new Map<string, string>();
  for (const [, language, name, code] of markdown.matchAll(/^```(\w+) ?(\S*)\n([^]*?)^```$/gm)) {
    if (language === 'sh') continue;
    const path = name || /^(?:\/\/|\/\*) (\S+\.\w+)/.exec(code as string)?.[1];
    if (!path || files.has(path))
      throw new Error(
        `In ${page} a code block names ${path ? `${path} again` : 'no file'}:\n${code}`,
      );
    files.set(path, code as string);
  }
  return files;
}

/** The environment of a shell, without the test runner's variables. */
const environment = Object.fromEntries(
  Object.entries({ ...process.env, NO_COLOR: '1', CHROME_PATH: findBrowser() ?? '' }).filter(
    ([name]) => !/^(?:VITEST|(?:NODE_ENV|TEST|DEV|PROD|FORCE_COLOR)$)/.test(name),
  ),
);

/** Runs a tool of the workspace; what it says is the failure's message. */
async function run(tool: string, ...args: string[]): Promise<void> {
  const path = join(root, 'node_modules', tool);
  try {
    await promisify(execFile)(process.execPath, [path, ...args], { env: environment });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    // Its own message repeats all this.
    throw new Error(`${stdout}\n${stderr}`); // oxlint-disable-line preserve-caught-error
  }
}
