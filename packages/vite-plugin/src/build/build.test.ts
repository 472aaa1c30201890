import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { buildTestApp } from '../../test/built-app.js';
import { createTestApp } from '../../test/test-app.js';

type Prepared = Awaited<ReturnType<typeof createTestApp>>;

const secret = 'a secret for tests of 32 bytes or more';

describe('the built app', () => {
  let app: Prepared;
  /** A folder without packages or sources around it. */
  let folder: string;
  let server: ChildProcess | undefined;

  beforeAll(async () => {
    app = await createTestApp();

    await app.write('public/robots.txt', 'User-agent: *');
    await buildTestApp(app);
    folder = await mkdtemp(join(tmpdir(), 'skerry-'));
    await cp(join(app.root, 'dist'), folder, { recursive: true });
  });

  afterAll(async () => {
    await app[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  afterEach(() => {
    server?.kill('SIGKILL');
  });

  function start(env: Record<string, string>): ChildProcess {
    const { PATH } = process.env;
    return (server = spawn(process.execPath, [join(folder, 'server/index.js')], {
      env: { PATH, PORT: '0', HOST: '127.0.0.1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    }));
  }

  async function listen(): Promise<string> {
    const [line] = await once(start({ SKERRY_SECRET: secret }).stdout!, 'data');
    return /http:\S+/.exec(String(line))?.[0] ?? '';
  }

  test('serves pages with their styles, and no script without a region', async () => {
    const origin = await listen();
    const html = await (await fetch(origin)).text();
    expect(html).not.toContain('<script');
    const styles = [...html.matchAll(/<link rel="stylesheet" href="([^"]+)">/g)].map(
      ([, href]) => href,
    );
    expect(styles).toEqual([
      expect.stringMatching(/^\/assets\/layout-.*\.css$/),
      expect.stringMatching(/^\/assets\/card-.*\.css$/),
    ]);
    const style = await fetch(origin + styles[1]);
    expect(style.headers.get('cache-control')).toContain('immutable');
    expect(await style.text()).toContain('.card');
    expect(await (await fetch(`${origin}/robots.txt`)).text()).toBe('User-agent: *');
    expect((await readdir(join(folder, 'server'))).sort()).toEqual([
      'app.js',
      'app.js.map',
      'chunks',
      'index.js',
      'index.js.map',
    ]);
    expect(await (await fetch(`${origin}/api/health`)).json()).toEqual({ ok: true });
    expect((await fetch(`${origin}/nowhere`)).status).toBe(404);
  });

  test('serves regions with their script', async () => {
    const origin = await listen();
    const html = await (await fetch(`${origin}/counter`)).text();
    expect(html).toContain('<skerry-live id="lv-');
    expect(html).toMatch(/href="\/assets\/counter-[^"]+\.css"/);
    const script = /<script type="module" async="" src="([^"]+)"/.exec(html)?.[1];
    const code = await fetch(origin + script);
    expect(code.headers.get('content-type')).toContain('javascript');
    // Islands are started separately, and modules that the app loads in both cases are fetched once.
    const shared = /<link rel="modulepreload" href="([^"]+)"/.exec(html)?.[1];
    expect(await code.text()).toContain(shared?.replace('/assets', '.'));
    expect(await (await fetch(origin + shared)).text()).toContain('dataset.client');
  });

  test('shows nothing of an error', async () => {
    const response = await fetch(`${await listen()}/posts/broken`);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('This post is broken.');
  });

  test('stops at SIGTERM, even with a connected browser', async () => {
    const { port } = new URL(await listen());
    const upgrade = request({
      port,
      path: '/_skerry/live/websocket?vsn=skerry-1',
      headers: {
        connection: 'upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
      },
    }).end();
    const [response, socket] = await once(upgrade, 'upgrade');
    expect(response.statusCode).toBe(101);
    const frame = once(socket, 'data');
    server!.kill('SIGTERM');
    // A closing frame with code 1012; this browser then goes, as they do.
    expect((await frame)[0].subarray(0, 4).toString('hex')).toMatch(/^88..03f4$/);
    socket.destroy();
    expect(await once(server!, 'exit')).toEqual([0, null]);
  });

  test.each([
    ['no secret', {}, 'The app has no secret'],
    ['a short secret', { SKERRY_SECRET: `${secret},short` }, 'has 5 bytes'],
    ['a port that is none', { SKERRY_SECRET: secret, PORT: '80x' }, 'PORT is "80x"'],
  ])('refuses to start with %s, and reports that in one line', async (_, env, message) => {
    const started = start(env as Record<string, string>);
    let said = '';
    started.stderr!.on('data', (chunk) => (said += chunk));
    expect(await once(started, 'close')).toEqual([1, null]);
    expect(said).toContain(message);
    expect(said.trimEnd()).not.toContain('\n');
  });

  test('has the same name on every machine for the same sources', async () => {
    const nameOf = async (file: string) =>
      /build: "([0-9a-f]{16})"/.exec(await readFile(file, 'utf8'))?.[1];
    const name = await nameOf(join(folder, 'server/app.js'));
    expect(name).toBeTruthy();
    const other = await createTestApp();

    await buildTestApp(other);
    expect(await nameOf(join(other.root, 'dist/server/app.js'))).toBe(name);
    await other.edit('src/pages/index.tsx', 'Home</h1>', 'Harbour</h1>');
    await buildTestApp(other);
    expect(await nameOf(join(other.root, 'dist/server/app.js'))).not.toBe(name);
    await other[Symbol.asyncDispose]();
  });
});

describe('a build', () => {
  let app: Prepared;
  beforeEach(async () => {
    app = await createTestApp();
  });
  afterEach(() => app[Symbol.asyncDispose]());

  test('compresses large files beforehand', async () => {
    await app.write('public/long.txt', 'again '.repeat(1000));
    await app.write('public/short.txt', 'once');
    await buildTestApp(app);
    const there = (file: string) =>
      access(join(app.root, 'dist/client', file)).then(
        () => true,
        () => false,
      );
    expect(await there('long.txt.br')).toBe(true);
    expect(await there('long.txt.gz')).toBe(true);
    expect(await there('short.txt.br')).toBe(false);
  });

  test('fails at a page that cannot be compiled, with its file, line and column', async () => {
    await app.edit(
      'src/pages/index.tsx',
      '<Card text="A card" />',
      '<p onClick={() => 1} key="x">A</p>',
    );
    await expect(buildTestApp(app)).rejects.toThrow(/src\/pages\/index\.tsx:7:\d+/);
  });

  test('fails at two pages for one path, with both names and the next step', async () => {
    await app.write('src/pages/posts/[name].tsx', 'export default () => <p>Another</p>;');
    await expect(buildTestApp(app)).rejects.toThrow(
      /\[plugin skerry:modules\][^]*src\/pages\/posts\/\[name\]\.tsx and src\/pages\/posts\/\[slug\]\.tsx both answer \/posts\/:slug\. Remove one of them, or give it another path\./,
    );
  });

  test.each([
    [
      'src/app.ts',
      "import { defineApp } from '@skerry/kit'; export const app = defineApp({});",
      'src/app.ts has no default export. Write `export default defineApp({ … })`',
    ],
    [
      'src/pages/about.tsx',
      'export const About = () => <p>About</p>;',
      'src/pages/about.tsx has no default export. Write `export default function',
    ],
    [
      'src/pages/api/time.ts',
      'export default () => ({ now: 0 });',
      'src/pages/api/time.ts exports none of GET, HEAD, POST,',
    ],
    [
      'src/pages/open.tsx',
      'export const crossOrigin = true; export default () => <p>Open</p>;',
      'src/pages/open.tsx exports `crossOrigin`, which only endpoints do. Remove it',
    ],
    [
      'src/pages/old.page.tsx',
      'export default () => <p>Old</p>;',
      'src/pages/old.page.tsx is not a route. Rename it to old-page.tsx',
    ],
  ])('fails at %s that lacks the exports of its role', async (file, code, message) => {
    await app.write(file, code);
    await expect(buildTestApp(app)).rejects.toThrow(message);
  });

  test('accepts re-exports', async () => {
    await app.write('src/about.tsx', 'export const About = () => <p>About</p>;');
    await app.write('src/pages/about.tsx', "export { About as default } from '../about.tsx';");
    await app.write('src/time.ts', 'export const GET = () => ({ now: 0 });');
    await app.write('src/pages/api/time.ts', "export * from '../../time.ts';");
    await buildTestApp(app);
  });

  test('warns of a src/client.ts that no page loads', async () => {
    const warnings: string[] = [];
    const customLogger = createLogger('silent');
    // On a busy machine Rolldown warns of slow plugins.
    customLogger.warn = (message) => void (message.includes('client.ts') && warnings.push(message));
    await app.write('src/client.ts', "document.title = 'own';");
    await buildTestApp(app, { customLogger });
    expect(warnings).toEqual([]);
    await rm(join(app.root, 'src/pages'), { recursive: true });
    await app.write('src/pages/index.tsx', 'export default () => <p>no live view</p>;');
    await buildTestApp(app, { customLogger });
    expect(warnings).toEqual([
      expect.stringContaining('src/client.ts is loaded with live views, and no page shows one.'),
    ]);
  });

  test('warns once if there is no page', async () => {
    await rm(join(app.root, 'src/pages'), { recursive: true });
    await app.write('src/pages/_layout.tsx', 'export default ({ children }) => children;');
    const warnings: string[] = [];
    const customLogger = createLogger('silent');
    customLogger.warn = (message) => void warnings.push(message);
    await buildTestApp(app, { customLogger });
    expect(warnings).toEqual([expect.stringContaining('no page')]);
  });
});
