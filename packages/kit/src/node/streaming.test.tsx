import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { createGunzip, type Gunzip } from 'node:zlib';
import { expect, onTestFinished, test, vi } from 'vitest';

import { startApp } from '../../test/app.js';
import { stopClock } from '../../test/clock.js';
import { deferred } from '../../test/deferred.js';
import { definePlugin } from '../plugin/define.js';
import { Suspense } from '../template/suspense.js';
import { serveApp } from './serve.js';

/** A server with one page, whose late content comes when the test lets it. */
async function serve() {
  const content = deferred<string>();
  const Late = () => content.promise;
  const { app, logged } = startApp({
    'index.tsx': {
      default: () => (
        <Suspense fallback="wait">
          <Late />
        </Suspense>
      ),
    },
  });
  const server = await serveApp(app, { port: 0 });
  onTestFinished(() => server.stop());
  const get = async (headers: Record<string, string> = {}, method = 'GET') => {
    const asked = request({ port: server.port, path: '/', headers, method }).end();
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    return response;
  };
  return { content, get, logged };
}

test('each boundary reaches the visitor when it is ready, compressed too', async () => {
  const { content, get } = await serve();
  const response = await get({ 'accept-encoding': 'gzip' });
  expect(response.headers['content-encoding']).toBe('gzip');
  expect(response.headers.vary).toBe('sec-ch-ua, user-agent, accept-encoding');
  const unzipped: Gunzip = response.pipe(createGunzip());
  const [begin] = (await once(unzipped, 'data')) as [Buffer];
  expect(begin.toString()).toMatch(/<\?start name="[\w-]+">wait<\?end>/);
  content.resolve('here');
  const [late] = (await once(unzipped, 'data')) as [Buffer];
  expect(late.toString()).toMatch(/^<template for="[\w-]+">here<\/template>/);
  await once(unzipped.resume(), 'end');
});

test.each(['identity', 'gzip', 'br'])(
  'a visitor who leaves ends the work on the page, sent as %s',
  async (encoding) => {
    stopClock();
    const { content, get, logged } = await serve();
    const before = vi.getTimerCount();
    const response = await get({ 'accept-encoding': encoding });
    await once(response, 'data');
    expect(vi.getTimerCount()).toBeGreaterThan(before);
    response.destroy();
    await expect.poll(() => vi.getTimerCount()).toBeLessThanOrEqual(before);
    content.reject(new Error('too late'));
    await new Promise((resolve) => setImmediate(resolve));
    expect(logged).toEqual([]);
  },
);

test.each(['identity', 'gzip', 'br'])(
  'a slow reader is sent what it takes, as %s',
  async (encoding) => {
    const count = 200;
    // Nothing that gets shorter.
    const part = () => randomBytes(128 * 1024).toString('base64');
    const later = () => new Promise<string>((resolve) => setTimeout(() => resolve(part()), 5));
    const sent: string[] = [];
    const meter = definePlugin({
      name: 'test:meter',
      setup: ({ hooks }) => hooks.onFlush.tap(({ name }) => void sent.push(name)),
    });
    const page = () =>
      Array.from({ length: count }, () => <Suspense fallback="">{later()}</Suspense>);
    const { app } = startApp(
      { 'index.tsx': { default: page } },
      { config: { plugins: [meter()] } },
    );
    const server = await serveApp(app, { port: 0 });
    onTestFinished(() => server.stop());
    const headers = { 'accept-encoding': encoding };
    const asked = request({ port: server.port, path: '/', headers }).end();
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    response.pause();
    // All content is there, and nothing more is sent.
    let before = -1;
    await expect
      .poll(
        () => {
          const isStill = sent.length === before && before > 0;
          before = sent.length;
          return isStill;
        },
        { interval: 100 },
      )
      .toBe(true);
    expect(sent.length).toBeLessThan(count / 2);
    await once(response.resume(), 'end');
    expect(sent.length).toBeGreaterThan(count);
  },
);

test('HEAD is answered as GET is, with the status of the whole page', async () => {
  const { content, get } = await serve();
  const answer = get({}, 'HEAD');
  content.promise.catch(() => {});
  content.reject(new Error('no content'));
  const response = await answer;
  expect(response.statusCode).toBe(500);
  const { headers } = (await (await serve()).get({}, 'GET')).destroy();
  const whole = await serve();
  whole.content.resolve('here');
  const head = await whole.get({}, 'HEAD');
  expect(head.headers['cache-control']).toBe(headers['cache-control']);
});
