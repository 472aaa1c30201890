import type { Duplex } from 'node:stream';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { startTestServer, type TestServer } from '../../test/test-server.js';
import { clientFrame, upgrade } from '../../test/upgrade.js';

let server: TestServer;
let socket: Duplex;
/** The server's messages over Vite's socket. */
let told = '';

beforeAll(async () => {
  server = await startTestServer();
  const protocol = { 'sec-websocket-protocol': 'vite-hmr' };
  ({ socket } = await upgrade(server.origin, '/', protocol));
  socket.on('data', (chunk: Buffer) => (told += chunk.toString()));
});
afterAll(async () => {
  socket.destroy();
  await server[Symbol.asyncDispose]();
});

const send = (data: unknown) =>
  socket.write(clientFrame(JSON.stringify({ type: 'custom', event: 'skerry:island-error', data })));

test.each([
  ['nothing', undefined],
  ['null', null],
  ['a number', 5],
  ['a list', ['Broken']],
  ['a message that is no text', { message: { toString: 5 } }],
  ['a stack that is no text', { message: 'Broken', stack: ['/etc/passwd'] }],
])('a report of an island that holds %s is passed over', async (_, data) => {
  told = '';
  send(data);
  send({ message: 'Sound', stack: 'at harbour.js' });
  await expect.poll(() => told).toContain('"message":"Sound","stack":"at harbour.js"');
  expect(told).not.toMatch(/Broken|passwd/);
});

test('a report of an island names no file to show', async () => {
  told = '';
  const id = `${server.app.root}/.env`;
  send({ message: 'Sound', id, frame: 'frame', plugin: 'plugin', loc: { file: id, line: 1 } });
  await expect.poll(() => told).toContain('"message":"Sound"');
  expect(told).not.toMatch(/\.env|frame|"loc"/);
});
