import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type IncomingMessage, request, type RequestOptions } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createEventStream, type H3Event } from 'h3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { bodyOf, startApp } from '../../test/app.js';
import type { AppConfig } from '../core/config.js';
import type { ErrorProps, PageProps } from '../page/module.js';
import { jsx } from '../jsx/jsx-runtime.js';
import { type RunningServer, serveApp } from './serve.js';

let server: RunningServer;
let logged: unknown[];
afterEach(() => server.stop());

async function serve(routes: Record<string, unknown>, config: AppConfig = {}): Promise<void> {
  const started = startApp(routes, { config });
  logged = started.logged;
  server = await serveApp(started.app, { port: 0, host: '127.0.0.1', stopTime: 1_000 });
}

/** Sends a request that `fetch` would not send. */
async function ask(
  path: string,
  { body, ...options }: RequestOptions & { body?: string } = {},
): Promise<IncomingMessage & { body: string }> {
  const asked = request({ host: '127.0.0.1', port: server.port, path, ...options }).end(body);
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  return Object.assign(answer, { body: await text(answer) });
}

test('an endpoint that is asked without a body gets no time for one', async () => {
  const limits = { answerTimeout: 20 };
  await serve({ 'api/never.ts': { GET: () => new Promise(() => {}) } }, { limits });
  expect((await ask('/api/never')).statusCode).toBe(503);
  expect(logged.join()).toContain(' 20 ms');
});

test('a request keeps its URL, whatever is done to the one that pages and guards are given', async () => {
  const page = ({ url, request: { url: asked } }: PageProps): unknown => {
    url.pathname = '/changed';
    return jsx('p', { children: new URL(asked).pathname });
  };
  await serve({ 'index.tsx': { default: page } });
  expect(bodyOf((await ask('/?a')).body)).toBe('<p>/</p>');
});

test('headers of the app and of its pages are sent without space at their ends', async () => {
  const page = { default: () => null, headers: { 'x-page': ' a\r\n' } };
  await serve({ 'index.tsx': page }, { headers: { 'x-app': 'b\n' } });
  const { headers, statusCode } = await ask('/');
  expect([statusCode, headers['x-page'], headers['x-app']]).toEqual([200, 'a', 'b']);
});

describe('behind proxies', () => {
  const says = ({ url, request: { url: asked, ip } }: PageProps): unknown =>
    jsx('p', { children: `${url.origin} ${new URL(asked).origin} ${ip}` });
  const routes = {
    'index.tsx': { default: says },
    'api/where.ts': {
      GET: ({ req, url }: H3Event) => [url.origin, new URL(req.url).origin, req.ip],
    },
  };
  const headers = {
    'x-forwarded-for': '6.6.6.6, 1.1.1.1',
    'x-forwarded-host': 'evil.test, Shop.test:443',
    'x-forwarded-proto': 'http, https',
  };
  const seen = async (sent: Record<string, string> = {}) => [
    bodyOf((await ask('/', { headers: sent })).body),
    JSON.parse((await ask('/api/where', { headers: sent })).body),
  ];
  const both = (origin: string, ip: string) => [
    `<p>${origin} ${origin} ${ip}</p>`,
    [origin, origin, ip],
  ];

  test('pages and endpoints get the host, the scheme and the address that a trusted proxy names', async () => {
    await serve(routes, { trustProxy: ['loopback'] });
    expect(await seen(headers)).toEqual(both('https://shop.test', '1.1.1.1'));
    expect(await seen({ 'x-forwarded-for': 'unknown' })).toEqual(
      both(`http://127.0.0.1:${server.port}`, '127.0.0.1'),
    );
  });

  test('pages and endpoints get nothing from a proxy that is not trusted', async () => {
    await serve(routes, { trustProxy: '10.0.0.0/8' });
    expect(await seen(headers)).toEqual(both(`http://127.0.0.1:${server.port}`, '127.0.0.1'));
  });

  test('the session is for the scheme that a trusted proxy names', async () => {
    await serve(
      { 'index.tsx': { default: ({ session }: PageProps) => session.id } },
      { trustProxy: 2 },
    );
    const cookie = async (proto: string) => {
      const sent = { 'x-forwarded-for': '1.1.1.1, 10.0.0.1', 'x-forwarded-proto': proto };
      return (await ask('/', { headers: sent })).headers['set-cookie']?.[0];
    };
    expect(await cookie('https, http')).toMatch(/^__Host-/);
    expect(await cookie('http, https')).toMatch(/^skerry_session/);
  });
});

