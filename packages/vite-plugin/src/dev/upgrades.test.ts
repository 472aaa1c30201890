import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

import { defaultLimits } from '@skerry/kit/server';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';

import { ask } from '../../test/ask.js';
import { startTestServer, type TestServer } from '../../test/test-server.js';

let server: TestServer;

// Without Vite's socket, only Skerry handles the sockets of upgrades.
beforeAll(async () => void (server = await startTestServer({}, {}, { server: { ws: false } })));
afterEach(() => void vi.useRealTimers());
afterAll(() => server[Symbol.asyncDispose]());

const offer = (...lines: string[]): string =>
  ['GET /_skerry/live/websocket?vsn=skerry-1 HTTP/1.1', 'Host: localhost', ...lines, '', ''].join(
    '\r\n',
  );
const upgrade = ['Connection: Upgrade', 'Upgrade: websocket'];
const key = 'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==';

async function write(text: string): Promise<Socket> {
  const { hostname, port } = new URL(server.origin);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  socket.write(text, 'latin1');
  return socket;
}

test('a browser that leaves before the app has started harms nobody', async () => {
  const { httpServer } = server.vite;
  const upgraded = once(httpServer!, 'upgrade');
  const socket = await write(offer(...upgrade, key, 'Sec-WebSocket-Version: 13'));
  const [, taken] = (await upgraded) as [unknown, Socket];
  const closed = new Promise((resolve) => taken.once('close', resolve));
  socket.resetAndDestroy();
  await closed;
  expect((await ask(server.origin, '/')).status).toBe(200);
});

test.each([
  ['no key', offer(...upgrade)],
  ['another version', offer(...upgrade, key, 'Sec-WebSocket-Version: 99')],
  ['another vsn', offer(...upgrade, key).replace('skerry-1', '%zz')],
  ['a host that is none', offer(...upgrade, key).replace('localhost', 'a b@c:/')],
  ['cookies of any bytes', offer(...upgrade, key, 'Cookie: \xff=\xa0; =; ;;%')],
  ['bytes that are no frames', `${offer(...upgrade, key, 'Sec-WebSocket-Version: 13')}\xff\xff\0`],
  ['a header without an end', `${offer(...upgrade).trimEnd()}\r\nX: ${'x'.repeat(20_000)}`],
  ['no request', '\0\0\r\n\r\n'],
])('an offer with %s ends, and the server goes on', async (_, text) => {
  const socket = await write(text);
  socket.on('error', () => undefined);
  await once(socket.resume(), 'close');
  expect((await ask(server.origin, '/')).status).toBe(200);
});

test('the socket over which Vite reloads pages stays open', async () => {
  await using running = await startTestServer();
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  const socket = new WebSocket(
    `${running.origin.replace('http', 'ws')}/?token=${running.vite.config.webSocketToken}`,
    'vite-hmr',
    { origin: running.origin },
  );
  await once(socket, 'message');
  vi.advanceTimersByTime(10 * defaultLimits.handshakeTimeout);
  const ended = once(socket, 'close').then(() => 'closed');
  socket.ping();
  expect(await Promise.race([once(socket, 'pong').then(() => 'open'), ended])).toBe('open');
  socket.terminate();
  await ended;
});
