import { once } from 'node:events';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { ask } from '../../test/ask.js';
import { startTestServer, type TestServer } from '../../test/test-server.js';
import { upgrade } from '../../test/upgrade.js';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer(
    {
      'public/robots.txt': 'User-agent: *',
      'src/pages/api/cookies.ts': `export const GET = ({ res }) => {
        for (const cookie of ['a=1', 'b=2']) res.headers.append('set-cookie', cookie);
        return 'Two';
      };`,
      'src/pages/welcome.tsx': `export const headers = { 'set-cookie': 'seen=yes' };
        export { default } from './counter.tsx';`,
      'src/pages/api/shared.ts': `export const GET = () => 'Shared';
        export const OPTIONS = () => new Response(null, { status: 204, headers: {
          'access-control-allow-origin': 'https://harbour.example', allow: 'GET, OPTIONS' } });`,
    },
    {},
    { server: { allowedHosts: ['.harbour.example'] } },
  );
});
afterAll(() => server[Symbol.asyncDispose]());

const live = '/_skerry/live/websocket?vsn=skerry-1';
const port = () => new URL(server.origin).port;

/** Hosts of other sites whose names may lead to this server. */
const foreign = ['evil.example', 'harbour.example.evil.example', 'localhost.evil.example', '[::1'];
const own = [
  'localhost',
  'app.localhost',
  '127.0.0.1',
  '[::1]',
  'harbour.example',
  'a.harbour.example',
];

describe('a foreign host is refused', () => {
  test.each(foreign)('%s', async (name) => {
    const host = `${name}:${port()}`;
    const headers = { host, origin: `http://${host}` };
    for (const path of ['/', '/api/health', '/src/client.ts', '/robots.txt', '/nowhere'])
      expect((await ask(server.origin, path, { headers })).status, path).toBe(403);
    const report = { method: 'POST', headers };
    expect((await ask(server.origin, '/_skerry/islands/error', report)).status).toBe(403);
    const { status, socket } = await upgrade(server.origin, live, headers);
    expect(status).toBe(403);
    await once(socket.resume(), 'close');
  });
});

describe('a host of the server itself, or an allowed one, is answered', () => {
  test.each(own)('%s', async (name) => {
    const host = `${name}:${port()}`;
    const headers = { host, origin: `http://${host}` };
    expect((await ask(server.origin, '/', { headers })).status).toBe(200);
    const { status, socket } = await upgrade(server.origin, live, headers);
    expect(status).toBe(101);
    socket.destroy();
  });
});

test.each(['null', 'http://evil.example', 'http://localhost:1'])(
  'a page of the origin %s can neither connect nor report',
  async (origin) => {
    const headers = { origin };
    expect((await upgrade(server.origin, live, headers)).status).toBe(403);
    const report = { method: 'POST', headers };
    expect((await ask(server.origin, '/_skerry/islands/error', report)).status).toBe(403);
  },
);

test('every cookie of a response is sent, as in production', async () => {
  const cookies = async (path: string) => (await ask(server.origin, path)).headers['set-cookie'];
  expect(await cookies('/api/cookies')).toEqual(['a=1', 'b=2']);
  expect(await cookies('/welcome')).toEqual([
    'seen=yes',
    expect.stringMatching(/^(?:__Host-)?skerry_session=/),
  ]);
});

describe('OPTIONS', () => {
  const preflight = {
    method: 'OPTIONS',
    headers: { origin: 'https://harbour.example', 'access-control-request-method': 'GET' },
  };

  test('reaches an endpoint that has it', async () => {
    const { status, headers } = await ask(server.origin, '/api/shared', preflight);
    expect(status).toBe(204);
    expect(headers['access-control-allow-origin']).toBe('https://harbour.example');
    expect(headers.allow).toBe('GET, OPTIONS');
  });

  test('is answered with the known methods if an endpoint or a page has none', async () => {
    const endpoint = await ask(server.origin, '/api/health', preflight);
    expect(endpoint).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
    expect(endpoint.headers).not.toHaveProperty('access-control-allow-origin');
    expect(await ask(server.origin, '/', preflight)).toMatchObject({ status: 405 });
  });

  test('is answered by Vite for files that Vite serves', async () => {
    const headers = { ...preflight.headers, origin: 'http://localhost:1' };
    for (const path of ['/robots.txt', '/src/client.ts', '/src/pages/layout.css'])
      expect(await ask(server.origin, path, { method: 'OPTIONS', headers })).toMatchObject({
        status: 200,
        headers: { 'access-control-allow-origin': 'http://localhost:1' },
      });
  });
});