describe('a host', () => {
  const routes = {
    'index.tsx': { default: ({ url }: PageProps) => jsx('p', { children: url.host }) },
    'api/x.ts': { GET: () => 'x' },
  };

  test('that is not the app’s is refused by pages, endpoints and everything else', async () => {
    await serve(routes, { allowedHosts: ['.a.test'] });
    for (const path of ['/', '/api/x', '/nowhere', '/_skerry/islands/error', '/a//b']) {
      const refused = await ask(path, { headers: { host: 'evil.test' } });
      expect([path, refused.statusCode]).toEqual([path, 421]);
      expect(refused.body).toBe('This host is not served here.');
      expect(refused.headers['x-content-type-options']).toBe('nosniff');
    }
    expect(bodyOf((await ask('/', { headers: { host: 'WWW.a.test:80' } })).body)).toBe(
      '<p>www.a.test</p>',
    );
  });

  test('that is malformed is a bad request, however long it is', async () => {
    await serve(routes);
    for (const host of [`a${' '.repeat(15_500)}b`, 'a b', 'a.test/x', '_invalid_:x', 'a,b']) {
      expect((await ask('/', { headers: { host } })).statusCode).toBe(400);
    }
  });
});

test('files have the same hosts and headers as pages', async () => {
  const files = await mkdtemp(join(tmpdir(), 'skerry-'));
  await mkdir(join(files, 'assets'));
  for (const file of ['a.txt', 'assets/a.js', 'page.html']) await writeFile(join(files, file), 'x');
  const { app } = startApp(
    {},
    { config: { allowedHosts: ['a.test'], headers: { 'x-app': 'yes' } } },
  );
  const pages = { '/page': { file: 'page.html', headers: { 'x-page': 'all of them' } } };
  server = await serveApp(app, { port: 0, host: '127.0.0.1', files, prerendered: pages });
  try {
    for (const path of ['/a.txt', '/assets/a.js', '/page']) {
      expect((await ask(path, { headers: { host: 'b.test' } })).statusCode).toBe(421);
      const { statusCode, headers } = await ask(path, { headers: { host: 'a.test' } });
      const own = path === '/page' ? { 'x-page': 'all of them' } : { 'x-app': 'yes' };
      expect([statusCode, headers]).toEqual([200, expect.objectContaining(own)]);
      expect('x-content-type-options' in headers).toBe(path !== '/page');
    }
  } finally {
    await rm(files, { recursive: true });
  }
});

describe('a path', () => {
  test('with dot segments is refused, and the app’s error page says so', async () => {
    await serve({
      'about.tsx': { default: () => 'About' },
      '_error.tsx': { default: ({ status, reason }: ErrorProps) => `${status} ${reason}` },
    });
    for (const path of ['/posts/../about', '/./about', '/%2e%2e/about', '/about/..']) {
      const { statusCode, body } = await ask(path);
      expect([path, statusCode]).toEqual([path, 400]);
      expect(bodyOf(body)).toBe('400 Bad request: the path holds a dot segment.');
    }
    expect(bodyOf((await ask('/posts//x')).body)).toBe(
      '400 Bad request: two slashes follow each other in the path.',
    );
    expect((await ask('/about?from=/../')).statusCode).toBe(200);
  });

  test('may come with its host before it', async () => {
    await serve({
      'about.tsx': { default: ({ url }: PageProps) => jsx('p', { children: url.href }) },
    });
    expect(bodyOf((await ask('http://b.test/%61bout?x')).body)).toBe(
      '<p>http://b.test/about?x</p>',
    );
    expect((await ask('http://me@b.test/about')).statusCode).toBe(400);
  });
});

describe('an endpoint', () => {
  test('answers OPTIONS, also from other origins', async () => {
    await serve({
      'api/cors.ts': {
        OPTIONS: () =>
          new Response(null, { status: 204, headers: { 'access-control-allow-origin': '*' } }),
      },
    });
    const headers = { origin: 'https://b.test', 'sec-fetch-site': 'cross-site' };
    const answer = await ask('/api/cors', { method: 'OPTIONS', headers });
    expect(answer.statusCode).toBe(204);
    expect(answer.headers['access-control-allow-origin']).toBe('*');
  });

  test('sets several cookies, in addition to that of the session', async () => {
    await serve({
      'api/cookies.ts': {
        GET(event: H3Event) {
          event.res.headers.append('set-cookie', 'a=1');
          event.res.headers.append('set-cookie', 'b=2');
          const { id } = event.context.session as PageProps['session'];
          return new Response(id, { headers: { 'set-cookie': 'c=3' } });
        },
      },
    });
    const answer = await ask('/api/cookies', { headers: { 'accept-encoding': 'br' } });
    expect(answer.headers['set-cookie']).toEqual([
      'c=3',
      'a=1',
      'b=2',
      expect.stringMatching(/^skerry_session=/),
    ]);
    expect(answer.headers['cache-control']).toBe('private, no-store');
  });
});

