import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import { readServerFrame } from '@skerry/wire';

import { type RunningApp, startBuilt } from './apps.js';
import { Visitor } from './fuzz/visitor.js';

// Faults that other systems have published, each tried against a built app. `docs/security.md` names them.

let app: RunningApp;

beforeAll(async () => {
  app = await startBuilt('test/app/edge');
});
afterAll(async () => void (await app.stop()));

afterEach(() => new Visitor(app.origin).use());

/** Sends a request exactly as given, and reads until the server closes. */
async function ask(request: string): Promise<string> {
  const socket = connect({ port: app.port, host: 'localhost' }).setEncoding('latin1');
  socket.write(request.replaceAll('\n', '\r\n'));
  return text(socket);
}

test.each([
  '',
  'a b',
  'a/admin?',
  'x@y',
  'a#b',
  'a\\b',
  '[::1',
  '[::1]x',
  'a:b',
  'a:99999',
  '%61',
  'a%00',
  '..',
  '-',
  'a,b',
  "a'b",
  'a"b',
  '<a>',
  '_invalid_',
  'evil.test',
])('the host %j changes neither the path nor the page', async (host) => {
  for (const path of ['/vault', '/still', '/guarded']) {
    const answer = await ask(`GET ${path} HTTP/1.1\nHost: ${host}\nConnection: close\n\n`);
    expect(answer).toMatch(path === '/guarded' ? /^HTTP\/1.1 (400|403) / : /^HTTP\/1.1 (200|400) /);
    expect(answer).not.toMatch(/^location:/im);
  }
});

test.each(['/%', '/%zz', '/%c0%ae', '/%u0061', '/vault%', '/%ff'])(
  'the path %s, which is not UTF-8, is refused',
  async (path) => {
    expect(await ask(`GET ${path} HTTP/1.1\nHost: a\nConnection: close\n\n`)).toMatch(
      /^HTTP\/1.1 400 /,
    );
  },
);

test('a GET with a body is answered like one without', async () => {
  const body = 'GET /secret HTTP/1.1\r\n\r\n';
  for (const path of ['/', '/still', '/api/open', '/assets/none.js'])
    expect(
      await ask(
        `GET ${path} HTTP/1.1\nHost: a\nConnection: close\nContent-Length: ${body.length}\n\n${body}`,
      ),
    ).toMatch(/^HTTP\/1.1 (200|404) [^]*$/);
});

test('headers named like members of every object are plain headers', async () => {
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
  const headers = names.map((name) => `${name}: x\n`).join('');
  const answer = await ask(`GET / HTTP/1.1\nHost: a\n${headers}Connection: close\n\n`);
  expect(answer).toMatch(/^HTTP\/1.1 200 /);
});

test('an upgrade that names another address is not fetched from there', async () => {
  const handshake =
    'Connection: upgrade\nUpgrade: websocket\nSec-WebSocket-Version: 13\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\n';
  for (const target of ['http://127.0.0.1:1/', 'http://a/_skerry/live/websocket', '//a/x'])
    expect(await ask(`GET ${target} HTTP/1.1\nHost: a\n${handshake}\n`)).toMatch(
      /^HTTP\/1.1 (200|4\d\d) /,
    );
});

