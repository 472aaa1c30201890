import diagnostics from 'node:diagnostics_channel';
import { once } from 'node:events';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { FastResponse } from 'srvx/node';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { livePath } from '@skerry/wire';

import { patience } from '../../../../test/patience.js';
import { startApp } from '../../test/app.js';
import { stopClock } from '../../test/clock.js';
import { deferred } from '../../test/deferred.js';
import { defaultLimits } from '../core/limits.js';
import type { PageProps } from '../page/module.js';
import { definePlugin } from '../plugin/define.js';
import { jsx } from '../jsx/jsx-runtime.js';
import { type RunningServer, serveApp } from './serve.js';

let files: string;
let server: RunningServer;
let arrived: Promise<void>;
let finish: () => void;

beforeEach(async () => {
  files = await mkdtemp(join(tmpdir(), 'skerry-'));
  await mkdir(join(files, 'assets'));
  await writeFile(join(files, 'assets/app-1a2b.js'), 'export {};');
  await writeFile(join(files, 'robots.txt'), 'User-agent: *');
  await writeFile(join(files, '.hidden'), 'secret');
});

afterEach(async () => {
  await server.stop();
  await rm(files, { recursive: true });
});

async function serve({ trustProxy = false, stopTime = patience } = {}): Promise<string> {
  let arrive: () => void;
  arrived = new Promise((resolve) => (arrive = resolve));
  const finished = new Promise<void>((resolve) => (finish = resolve));
  const slow = async () => {
    arrive();
    await finished;
    return jsx('p', { children: 'done' });
  };
  const seen = ({ url, request }: PageProps) =>
    jsx('p', { children: `${url.origin} ${request.headers.get('x-forwarded-proto')}` });
  const { app } = startApp(
    {
      'index.tsx': { default: seen },
      'slow.tsx': { default: slow },
      'long.tsx': { default: () => jsx('p', { children: 'again '.repeat(1000) }) },
      'api/echo.ts': { POST: async ({ req }: { req: Request }) => (await req.text()).length },
    },
    { config: { trustProxy, limits: { maxRequestBytes: 1000 } } },
  );
  server = await serveApp(app, { port: 0, host: '127.0.0.1', files, stopTime });
  return `http://127.0.0.1:${server.port}`;
}

test('pages and files are served; hashed files never change', async () => {
  const origin = await serve();
  expect(await (await fetch(origin)).text()).toContain(`<p>${origin} null</p>`);
  const hashed = await fetch(`${origin}/assets/app-1a2b.js`);
  expect(hashed.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  const other = await fetch(`${origin}/robots.txt`);
  expect(other.headers.get('cache-control')).toBeNull();
  expect(other.headers.get('etag')).toBeTruthy();
  expect((await fetch(`${origin}/.hidden`)).status).toBe(404);
  expect((await fetch(`${origin}/assets/gone.js`)).status).toBe(404);
});

test('pages are compressed', async () => {
  const response = await fetch(`${await serve()}/long`, { headers: { 'accept-encoding': 'br' } });
  expect(response.headers.get('content-encoding')).toBe('br');
  expect(await response.text()).toContain('again again');
});

test('headers of a trusted proxy are used, and those of others are removed', async () => {
  const headers = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'www.a.test' };
  const origin = await serve();
  expect(await (await fetch(origin, { headers })).text()).toContain(`${origin} null`);
  await server.stop();
  expect(await (await fetch(await serve({ trustProxy: true }), { headers })).text()).toContain(
    'https://www.a.test https',
  );
});

test('a malformed request is answered and harms nobody', async () => {
  const { port } = new URL(await serve());
  const send = async (lines: string[]): Promise<string> => {
    const socket = connect(Number(port), '127.0.0.1').setEncoding('latin1');
    socket.end(`${lines.join('\r\n')}\r\nConnection: close\r\n\r\n`);
    return text(socket);
  };
  expect(await send(['GET / HTTP/1.1', 'Host: a.test:99999'])).toMatch(/^HTTP\/1.1 400 /);
  for (const path of ['/../etc/passwd', '/robots.txt/..', '/./robots.txt', '/a/%2e%2e/robots.txt'])
    expect(await send([`GET ${path} HTTP/1.1`, 'Host: a.test'])).toMatch(/^HTTP\/1.1 400 /);
  expect(await send(['GET //evil.test/ HTTP/1.1', 'Host: a.test'])).toMatch(/^HTTP\/1.1 400 /);
  expect(await send(['OPTIONS * HTTP/1.1', 'Host: a.test'])).toMatch(/^HTTP\/1.1 404 /);
});

