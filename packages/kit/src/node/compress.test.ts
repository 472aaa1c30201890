import { FastResponse } from 'srvx/node';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';

import { chooseEncoding, compress } from './compress.js';

const accepting = (encodings: string, method = 'GET'): Request =>
  new Request('http://a.test/', { method, headers: { 'accept-encoding': encodings } });

const long = '<p>The same again.</p>'.repeat(500);
const page = (body: string | null, headers: Record<string, string> = {}, status = 200): Response =>
  new FastResponse(body, {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8', ...headers },
  });

test.each([
  ['gzip, deflate, br', 'br'],
  ['gzip;q=1.0, br;q=0', 'gzip'],
  ['GZIP', 'gzip'],
  ['gzip;q=0.0', undefined],
  ['deflate', undefined],
  ['*', undefined],
  [null, undefined],
])('%s chooses %s', (accepted, chosen) => expect(chooseEncoding(accepted)).toBe(chosen));

test.each([
  ['br', brotliDecompressSync],
  ['gzip', gunzipSync],
])('a long page is compressed with %s', async (name, decompress) => {
  const response = await compress(accepting(name), page(long, { 'content-length': '1' }, 404));
  expect(response.status).toBe(404);
  expect(response.headers.get('content-encoding')).toBe(name);
  expect(response.headers.get('vary')).toBe('accept-encoding');
  expect(response.headers.get('content-length')).toBeNull();
  const bytes = Buffer.from(await response.arrayBuffer());
  expect(bytes.length).toBeLessThan(long.length / 10);
  expect(decompress(bytes).toString()).toBe(long);
});

describe('a response is not compressed', () => {
  test.each([
    ['that is short', accepting('br'), page('<p>Hi</p>'), '<p>Hi</p>'],
    ['that is for nobody who reads it', accepting('deflate'), page(long), long],
    ['that is compressed already', accepting('br'), page(long, { 'content-encoding': 'x' }), long],
    ['that is an image', accepting('br'), page(long, { 'content-type': 'image/png' }), long],
    [
      'that is a stream of events',
      accepting('br'),
      page(long, { 'content-type': 'text/event-stream' }),
      long,
    ],
    [
      'that may not be changed',
      accepting('br'),
      page(long, { 'cache-control': 'no-transform' }),
      long,
    ],
    ['that has no body', accepting('br'), page(null, {}, 404), ''],
    ['to HEAD', accepting('br', 'HEAD'), page(null), ''],
  ])('%s', async (_, request, original, body) => {
    const { status } = original;
    const response = await compress(request, original);
    expect(response.status).toBe(status);
    expect(await response.text()).toBe(body);
  });
});

test('a response that was fetched from elsewhere is compressed, even if its headers cannot be changed', async () => {
  const fetched = await fetch(`data:text/html,${long}`);
  expect(() => fetched.headers.set('a', 'b')).toThrow();
  const response = await compress(accepting('gzip'), fetched);
  expect(gunzipSync(Buffer.from(await response.arrayBuffer())).toString()).toBe(long);
});

test('a compressed stream passes on each chunk as it comes', async () => {
  let controller!: ReadableStreamDefaultController<Uint8Array>;
  const source = new ReadableStream<Uint8Array>({ start: (made) => void (controller = made) });
  const response = await compress(
    accepting('gzip'),
    new Response(source, { headers: { 'content-type': 'text/html' } }),
  );
  expect(response.headers.get('content-encoding')).toBe('gzip');
  const reader = response
    .body!.pipeThrough(new DecompressionStream('gzip'))
    .pipeThrough(new TextDecoderStream())
    .getReader();
  for (const text of ['<p>first</p>', '<p>second</p>']) {
    controller.enqueue(new TextEncoder().encode(text));
    expect(await reader.read()).toEqual({ done: false, value: text });
  }
  controller.close();
  expect(await reader.read()).toEqual({ done: true, value: undefined });
});