describe('a guarded page is shown to nobody', () => {
  const spellings = String.raw`
    /guarded /guarded/ //guarded ///guarded /./guarded /guarded/. /guarded/.. /x/../guarded /%2e/guarded /x/%2e%2e/guarded
    /x/..%2fguarded /x/..%5cguarded /x/..\guarded \guarded /\guarded /%5cguarded /%2fguarded /guarded%2f /guarded%00
    /guarded%20 /guarded%0a /guarded; /guarded;a=b /guarded. /guarded... /guarded:: /guarded::$DATA /guarded? /guarded?/x
    /guarded?x#y /guarded# /guarded%23 /guarded%3f /GUARDED /Guarded /%67uarded /%67%75%61%72%64%65%64 /%2567uarded
    /%u0067uarded /%c1%a7uarded /%ef%bd%87uarded /guarded/index /guarded/index.tsx /guarded/index.html /guarded.html
    /guarded.tsx /index/../guarded guarded ./guarded *guarded http://a/guarded http://a/%67uarded HTTP://A/guarded
    http://x@a/guarded //a/guarded ///a/guarded /_skerry/../guarded /assets/../guarded /assets/%2e%2e/guarded
    /guarded/too /guarded/to%6f /guarded//too /guarded/./too /guarded%2ftoo http://a/guarded/to%6f`;

  test.each(spellings.trim().split(/\s+/))('under the path %s', async (path) => {
    const answer = await ask(`GET ${path} HTTP/1.1\nHost: a\nConnection: close\n\n`);
    expect(answer).toMatch(/^HTTP\/1.1 (308|400|403|404) /);
    expect(answer).not.toContain('Behind');
  });

  test.each(['HEAD', 'POST', 'PUT', 'OPTIONS', 'QUERY', 'PROPFIND', 'get', 'GETS', 'X'])(
    'by the method %s',
    async (method) => {
      const answer = await ask(`${method} /guarded HTTP/1.1\nHost: a\nConnection: close\n\n`);
      expect(answer).toMatch(/^HTTP\/1.1 4\d\d /);
      expect(answer).not.toContain('Behind');
    },
  );

  test.each([
    'X-Middleware-Subrequest: middleware:middleware:middleware:middleware:middleware',
    'X-Middleware-Subrequest: src/middleware:src/middleware',
    'X-Middleware-Next: 1',
    'X-Middleware-Rewrite: /guarded',
    'X-Middleware-Prefetch: 1',
    'X-Invoke-Path: /guarded',
    'X-Matched-Path: /guarded',
    'X-Now-Route-Matches: 1=guarded',
    'X-Original-URL: /vault',
    'X-Rewrite-URL: /vault',
    'X-Forwarded-Path: /vault',
    'X-Forwarded-Prefix: /vault',
    'X-Forwarded-URI: /vault',
    'X-HTTP-Method-Override: OPTIONS',
    'X-Astro-Path: /vault',
    'X-Astro-Locals: {}',
    'X-SvelteKit-Action: true',
    'X-SvelteKit-Pathname: /vault',
    'X-Skerry-Guard: passed',
    'X-Skerry-Session: x',
    'X-Nextjs-Data: 1',
    'RSC: 1',
    'Sec-Purpose: prefetch',
    'X-Requested-With: XMLHttpRequest',
  ])('with the header %s', async (header) => {
    const answer = await ask(`GET /guarded HTTP/1.1\nHost: a\n${header}\nConnection: close\n\n`);
    expect(answer).toMatch(/^HTTP\/1.1 403 /);
    expect(answer).not.toContain('Behind');
  });
});

describe('a request leads nobody to another site', () => {
  const paths = String.raw`
    //evil.test/ ///evil.test/ ////evil.test/ /\evil.test/ /\/evil.test/ \\evil.test/ /%5cevil.test/ /%2fevil.test/
    /%2f%2fevil.test/ /.//evil.test/ /..//evil.test/ /%2e//evil.test/ /x//evil.test/ /x/..//evil.test/ /%09/evil.test/
    /%0a/evil.test/ /%0d%0alocation:%20http://evil.test/ /@evil.test/ /;@evil.test/ /:@evil.test/ /evil.test/
    /https://evil.test/ /https:evil.test/ /javascript:alert(1)/ //evil.test/vault/ //evil.test%2fvault/ /vault//
    /vault/?//evil.test /vault/?next=//evil.test/ /vault/%2e%2e//evil.test/ http://evil.test/ http://evil.test/vault/
    http://evil.test//vault/ http://a@evil.test/vault/ //evil.test:80/ /%e3%80%82evil.test/ /?/ /#/`;

  test.each(paths.trim().split(/\s+/))('by the path %s', async (path) => {
    const answer = await ask(`GET ${path} HTTP/1.1\nHost: a\nConnection: close\n\n`);
    const [, location] = /^location: (.*)\r$/im.exec(answer) ?? [];
    expect(answer).toMatch(/^HTTP\/1.1 (200|308|400|404) /);
    if (location !== undefined) expect(location).toMatch(/^\/(?![/\\])/);
  });
});

describe('a page that holds a region may be stored by nobody', () => {
  test.each([
    'Range: bytes=0-1',
    'If-None-Match: *',
    'If-Modified-Since: Fri, 01 Jan 2038 00:00:00 GMT',
    'Cache-Control: only-if-cached',
    'Accept: text/x-component',
    'Accept: application/json',
    'RSC: 1',
    'X-Now-Route-Matches: 1',
    'X-Middleware-Prefetch: 1',
    'X-Nextjs-Data: 1',
    'X-Forwarded-Host: evil.test',
    'X-Forwarded-Scheme: http',
    'X-HTTP-Method-Override: HEAD',
    'Sec-Purpose: prefetch',
    'Purpose: prefetch',
    'User-Agent: Googlebot/2.1',
    'Origin: http://evil.test',
    'Cookie: skerry_session=none',
  ])('whatever is asked for: %s', async (header) => {
    for (const method of ['GET', 'HEAD']) {
      const answer = await ask(
        `${method} /vault?x HTTP/1.1\nHost: a\n${header}\nConnection: close\n\n`,
      );
      expect(answer).toMatch(/^HTTP\/1.1 200 /);
      expect(answer).toMatch(/^cache-control: private, no-store\r$/im);
      expect(answer).not.toContain('evil.test');
    }
  });
});

