import { HTTPError } from 'h3';
import { describe, expect, test } from 'vitest';

import { startApp } from '../../test/app.js';
import { toAnswerHeaders } from '../core/answer-headers.js';
import { definePlugin } from '../plugin/define.js';

describe('endpoints', () => {
  const { ask, logged } = startApp({
    'api/echo/[id].ts': {
      GET: ({ context }: { context: { params: Record<string, string> } }) => ({
        id: context.params.id,
      }),
      POST: async ({ req }: { req: Request }) => ({ got: await req.json() }),
      helper: 'not a handler',
    },
    'api/teapot.ts': {
      GET() {
        throw new HTTPError({ status: 418, message: 'I am a teapot.' });
      },
      POST: () => Promise.reject(new Error('The kettle is gone.')),
      PUT() {
        const headers = { 'x-secret': 'kettle', 'content-type': 'text/html' };
        const more = { status: 503, statusText: 'No kettle', headers, data: 'kettle' };
        throw Object.assign(new Error('kettle'), more, { body: { secret: 'kettle' } });
      },
      PATCH: () => Promise.reject(Object.assign(new Error('kettle'), { status: 204 })),
    },
  });

  test('a handler answers its method', async () => {
    const response = await ask('/api/echo/7');
    expect(response.headers.get('content-type')).toContain('application/json');
    expect(await response.json()).toEqual({ id: '7' });
    const posted = await ask('/api/echo/7', { method: 'POST', body: '{"a":1}' });
    expect(await posted.json()).toEqual({ got: { a: 1 } });
  });

  test('GET answers HEAD; the refusal of another method names those that are allowed', async () => {
    const head = await ask('/api/echo/7', { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    const refused = await ask('/api/echo/7', { method: 'DELETE' });
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, POST, HEAD']);
  });

  test('a handler reaches regions through the topics that they subscribed to', async () => {
    const heard: unknown[] = [];
    const listener = definePlugin({
      name: 'test:listener',
      setup: ({ hooks }) =>
        hooks.onBroadcast.tap(({ topic, message }) => void heard.push([topic, message])),
    });
    const { ask: post } = startApp(
      {
        'api/bell.ts': {
          POST({ context }: { context: { publish(topic: string, message: unknown): void } }) {
            context.publish('bell', { strokes: 3 });
            return { ok: true };
          },
        },
      },
      { config: { plugins: [listener()] } },
    );
    expect((await post('/api/bell', { method: 'POST' })).status).toBe(200);
    expect(heard).toEqual([['bell', { strokes: 3 }]]);
  });

  test('a handler sees the numbers of connections and regions', async () => {
    const { ask: look } = startApp({
      'api/health.ts': { GET: ({ context }: { context: { usage(): object } }) => context.usage() },
    });
    const none = { count: 0, bytes: 0 };
    expect(await (await look('/api/health')).json()).toEqual({
      connections: 0,
      regions: { joined: none, unclaimed: none, parked: none },
    });
  });

  test('errors of h3 are answers; others are logged and not shown', async () => {
    expect((await ask('/api/teapot')).status).toBe(418);
    expect(logged).toEqual([]);
    const response = await ask('/api/teapot', { method: 'POST' });
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('kettle');
    expect(logged).toContainEqual(expect.stringContaining('Error: The kettle is gone.'));
  });

  test.each([
    ['a function', () => async () => 'tea', /answered with a function/],
    ['a symbol', () => Symbol('tea'), /answered with a symbol/],
    ['a map', () => new Map([['tea', 1]]), /answered with a Map/],
    ['a set', () => new Set(['tea']), /answered with a Set/],
    ['a bigint', () => 1n, /answered with a bigint/],
  ])('%s is no answer', async (_, handler, line) => {
    const one = startApp({ 'api/one.ts': { GET: handler } });
    expect((await one.ask('/api/one')).status).toBe(500);
    expect(one.logged).toEqual([expect.stringMatching(line)]);
  });

  test('a Response that is thrown answers, as that of a page', async () => {
    const thrown = () => Promise.reject(new Response('no tea', { status: 409 }));
    const one = startApp({ 'api/one.ts': { GET: thrown } });
    const response = await one.ask('/api/one');
    expect([response.status, await response.text(), one.logged]).toEqual([409, 'no tea', []]);
  });

  test('an error that is not from h3 sets only the status of the answer', async () => {
    const response = await ask('/api/teapot', { method: 'PUT' });
    expect([response.status, response.statusText]).toEqual([503, '']);
    expect(Object.fromEntries(response.headers)).toEqual({
      ...toAnswerHeaders(),
      'content-type': 'application/json;charset=UTF-8',
    });
    expect(await response.json()).toEqual({ status: 503, message: 'Something went wrong.' });
    expect((await ask('/api/teapot', { method: 'PATCH' })).status).toBe(500);
  });
});
