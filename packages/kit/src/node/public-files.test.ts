import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { page, startApp } from '../../test/app.js';
import { fileOfPage, type Prerendered } from '../prerender/prerendered.js';
import { type RunningServer, serveApp } from './serve.js';

const paths = ['/', '/about', '/posts/%C3%BCber', '/posts/a%20%3F%23+%25', '/docs/a/b', '/.hidden'];

let folder: string;
let server: RunningServer;
let asked: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'skerry-'));
  for (const path of paths) {
    const file = join(folder, fileOfPage(path));
    const html = `<!doctype html><p>file of ${path}</p>`;
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, html);
    if (path !== '/about') continue;
    await writeFile(`${file}.br`, brotliCompressSync(html));
    await writeFile(`${file}.gz`, gzipSync(html));
  }
  await writeFile(join(folder, 'robots.txt'), 'User-agent: *');
  await writeFile(join(folder, 'plain.html'), 'a file of the author');
  await writeFile(join(folder, '.secret'), 'secret');
});
afterEach(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

async function serve(pages: Partial<Prerendered['pages']> = {}): Promise<string> {
  asked = [];
  const known = paths.map((path) => [path, { file: fileOfPage(path), headers: {} }]);
  const { app } = startApp({
    'index.tsx': page('the app'),
    'about.tsx': page('the app'),
    'posts/[slug].tsx': page('the app'),
  });
  const prerendered = { ...Object.fromEntries(known), ...pages } as Prerendered['pages'];
  const watched: typeof app = {
    ...app,
    fetch(request) {
      asked.push(new URL(request.url).pathname);
      return app.fetch(request);
    },
  };
  server = await serveApp(watched, { port: 0, host: '127.0.0.1', files: folder, prerendered });
  return `http://127.0.0.1:${server.port}`;
}

test('a page is served from its file, at its path, and the app is not asked', async () => {
  const origin = await serve();
  for (const path of paths) {
    const response = await fetch(origin + path, { redirect: 'error' });
    expect(await response.text()).toBe(`<!doctype html><p>file of ${path}</p>`);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-cache');
    expect(response.headers.get('set-cookie')).toBeNull();
  }
  expect(await (await fetch(`${origin}/about?from=mail`)).text()).toContain('file of /about');
  expect(asked).toEqual([]);
});

test('every spelling of its path leads to a page in a file; a slash at the end is redirected', async () => {
  const origin = await serve();
  expect(await askRaw('/posts/%c3%bcber')).toContain('file of /posts/%C3%BCber');
  expect(await askRaw('/%61bout')).toContain('file of /about');
  expect(asked).toEqual([]);
  const slash = await fetch(`${origin}/about/`, { redirect: 'manual' });
  expect([slash.status, slash.headers.get('location')]).toEqual([308, '/about']);
  expect((await fetch(`${origin}/about.html/`, { redirect: 'manual' })).status).toBe(308);
});

test('a page in a file is not served under the name of its file', async () => {
  const origin = await serve();
  for (const name of ['/about.html', '/index.html', '/about.html.br', '/ab%6Fut.html'])
    expect((await fetch(origin + name)).status).toBe(404);
  expect(await (await fetch(`${origin}/posts/über.html`)).text()).toContain('the app');
  expect(await (await fetch(`${origin}/plain.html`)).text()).toBe('a file of the author');
  expect(await (await fetch(`${origin}/robots.txt`)).text()).toBe('User-agent: *');
  expect((await fetch(`${origin}/.secret`)).status).toBe(404);
});

test('a page in a file is sent as the build compressed it, and not again if the browser has it', async () => {
  const origin = await serve();
  const compressed = await fetch(`${origin}/about`, { headers: { 'accept-encoding': 'br' } });
  expect(compressed.headers.get('content-encoding')).toBe('br');
  expect(compressed.headers.get('vary')).toBe('accept-encoding');
  expect(Number(compressed.headers.get('content-length'))).toBe(
    (await readFile(join(folder, 'about.html.br'))).length,
  );
  expect(await compressed.text()).toContain('file of /about');
  const etag = compressed.headers.get('etag')!;
  // `fetch` would add a header that asks for no answer from a cache.
  const headers = { 'accept-encoding': 'br', 'if-none-match': etag };
  const [again] = await once(
    request({ port: server.port, host: '127.0.0.1', path: '/about', headers }).end(),
    'response',
  );
  expect([again.statusCode, again.headers['cache-control']]).toEqual([304, 'no-cache']);
});

test('HEAD on a page in a file is answered with its headers; the app answers other methods', async () => {
  const origin = await serve();
  const head = await fetch(`${origin}/about`, { method: 'HEAD' });
  expect([head.status, await head.text()]).toEqual([200, '']);
  expect(Number(head.headers.get('content-length'))).toBeGreaterThan(0);
  expect((await fetch(`${origin}/about`, { method: 'POST' })).status).toBe(405);
});

test('a page in a file keeps the headers that it set', async () => {
  const headers = {
    'content-security-policy': "default-src 'self'",
    'cache-control': 'max-age=60',
  };
  const origin = await serve({ '/about': { file: 'about.html', headers } });
  const response = await fetch(`${origin}/about`);
  expect(Object.fromEntries(response.headers)).toMatchObject(headers);
});

test('the app answers for a path without a file, and for a file that is gone', async () => {
  const gone = { file: 'gone.html', headers: { 'x-page': 'gone' } };
  const origin = await serve({ '/posts/gone': gone });
  expect(await (await fetch(`${origin}/posts/other`)).text()).toContain('the app');
  const response = await fetch(`${origin}/posts/gone`);
  expect(await response.text()).toContain('the app');
  expect([response.headers.get('x-page'), response.headers.get('cache-control')]).toEqual([
    null,
    null,
  ]);
  expect(asked).toEqual(['/posts/other', '/posts/gone']);
});

/** Asks for a path exactly as given; `fetch` would normalise it. */
async function askRaw(path: string): Promise<string> {
  const sent = request({ port: server.port, host: '127.0.0.1', path }).end();
  const response = await new Promise<NodeJS.ReadableStream>((resolve) =>
    sent.on('response', resolve),
  );
  return text(response);
}