describe('the stream of an endpoint', () => {
  let ended: string[];
  beforeEach(() => {
    ended = [];
  });

  /** Chunks without end, until the stream is cancelled. */
  const endless = (name: string): ReadableStream =>
    new ReadableStream({
      pull: (controller) => controller.enqueue(new TextEncoder().encode('again '.repeat(1_000))),
      cancel: () => void ended.push(`${name} cancelled`),
    });
  const watch = (name: string, { req }: H3Event): void =>
    req.signal.addEventListener('abort', () => ended.push(`${name} aborted`));
  const streams = {
    stream: () => endless('stream'),
    response: () => new Response(endless('response')),
    text: () => new Response(endless('text'), { headers: { 'content-type': 'text/plain' } }),
    events(event: H3Event) {
      const stream = createEventStream(event);
      stream.onClosed(() => void ended.push('events cancelled'));
      void stream.push('hello');
      return stream.send();
    },
    async late() {
      await new Promise(setImmediate);
      return endless('late');
    },
  };
  const routes = Object.fromEntries(
    Object.entries(streams).map(([name, make]) => [
      `api/${name}.ts`,
      {
        GET(event: H3Event) {
          watch(name, event);
          return make(event);
        },
      },
    ]),
  );
  const endOf = (name: string) => [`${name} aborted`, `${name} cancelled`];

  test.each(Object.keys(streams))('is cancelled for HEAD: %s', async (name) => {
    await serve(routes);
    const { statusCode, body } = await ask(`/api/${name}`, { method: 'HEAD' });
    expect([statusCode, body]).toEqual([200, '']);
    await expect.poll(() => ended.toSorted()).toEqual(endOf(name));
  });

  test.each(Object.keys(streams))('is cancelled when its reader is gone: %s', async (name) => {
    await serve(routes);
    const asked = request({
      host: '127.0.0.1',
      port: server.port,
      path: `/api/${name}`,
      headers: { 'accept-encoding': 'gzip' },
    }).end();
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    await once(answer, 'data');
    asked.on('error', () => {}).destroy();
    await expect.poll(() => ended.toSorted()).toEqual(endOf(name));
  });

  test('is cancelled when its reader is gone before the first chunk', async () => {
    let arrive = (): void => {};
    const arrived = new Promise<void>((resolve) => (arrive = resolve));
    await serve({
      'api/slow.ts': {
        async GET(event: H3Event) {
          watch('slow', event);
          const aborted = once(event.req.signal, 'abort');
          arrive();
          await aborted;
          return endless('slow');
        },
      },
    });
    const asked = request({ host: '127.0.0.1', port: server.port, path: '/api/slow' }).end();
    await arrived;
    asked.on('error', () => {}).destroy();
    await expect.poll(() => ended.toSorted()).toEqual(endOf('slow'));
  });

  test('is cancelled if its status allows no body', async () => {
    await serve({
      'api/none.ts': {
        GET({ res }: H3Event) {
          res.status = 204;
          res.headers.set('content-length', '5');
          return endless('none');
        },
      },
    });
    const { statusCode, headers } = await ask('/api/none');
    expect([statusCode, headers['content-length']]).toEqual([204, undefined]);
    expect(ended).toEqual(['none cancelled']);
  });
});

describe('a response of an endpoint', () => {
  test.each([
    [
      'that is sent twice',
      () => {
        const shared = new Response('hello');
        return () => shared;
      },
      'has been read or sent before',
    ],
    [
      'that was read',
      () => async () => {
        const read = new Response('hello');
        await read.text();
        return read;
      },
      'has been read or sent before',
    ],
    [
      'that is being read',
      () => () => {
        const locked = new Response('hello');
        locked.body?.getReader();
        return locked;
      },
      'has been read or sent before',
    ],
    ['that is an error of the network', () => () => Response.error(), 'has the status 0'],
  ])('%s is an error with a reason', async (_, handler, problem) => {
    await serve({ 'api/x.ts': { GET: handler() } });
    await ask('/api/x');
    const { statusCode, body } = await ask('/api/x');
    expect(statusCode).toBe(500);
    expect(body).not.toContain('read');
    expect(String(logged)).toContain(`answered with a Response that ${problem}.`);
  });

  test('without a body may be shared: nothing of one visitor stays on it', async () => {
    const shared = new Response(null, { status: 204, headers: { 'x-mine': 'yes' } });
    await serve({
      'api/x.ts': {
        POST: ({ context }: H3Event) => (void (context.session as PageProps['session']).id, shared),
      },
    });
    const cookies = [];
    for (let i = 0; i < 2; i++) {
      const { statusCode, headers } = await ask('/api/x', { method: 'POST' });
      expect([statusCode, headers['x-mine']]).toEqual([204, 'yes']);
      cookies.push(headers['set-cookie']);
    }
    expect(cookies).toEqual([[expect.any(String)], [expect.any(String)]]);
    expect(cookies[0]).not.toEqual(cookies[1]);
    expect([...shared.headers.keys()]).toEqual(['x-mine']);
  });

  test('that was fetched is sent with its headers, and the app’s', async () => {
    await serve({
      'api/there.ts': { GET: () => new Response('there', { headers: { 'x-there': '1' } }) },
      'api/here.ts': { GET: () => fetch(`http://127.0.0.1:${server.port}/api/there`) },
    });
    const { body, headers } = await ask('/api/here');
    expect([body, headers['x-there'], headers['x-content-type-options']]).toEqual([
      'there',
      '1',
      'nosniff',
    ]);
  });
});
