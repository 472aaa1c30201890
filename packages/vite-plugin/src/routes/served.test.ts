import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { buildTestApp, type Deployed, serveBuilt } from '../../test/built-app.js';
import { createTestApp } from '../../test/test-app.js';
import { startTestServer, type TestServer } from '../../test/test-server.js';

const kit = "import { defineEndpoint } from '@skerry/kit';\n";

const files = {
  'src/pages/rss.xml.ts': `${kit}export const GET = defineEndpoint('/rss.xml', () => '<rss/>');
export const POST = defineEndpoint('/rss.xml', () => 'posted');
export const prerender = true;`,
  'src/pages/robots.txt.ts': `export const GET = () => 'User-agent: *';`,
  'src/pages/.well-known/security.txt.ts': `${kit}
export const GET = defineEndpoint('/.well-known/security.txt', () => 'Contact: mailto:a@b.test');
export const prerender = true;`,
  'src/pages/posts/[slug].json.ts': `${kit}
export const GET = defineEndpoint('/posts/:slug.json', ({ params, cookies }) => {
  cookies.set('seen', params.slug);
  cookies.set('lang', 'en');
  return params;
});`,
  'src/pages/data.js.js': `export const GET = () => 'export default 1;';`,
  'src/pages/sub/index.ts': `export const GET = () => ({ at: 'sub' });`,
  'src/pages/_helper.ts': `export const items = ['a'];`,
  'src/pages/plain.jsx': `import { items } from './_helper.ts';
export const head = { title: 'Plain' };
export default function Plain({ params }) { return <p class="plain">{items}</p>; }`,
  'src/pages/download.tsx': `
export default () => new Response('a;b', { headers: { 'content-type': 'text/csv' } });`,
};

const answers: Record<string, [status: number, type: string, body: string]> = {
  '/rss.xml': [200, 'application/xml', '<rss/>'],
  '/robots.txt': [200, 'text/plain; charset=utf-8', 'User-agent: *'],
  '/.well-known/security.txt': [200, 'text/plain; charset=utf-8', 'Contact: mailto:a@b.test'],
  '/posts/tides.json': [200, 'application/json;charset=UTF-8', '{"slug":"tides"}'],
  '/data.js': [200, 'application/javascript; charset=utf-8', 'export default 1;'],
  '/sub': [200, 'application/json;charset=UTF-8', '{"at":"sub"}'],
  '/download': [200, 'text/csv', 'a;b'],
};

async function look(origin: string): Promise<void> {
  for (const [path, [status, type, body]] of Object.entries(answers)) {
    const response = await fetch(origin + path);
    expect(
      [response.status, response.headers.get('content-type'), await response.text()],
      path,
    ).toEqual([status, type, body]);
  }
  const page = await (await fetch(`${origin}/plain`)).text();
  expect(page).toContain('<title>Plain</title>');
  expect(page).toContain('<p class="plain">a</p>');
  expect(await (await fetch(`${origin}/rss.xml`, { method: 'POST' })).text()).toBe('posted');
  const seen = await fetch(`${origin}/posts/tides.json`);
  expect(seen.headers.getSetCookie()).toEqual([
    'seen=tides; Path=/; HttpOnly; SameSite=Lax',
    'lang=en; Path=/; HttpOnly; SameSite=Lax',
  ]);
}

describe('in development', () => {
  let server: TestServer;
  beforeAll(async () => void (server = await startTestServer(files)));
  afterAll(() => server[Symbol.asyncDispose]());
  const types = () => readFileSync(join(server.app.root, '.skerry/routes.ts'), 'utf8');

  test('endpoints, pages in JavaScript and cookies are answered', () => look(server.origin));

  test('the types of the routes follow the files', async () => {
    expect(types()).toContain("'/posts/:slug.json': { readonly kind: 'endpoint'");
    expect(types()).toContain("'/plain': { readonly kind: 'page'");
    expect(types()).not.toContain('plain.js');
    expect(readFileSync(join(server.app.root, '.skerry/.gitignore'), 'utf8')).toBe('*\n');
    await server.app.write('src/pages/newer/[id].tsx', 'export default () => <p>new</p>;');
    await expect.poll(types).toContain("'/newer/:id'");
    await server.app.remove('src/pages/newer/[id].tsx');
    await expect.poll(types).not.toContain("'/newer/:id'");
  });

  test('an endpoint for another path is an error with its place', async () => {
    const wrong = `${kit}export const GET = defineEndpoint('/wrng', () => 1);`;
    await server.app.write('src/pages/wrong.ts', wrong);
    const error = await server.vite.environments.ssr
      .transformRequest(`${server.app.root}/src/pages/wrong.ts`)
      .then(
        () => expect.unreachable(),
        (thrown: Error & { loc?: object }) => thrown,
      );
    expect(error.message).toContain('This endpoint is defined for "/wrng"');
    expect(error.loc).toMatchObject({
      line: 2,
      column: 'export const GET = defineEndpoint('.length,
    });
    await server.app.remove('src/pages/wrong.ts');
  });
});

describe('built', () => {
  let app: Awaited<ReturnType<typeof createTestApp>>;
  let server: Deployed;
  beforeAll(async () => {
    app = await createTestApp();
    for (const [file, text] of Object.entries(files)) await app.write(file, text);
    await buildTestApp(app);
    server = await serveBuilt(app);
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    await app[Symbol.asyncDispose]();
  });

  test('endpoints, pages in JavaScript and cookies are answered', () => look(server.origin));

  test('what is prerendered is a file that any host can serve', async () => {
    expect(await app.read('dist/client/rss.xml')).toBe('<rss/>');
    expect(await app.read('dist/client/.well-known/security.txt')).toContain('Contact');
    const response = await fetch(`${server.origin}/rss.xml`);
    expect(response.headers.get('etag')).not.toBeNull();
  });

  test('skerry types writes the same types without a build', async () => {
    const before = await app.read('.skerry/routes.ts');
    await app.remove('.skerry/routes.ts');
    const cli = join(import.meta.dirname, '../../dist/cli.js');
    const run = (...args: string[]) =>
      spawnSync(process.execPath, [cli, ...args], { encoding: 'utf8', cwd: app.root });
    expect(run('types')).toMatchObject({ status: 0, stderr: '' });
    expect(await app.read('.skerry/routes.ts')).toBe(before);
    expect(run()).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('Usage: skerry types'),
    });
    await app.write('src/pages/sub.tsx', 'export default () => <p/>;');
    expect(run('types')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining(
        'src/pages/sub.tsx and src/pages/sub/index.ts both answer /sub.',
      ),
    });
  });
});

test('the types of routes know pages in other languages', async () => {
  await using server = await startTestServer(
    { 'src/pages/harbour.mdx': '# Harbour' },
    { pageExtensions: ['.mdx'] },
    {
      plugins: [
        {
          name: 'mdx',
          enforce: 'pre',
          transform: (_, id) =>
            id.endsWith('.mdx') ? `export default () => 'Harbour';` : undefined,
        },
      ],
    },
  );
  const types = () => readFileSync(join(server.app.root, '.skerry/routes.ts'), 'utf8');
  await expect.poll(types).toContain("'/harbour'");
});