test('files wait until the app has started', async () => {
  const ready = deferred();
  const waiting = definePlugin({
    name: 'test:waiting',
    setup: ({ hooks }) => hooks.onStart.tap(() => ready.promise),
  });
  const { app } = startApp({}, { config: { plugins: [waiting()] } });
  server = await serveApp(app, { port: 0, host: '127.0.0.1', files });
  const came = deferred<unknown>();
  diagnostics.subscribe('http.server.request.start', came.resolve);
  let answered = false;
  const answer = fetch(`http://127.0.0.1:${server.port}/robots.txt`).finally(
    () => (answered = true),
  );
  await came.promise;
  diagnostics.unsubscribe('http.server.request.start', came.resolve);
  // A file is read and sent within a few turns of the event loop.
  for (let turn = 0; turn < 100; turn += 1) await new Promise(setImmediate);
  expect(answered).toBe(false);
  ready.resolve();
  expect(await (await answer).text()).toBe('User-agent: *');
});

test('an upgrade for a path that nobody serves is refused', async () => {
  const { port } = new URL(await serve());
  const upgrade = { connection: 'upgrade', upgrade: 'websocket' };
  const [response] = await once(
    request({ port, path: '/other', headers: upgrade }).end(),
    'response',
  );
  expect(response.statusCode).toBe(404);
});

test('a request that offers another protocol is answered like any other, with its body, and its connection closed', async () => {
  const { port } = new URL(await serve());
  const headers = {
    connection: 'Upgrade, HTTP2-Settings',
    upgrade: 'h2c',
    'http2-settings': 'AAMAAABk',
  };
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const ask = async (method: string, path: string, body = '') => {
    const asked = request({ port, path, method, headers, agent }).end(body);
    const [answer] = await once(asked, 'response');
    return [answer.headers.connection, answer.statusCode, (await text(answer)).length];
  };
  expect(await ask('POST', '/api/echo', 'a'.repeat(900))).toEqual(['close', 200, '900'.length]);
  expect(await ask('GET', '/robots.txt')).toEqual(['close', 200, 'User-agent: *'.length]);
  expect(await ask('GET', livePath)).toEqual(['close', 404, expect.any(Number)]);
  agent.destroy();
});

test('data after a request that offers another protocol is not read', async () => {
  const { port } = new URL(await serve());
  const smuggled = 'GET /nowhere HTTP/1.1\r\nHost: a.test\r\n\r\n';
  for (const headers of ['', 'X: y\r\n'.repeat(1100)]) {
    const socket = connect(Number(port), '127.0.0.1').setEncoding('latin1');
    socket.on('error', () => {});
    socket.write(
      `POST /api/echo HTTP/1.1\r\nHost: a.test\r\nConnection: upgrade\r\nUpgrade: h2c\r\n${headers}` +
        `Content-Length: ${smuggled.length}\r\n\r\n${smuggled}${smuggled.repeat(10)}`,
    );
    const answer = await text(socket);
    expect(answer.match(/HTTP\/1.1 \d+/g)).toEqual(['HTTP/1.1 200']);
    expect(answer).toMatch(new RegExp(`\r\n\r\n${smuggled.length}$`));
  }
});

test('the body of a request that offers another protocol may come in pieces, long after its head', async () => {
  const { port } = new URL(await serve());
  const socket = connect(Number(port), '127.0.0.1').setEncoding('latin1').setNoDelay();
  const head =
    'POST /api/echo HTTP/1.1\r\nHost: a.test\r\nConnection: upgrade, close\r\nUpgrade: h2c\r\nContent-Length: 40\r\n\r\n';
  for (const piece of [head, ...'b'.repeat(40)]) {
    await new Promise<void>((written) => void socket.write(piece, () => written()));
    await new Promise(setImmediate);
  }
  expect(await text(socket)).toMatch(/^HTTP\/1.1 200[^]*40/);
});

test('requests of one connection are answered in order, and too many of them are refused', async () => {
  const { port } = new URL(await serve());
  const socket = connect(Number(port), '127.0.0.1').setEncoding('latin1');
  const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: a.test\r\n\r\n`;
  socket.write(get('/slow') + get('/nowhere').repeat(50));
  await arrived;
  finish();
  const statuses = (await text(socket)).match(/(?<=HTTP\/1.1 )\d+/g);
  expect(statuses).toEqual(['200', ...Array.from({ length: 31 }, () => '404'), '503']);
});

test('a WebSocket that is requested before an earlier answer has come is closed', async () => {
  const { port } = new URL(await serve());
  const socket = connect(Number(port), '127.0.0.1').setEncoding('latin1');
  socket.write(
    `GET /slow HTTP/1.1\r\nHost: a.test\r\n\r\nGET ${livePath} HTTP/1.1\r\nHost: a.test\r\n` +
      'Connection: upgrade\r\nUpgrade: websocket\r\n\r\n',
  );
  await arrived;
  expect(await text(socket)).toBe('');
  finish();
});

test('a stop lets open requests finish, and takes no new ones', async () => {
  const origin = await serve();
  const open = fetch(`${origin}/slow`);
  await arrived;
  const stopped = server.stop();
  await expect(fetch(origin)).rejects.toThrow();
  finish();
  expect(await (await open).text()).toContain('done');
  await stopped;
});

test('a connection that has asked for nothing yet does not delay a stop', async () => {
  const socket = connect(Number(new URL(await serve()).port), '127.0.0.1');
  const closed = once(socket, 'close');
  await fetch(`http://127.0.0.1:${server.port}/`);
  await server.stop();
  await closed;
});

