import { once } from 'node:events';
import fs from 'node:fs';
import { appendFile, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { page, startApp } from '../../test/app.js';
import { readRange } from './send-file.js';
import { type RunningServer, serveApp } from './serve.js';

const letters = 'abcdefghijklmnopqrstuvwxyz';

let folder: string;
let server: RunningServer;
let logged: unknown[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'skerry-'));
  for (const name of ['letters.txt', 'gone.txt', 'other.bin'])
    await writeFile(join(folder, name), letters);
  await writeFile(join(folder, 'letters.txt.gz'), gzipSync(letters));
  await writeFile(join(folder, 'empty.txt'), '');
  await writeFile(join(folder, 'large.bin'), Buffer.alloc(20 * 1024 * 1024));
  await symlink('/etc/hostname', join(folder, 'link.txt'));
  const started = startApp({ 'index.tsx': page('home') });
  logged = started.logged;
  server = await serveApp(started.app, { port: 0, host: '127.0.0.1', files: folder });
});
afterEach(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

async function ask(
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<{ status: number | undefined; headers: IncomingMessage['headers']; body: string }> {
  const sent = request({ port: server.port, host: '127.0.0.1', path, method, headers }).end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
}

describe('a range', () => {
  const whole = [200, undefined, letters];
  const none = [416, 'bytes */26'];
  test.each([
    ['bytes=0-0', [206, 'bytes 0-0/26', 'a']],
    ['bytes=2-4', [206, 'bytes 2-4/26', 'cde']],
    ['bytes=24-', [206, 'bytes 24-25/26', 'yz']],
    ['bytes=0-9007199254740992', [206, 'bytes 0-25/26', letters]],
    ['bytes=-1', [206, 'bytes 25-25/26', 'z']],
    ['bytes=-99', [206, 'bytes 0-25/26', letters]],
    ['bytes=-0', none],
    ['bytes=26-', none],
    ['bytes=9007199254740992-', none],
    ['bytes=5-2', whole],
    ['bytes=0-1,3-4', whole],
    ['bytes=a-b', whole],
    ['bytes=1e1-', whole],
    ['bytes=--1', whole],
    ['bytes=', whole],
    ['bytes=-', whole],
    ['bytes=99999999999999999999-', whole],
    ['lines=1-2', whole],
    ['', whole],
  ])('%s', async (range, expected) => {
    const { status, headers, body } = await ask('/letters.txt', { range });
    expect([status, headers['content-range'], body]).toEqual(expect.objectContaining(expected));
  });

  test('is of the file itself, and not of its compressed copy', async () => {
    const accepting = { 'accept-encoding': 'gzip' };
    const part = await ask('/letters.txt', { ...accepting, range: 'bytes=1-2' });
    expect([part.body, part.headers['content-encoding']]).toEqual(['bc', undefined]);
    const all = await ask('/letters.txt', accepting);
    expect(all.headers['content-encoding']).toBe('gzip');
    expect([part.headers.vary, all.headers.vary]).toEqual(['accept-encoding', 'accept-encoding']);
  });

  test('of another version of the file gets the whole file', async () => {
    const { headers } = await ask('/letters.txt');
    const range = 'bytes=0-0';
    expect((await ask('/letters.txt', { range, 'if-range': '"x"' })).body).toBe(letters);
    expect((await ask('/letters.txt', { range, 'if-range': headers.etag! })).body).toBe('a');
    expect((await ask('/letters.txt', { 'if-match': '"x"' })).status).toBe(412);
  });

  test('of an empty file cannot be satisfied', async () => {
    expect((await ask('/empty.txt', { range: 'bytes=0-' })).status).toBe(416);
    expect(await ask('/empty.txt')).toMatchObject({ status: 200, body: '' });
  });
});

test('a suffix range is bounded by the size, however large it is', () => {
  expect(readRange('bytes=-9999999999999999', 10)).toBe('bytes=-10');
  expect(readRange(undefined, 10)).toBeUndefined();
});

test('the app answers for a file that is gone; a file whose compressed copy is gone is sent', async () => {
  await rm(join(folder, 'gone.txt'));
  await rm(join(folder, 'letters.txt.gz'));
  expect((await ask('/gone.txt')).status).toBe(404);
  expect((await ask('/gone.txt', { range: 'bytes=0-1' }, 'HEAD')).status).toBe(404);
  expect((await ask('/letters.txt', { 'accept-encoding': 'gzip' })).body).toBe(letters);
  expect((await ask('/')).status).toBe(200);
  expect(logged).toEqual([]);
});

test('a path that is no longer a file, or a link, is not served', async () => {
  await rm(join(folder, 'gone.txt'));
  await symlink('/dev/zero', join(folder, 'gone.txt'));
  expect((await ask('/gone.txt')).status).toBe(404);
  expect((await ask('/link.txt')).status).toBe(404);
});

test('a file that cannot be read is answered 500 and reported', async () => {
  await rm(join(folder, 'other.bin'));
  await symlink('other.bin', join(folder, 'other.bin'));
  expect((await ask('/other.bin')).status).toBe(500);
  expect(String(logged)).toContain('ELOOP');
});

test('a file that becomes shorter while it is sent ends by dropping its connection', async () => {
  const socket = connect(server.port, '127.0.0.1').pause();
  socket.on('error', () => {});
  socket.write('GET /large.bin HTTP/1.1\r\nHost: a.test\r\n\r\n');
  await once(socket, 'readable');
  await truncate(join(folder, 'large.bin'), 1000);
  const received = await buffer(socket).catch(() => Buffer.alloc(0));
  expect(received.length).toBeLessThan(20 * 1024 * 1024);
  expect((await ask('/')).status).toBe(200);
});

test('a file that becomes longer while it is sent is sent up to its old end', async () => {
  const socket = connect(server.port, '127.0.0.1').pause();
  socket.write('GET /large.bin HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n\r\n');
  await once(socket, 'readable');
  await appendFile(join(folder, 'large.bin'), letters);
  const received = await buffer(socket);
  const head = received.indexOf('\r\n\r\n') + 4;
  expect(received.length - head).toBe(20 * 1024 * 1024);
});

test('a stalled download that is then dropped closes its file', async () => {
  const opening = vi.spyOn(fs, 'createReadStream');
  const sockets = await Promise.all(
    Array.from({ length: 30 }, async () => {
      const socket = connect(server.port, '127.0.0.1').pause();
      socket.on('error', () => {});
      socket.write('GET /large.bin HTTP/1.1\r\nHost: a.test\r\n\r\n');
      await once(socket, 'readable');
      return socket;
    }),
  );
  const streams = opening.mock.results.map(({ value }) => value as fs.ReadStream);
  expect(streams.map(({ closed }) => closed)).toEqual(Array.from({ length: 30 }, () => false));
  const closed = Promise.all(
    streams.map((stream) => new Promise<void>((resolve) => stream.once('close', resolve))),
  );
  for (const socket of sockets) socket.destroy();
  await closed;
});
