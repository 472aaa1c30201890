import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';

import { defaultLimits } from '../core/limits.js';
import { guardConnections, guardRequest, type Listener, takeUpgrades } from './edge.js';

let server: Server;
let reported: unknown[];

afterEach(() => {
  vi.useRealTimers();
  server.close();
});

async function serve(listener: Listener): Promise<string> {
  reported = [];
  const edge = { limits: defaultLimits, report: (error: unknown) => void reported.push(error) };
  server = createServer(guardRequest(listener, edge));
  guardConnections(server, edge);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test.each([
  [
    'throws',
    () => {
      throw 'a text';
    },
  ],
  ['rejects', () => Promise.reject('a text')],
] as [string, Listener][])(
  'a listener that %s is answered 500, without its headers',
  async (_, fail) => {
    const origin = await serve((request, response) => {
      response.setHeader('x-secret', 'half-made');
      return fail(request, response);
    });
    const response = await fetch(origin);
    expect([response.status, response.headers.get('x-secret')]).toEqual([500, null]);
    expect(await response.text()).toBe('Something went wrong.');
    expect(reported).toEqual(['a text']);
  },
);

test('a listener that fails in the middle of its answer drops the connection', async () => {
  const origin = await serve((_, response) => {
    response.write('half');
    throw new Error('the other half');
  });
  await expect(fetch(origin).then((response) => response.text())).rejects.toThrow();
  expect(reported).toHaveLength(1);
});

test('an error that a response or a request emits ends with it', async () => {
  const origin = await serve((request, response) => {
    request.emit('error', new Error('of the request'));
    response.end('done', () => response.write('after the end'));
  });
  await fetch(origin).catch(() => {});
  server.emit('error', new Error('of the server'));
  expect(reported).toEqual([new Error('of the server')]);
});

test('a body that announces too many bytes is refused', async () => {
  const origin = await serve((_, response) => response.end());
  const body = 'a'.repeat(defaultLimits.maxRequestBytes + 1);
  const response = await fetch(origin, { method: 'POST', body }).catch(() => undefined);
  // The connection may be closed before the whole body was sent.
  expect([413, undefined]).toContain(response?.status);
});

test('no time limit counts for an upgrade of another path, whoever answers it', async () => {
  const origin = await serve((_, response) => response.end());
  // Vite has listened before, and has answered by now.
  server.on('upgrade', (_, socket) => socket.write('taken'));
  takeUpgrades(server, { limits: defaultLimits, report() {} }, () => {});
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  const socket = connect(Number(new URL(origin).port), '127.0.0.1').setEncoding('latin1');
  const upgraded = once(server, 'upgrade');
  socket.write('GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n');
  expect(await once(socket, 'data')).toEqual(['taken']);
  const [, taken] = (await upgraded) as [unknown, Socket];
  vi.advanceTimersByTime(2 * defaultLimits.handshakeTimeout);
  expect(taken.destroyed).toBe(false);
  socket.destroy();
});