test('connections that do not end within the bound are dropped at the stop', async () => {
  const origin = await serve({ stopTime: 50 });
  const open = fetch(`${origin}/slow`);
  const { port } = new URL(origin);
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
  // This browser never answers the closing frame.
  const [, socket] = await once(upgrade, 'upgrade');
  await arrived;
  const stopped = server.stop();
  await expect(open).rejects.toThrow();
  await once(socket.resume(), 'close');
  await stopped;
});

test('a body that is too large is refused', async () => {
  const url = `${await serve()}/api/echo`;
  expect(await (await fetch(url, { method: 'POST', body: 'a'.repeat(1000) })).text()).toBe('1000');
  const parts = () => new Blob(['a'.repeat(600), 'a'.repeat(401)]).stream();
  for (const body of ['a'.repeat(1001), parts()]) {
    const answer = await fetch(url, { method: 'POST', body, duplex: 'half' } as RequestInit);
    expect([answer.status, await answer.json()]).toEqual([
      413,
      { message: 'The body may have 1000 bytes.' },
    ]);
  }
});

test('a response that cannot be sent is answered 500 and reported', async () => {
  const { app, logged } = startApp({ 'index.tsx': { default: () => jsx('p', {}) } });
  const unsendable = new FastResponse('', { status: 1000 });
  server = await serveApp(
    { ...app, fetch: async () => unsendable },
    { port: 0, host: '127.0.0.1' },
  );
  expect((await fetch(`http://127.0.0.1:${server.port}`)).status).toBe(500);
  expect(String(logged)).toContain('Invalid status code');
});

test('a stream that fails in the middle of its response is reported; one whose visitor goes is cancelled', async () => {
  let cancelled: () => void;
  const gone = new Promise<void>((resolve) => (cancelled = resolve));
  const failing = new ReadableStream({
    start: (controller) => controller.enqueue(new Uint8Array(10)),
    pull: (controller) => controller.error(new Error('the source is dry')),
  });
  const endless = new ReadableStream({
    pull: (controller) => controller.enqueue(new Uint8Array(1000)),
    cancel: () => cancelled(),
  });
  const { app, logged } = startApp({
    'api/failing.ts': { GET: () => new Response(failing) },
    'api/endless.ts': { GET: () => new Response(endless) },
  });
  server = await serveApp(app, { port: 0, host: '127.0.0.1' });
  const origin = `http://127.0.0.1:${server.port}`;
  const broken = fetch(`${origin}/api/failing`).then((response) => response.text());
  await expect(broken).rejects.toThrow();
  expect(String(logged)).toContain('the source is dry');
  const visit = new AbortController();
  await fetch(`${origin}/api/endless`, { signal: visit.signal });
  visit.abort();
  await gone;
  expect(logged).toHaveLength(1);
});

test('a visitor who goes away while an endpoint reads the body is no failure of the app', async () => {
  let reading = deferred();
  const lost = Object.assign(new Error('the database is gone'), { code: 'ECONNRESET' });
  const { app, logged } = startApp({
    'api/body.ts': {
      POST: async ({ req, url }: { req: Request; url: URL }) => {
        reading.resolve();
        const body = req.arrayBuffer();
        await (url.search ? body.catch(() => Promise.reject(lost)) : body);
      },
    },
  });
  server = await serveApp(app, { port: 0, host: '127.0.0.1' });
  for (const path of ['/api/body', '/api/body?own']) {
    const socket = connect(server.port, '127.0.0.1');
    socket.write(`POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nfour`);
    await reading.promise;
    reading = deferred();
    socket.destroy();
  }
  await vi.waitFor(() => expect(String(logged)).toContain('the database is gone'), patience);
  expect(logged).toHaveLength(1);
});

test('the arrival of a slow body does not count as time of its endpoint', async () => {
  const pass = stopClock();
  const reading = deferred();
  const { app, logged } = startApp({
    'api/echo.ts': {
      POST({ req }: { req: Request }) {
        reading.resolve();
        return req.text();
      },
    },
  });
  server = await serveApp(app, { port: 0, host: '127.0.0.1' });
  const socket = connect(server.port, '127.0.0.1').setEncoding('latin1');
  socket.write(
    'POST /api/echo HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\nContent-Length: 4\r\n\r\nsl',
  );
  await reading.promise;
  pass(defaultLimits.answerTimeout);
  socket.write('ow');
  expect(await text(socket)).toMatch(/^HTTP\/1.1 200 [^]*slow$/);
  expect(logged).toEqual([]);
});
