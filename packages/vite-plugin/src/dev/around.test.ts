import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import http2 from 'node:http2';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

import { createServer } from 'vite';
import { expect, onTestFinished, test } from 'vitest';

import { skerry } from '../index.js';
import { ask } from '../../test/ask.js';
import { certificate } from '../../test/certificate.js';
import { createTestApp } from '../../test/test-app.js';
import { startTestServer } from '../../test/test-server.js';
import { upgrade } from '../../test/upgrade.js';

const live = '/_skerry/live/websocket?vsn=skerry-1';

async function connects(origin: string): Promise<boolean> {
  const { status, socket } = await upgrade(origin, live);
  socket.destroy();
  return status === 101;
}

test('in middleware mode the server around Vite has pages and regions, also after a restart', async () => {
  const app = await createTestApp();
  const around = createHttpServer((request, response) => vite.middlewares(request, response));
  const vite = await createServer({
    root: app.root,
    configFile: false,
    cacheDir: `${app.root}/node_modules/.vite`,
    plugins: [skerry()],
    server: { middlewareMode: { server: around }, ws: false },
    logLevel: 'silent',
  });
  around.listen(0, '127.0.0.1');
  await once(around, 'listening');
  onTestFinished(async () => {
    around.close();
    await app[Symbol.asyncDispose]();
  });
  const origin = `http://127.0.0.1:${(around.address() as AddressInfo).port}`;

  expect((await ask(origin, '/counter')).body).toContain('Count: ');
  expect(await connects(origin)).toBe(true);
  await vite.restart();
  expect((await ask(origin, '/counter')).body).toContain('Count: ');
  expect(await connects(origin)).toBe(true);
  expect(around.listenerCount('upgrade')).toBe(1);
  await vite.close();
  expect(around.listenerCount('upgrade')).toBe(0);
});

test('in middleware mode without a server, pages are still answered', async () => {
  await using server = await startTestServer(
    {},
    {},
    { server: { middlewareMode: true, ws: false } },
  );
  const around = createHttpServer((request, response) =>
    server.vite.middlewares(request, response),
  );
  around.listen(0, '127.0.0.1');
  await once(around, 'listening');
  onTestFinished(() => void around.close());
  const origin = `http://127.0.0.1:${(around.address() as AddressInfo).port}`;
  expect((await ask(origin, '/')).status).toBe(200);
});

test('over TLS, pages are sent by HTTP/2, and regions connect', async () => {
  await using server = await startTestServer({}, {}, { server: { https: certificate } });
  const session = http2.connect(server.origin, { rejectUnauthorized: false });
  onTestFinished(() => void session.close());
  const asking = session.request({ ':path': '/counter' });
  const [headers] = (await once(asking, 'response')) as [http2.IncomingHttpHeaders];
  expect(headers[':status']).toBe(200);
  expect(headers['set-cookie']?.[0]).toMatch(/^__Host-skerry_session=.*; Secure/);
  expect(await text(asking)).toContain('Count: ');
  expect(await connects(server.origin)).toBe(true);
});