/** Opens a WebSocket by hand, sends bytes on it, and reads until the server closes. */
async function frames(cookie: string, bytes: Buffer): Promise<Buffer> {
  const socket = connect({ port: app.port, host: 'localhost' });
  socket.on('error', () => {});
  socket.write(
    'GET /_skerry/live/websocket?vsn=skerry-1 HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: websocket\r\n' +
      `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nCookie: ${cookie}\r\n\r\n`,
  );
  await once(socket, 'data');
  const received: Buffer[] = [];
  socket.on('data', (chunk) => received.push(chunk));
  socket.write(bytes);
  // A server that drops a connection may leave bytes unread, which is an error of the socket.
  await new Promise((resolve) => socket.once('close', resolve));
  return Buffer.concat(received);
}

/** The code of a closing frame. */
const codeOf = (received: Buffer): number => received.readUInt16BE(2);

const mask = Buffer.alloc(4);
const frame = (head: number, length: readonly number[], body = Buffer.alloc(0)): Buffer =>
  Buffer.concat([Buffer.from([head, ...length]), mask, body]);

test.each([
  ['announces 1 GB', [0x81, 0xff, 0, 0, 0, 0, 0x40, 0, 0, 0], 1009],
  ['announces 2^53 bytes', [0x81, 0xff, 0, 0x20, 0, 0, 0, 0, 0, 0], 1009],
  ['announces 2^63 bytes', [0x81, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0], 1009],
  ['sets a reserved bit', [0xc1, 0x80, 0, 0, 0, 0], 1002],
  ['has an opcode that is none', [0x83, 0x80, 0, 0, 0, 0], 1002],
  ['is not masked', [0x81, 0x01, 0x61], 1002],
  ['continues nothing', [0x80, 0x80, 0, 0, 0, 0], 1002],
  ['sends a ping in fragments', [0x09, 0x80, 0, 0, 0, 0], 1002],
  ['is no UTF-8', [0x81, 0x81, 0, 0, 0, 0, 0xff], 1007],
] as [string, number[], number][])('a WebSocket that %s is closed', async (_, bytes, code) => {
  expect(codeOf(await frames('', Buffer.from(bytes)))).toBe(code);
});

test('a WebSocket of 100,000 empty fragments is closed', async () => {
  const fragments = Buffer.concat([
    frame(0x01, [0x80]),
    ...Array.from({ length: 100_000 }, () => frame(0x00, [0x80])),
  ]);
  expect(codeOf(await frames('', fragments))).toBe(1008);
});

test('a WebSocket of 20,000 pings ends', async () => {
  const pings = Buffer.concat(
    Array.from({ length: 20_000 }, () => frame(0x89, [0x80 | 125], Buffer.alloc(125))),
  );
  await frames('', pings);
});

test('a name like a member of every object is not an event, and a payload is plain data', async () => {
  const visitor = new Visitor(app.origin);
  await visitor.load();
  const socket = (await visitor.connect('skerry-1'))!;
  const answers: ReturnType<typeof readServerFrame>[] = [];
  socket.on('message', (data) => answers.push(readServerFrame(String(data))));
  socket.send(JSON.stringify([1, 0, { topic: visitor.topic, token: visitor.token, have: 0 }]));
  const names = ['toString', 'constructor', 'then', 'valueOf', 'mount', 'render'];
  const payload = Object.fromEntries(
    ['then', 'toString', 'valueOf', 'toJSON'].map((name) => [name, 1]),
  );
  for (const [i, name] of names.entries()) socket.send(JSON.stringify([1, i + 1, name, {}]));
  socket.send(JSON.stringify([1, names.length + 1, 'echo', payload]));
  while (answers.length < names.length + 2) await once(socket, 'message');
  expect(answers.slice(1, -1).map((answer) => answer.kind)).toEqual(names.map(() => 'refused'));
  expect(answers.at(-1)).toMatchObject({ kind: 'ok', reply: payload });
  socket.close();
});
