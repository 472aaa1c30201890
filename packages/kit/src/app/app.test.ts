import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';

import { FastResponse } from 'srvx/node';
import { describe, expect, test, vi } from 'vitest';

import { bodyOf, page, startApp } from '../../test/app.js';
import { deferred } from '../../test/deferred.js';
import { deny, redirect } from '../core/deny.js';
import { definePlugin } from '../plugin/define.js';
import { defineLive } from '../live/author/define.js';
import type { MountContext } from '../live/author/contexts.js';
import { type Assets, noAssets } from '../page/assets.js';
import { jsx } from '../jsx/jsx-runtime.js';

describe('regions', () => {
  const Counter = defineLive(
    { mount: ({ props }: MountContext<{ start: number }>) => ({ count: props.start }) },
    ({ state }) => jsx('b', { children: state.count }),
    'counter',
  );
  const region = (start: number) => jsx(Counter, { start });
  const routes = {
    'index.tsx': {
      default: () => jsx('main', { children: region(3) }),
      headers: { 'cache-control': 'public' },
    },
    'plain.tsx': page('Hi'),
    '_error.tsx': { default: () => jsx('main', { children: region(404) }) },
  };
  const assets: Assets = {
    ...noAssets,
    client: { script: '/client.js', preloads: [], styles: [] },
  };
  const { ask } = startApp(routes, { views: { counter: Counter }, assets });

  test('a page with a region is for one visitor only, and loads the script', async () => {
    const response = await ask('/');
    expect(response.headers.get('cache-control')).toBe('private, no-store');
    expect(response.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^skerry_session=.*HttpOnly; SameSite=Lax$/),
    ]);
    const html = await response.text();
    expect(html).toContain('<script type="module" async="" src="/client.js">');
    expect(bodyOf(html)).toMatch(
      /<main><skerry-live id="lv-[\w-]+" data-token="[^"]+"><b>3<\/b><\/skerry-live><\/main>/,
    );
    expect(await (await ask('/plain')).text()).not.toContain('<script');
  });

  test('a page with a region keeps the session that the browser has', async () => {
    const cookie = (await ask('/')).headers.getSetCookie()[0]?.split(';')[0] ?? '';
    expect((await ask('/', { headers: { cookie } })).headers.getSetCookie()).toEqual([]);
  });

  test('the cookie of an encrypted connection is for encrypted connections only', async () => {
    const { app } = startApp(routes, { views: { counter: Counter } });
    const response = await app.fetch(new Request('https://a.test/'));
    expect(response.headers.getSetCookie()[0]).toMatch(/^__Host-.*; Secure/);
  });

  test('an error page may hold a region', async () => {
    const response = await ask('/nowhere');
    expect(response.status).toBe(404);
    expect(response.headers.get('cache-control')).toBe('private, no-store');
  });

  test('the regions of a page that nobody opens end at once', async () => {
    const ended: string[] = [];
    const View = defineLive(
      { mount: () => ({}), unmount: (_, reason) => void ended.push(reason) },
      () => 'Hi',
      'view',
    );
    const { app, ask } = startApp(
      { 'index.tsx': { default: () => jsx(View, {}) } },
      { views: { view: View } },
    );
    const nobody = [
      { 'sec-purpose': 'prefetch;prerender' },
      { purpose: 'prefetch' },
      { 'x-moz': 'prefetch' },
      { 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' },
    ];
    for (const headers of nobody) await ask('/', { headers });
    await ask('/', { method: 'HEAD' });
    expect(ended).toEqual(Array(5).fill('left'));
    await ask('/');
    expect(ended).toHaveLength(5);
    await app.close();
    expect(ended.slice(5)).toEqual(['shutdown']);
  });

  test('in development, a page with more regions than a connection joins is reported', async () => {
    const warned: string[] = [];
    const log = { info() {}, warn: (text: string) => void warned.push(text), error() {} };
    const Outer = defineLive(
      { mount: () => ({}) },
      () => jsx('div', { children: [region(1), region(2)] }),
      'outer',
    );
    const three = {
      'index.tsx': { default: () => jsx('main', { children: [jsx(Outer, {}), 'Hi'] }) },
    };
    const config = { log, limits: { maxChannels: 2, slowTurnTimeout: 1e9, slowLoopTimeout: 1e9 } };
    const views = { outer: Outer, counter: Counter };
    await startApp(three, { views, config }).ask('/');
    await startApp(routes, { views, config, mode: 'development' }).ask('/');
    expect(warned).toEqual([]);
    await startApp(three, { views, config, mode: 'development' }).ask('/?a=b');
    expect(warned).toEqual([
      'The page / holds 3 regions, and a connection joins at most 2: the others never go live. ' +
        'Render fewer, or raise the limit `maxChannels`.',
    ]);
  });

  test('a file without a live view is reported by its name', () => {
    expect(() => startApp({}, { views: { 'live/x': {} as never } })).toThrow(
      'src/live/x.live.tsx has no default export made by defineLive().',
    );
  });
});

describe('hooks', () => {
  test('a guard sees the canonical path, and may refuse or redirect', async () => {
    const guard = definePlugin({
      name: 'test:guard',
      setup({ hooks }) {
        hooks.beforeRequest.tap(({ url }) => {
          if (url.pathname === '/admin') return deny('Keep out.');
          return url.pathname === '/login' ? redirect('/') : undefined;
        });
      },
    });
    const { ask } = startApp(
      { 'index.tsx': page('Home'), 'admin.tsx': page('Admin'), 'login.tsx': page('Login') },
      { config: { plugins: [guard()] } },
    );
    expect((await ask('/')).status).toBe(200);
    expect((await ask('/login')).headers.get('location')).toBe('/');
    const refused = await ask('/%61dmin');
    expect(refused.status).toBe(403);
    expect(bodyOf(await refused.text())).toContain('<p>Keep out.</p>');
  });

  test('a guard that fails refuses', async () => {
    const guard = definePlugin({
      name: 'test:guard',
      setup: ({ hooks }) =>
        hooks.beforeRequest.tap(() => Promise.reject(new Error('No database.'))),
    });
    const { ask, logged } = startApp(
      { 'index.tsx': page('Home') },
      { config: { plugins: [guard()] } },
    );
    expect((await ask('/')).status).toBe(500);
    expect(logged).toContainEqual(expect.stringContaining('Error: No database.'));
  });

  test.each(['/', '/api/native', '/nowhere'])(
    'a tap may replace any response by one of any kind: %s',
    async (path) => {
      const types: (string | null)[] = [];
      const plugin = definePlugin({
        name: 'test:responses',
        setup({ hooks }) {
          hooks.transformResponse.tap(({ response }) => {
            types.push(response.headers.get('content-type'));
          });
          hooks.transformResponse.tap(async ({ response }) => {
            const { status, headers } = response;
            return new Response(`${await response.text()}!`, { status, headers });
          });
          hooks.transformResponse.tap(({ response }) => {
            types.push(response.headers.get('content-type'));
            return new FastResponse(response.body, response);
          });
        },
      });
      const routes = {
        'index.tsx': page('Home'),
        'api/native.ts': { GET: () => new Response('native') },
      };
      const { ask, logged } = startApp(routes, { config: { plugins: [plugin()] } });
      const plain = await startApp(routes).ask(path);
      const response = await ask(path);
      expect(logged).toEqual([]);
      expect(response.status).toBe(plain.status);
      expect(await response.text()).toBe(`${await plain.text()}!`);
      expect(types).toEqual(Array(2).fill(plain.headers.get('content-type')));
    },
  );

  test('a tap may transform a response, and another sees its status', async () => {
    const seen: unknown[] = [];
    const plugin = definePlugin({
      name: 'test:responses',
      setup({ hooks }) {
        hooks.onStart.tap(({ plugins }) => seen.push(plugins));
        hooks.transformResponse.tap(({ response }) => {
          response.headers.set('x-seen', 'yes');
          return response;
        });
        hooks.onResponse.tap(({ url, status, micros }) =>
          seen.push([url.pathname, status, micros > 0]),
        );
        hooks.onShutdown.tap(({ reason }) => seen.push(reason));
      },
    });
    const { app, ask } = startApp(
      { 'index.tsx': page('Home') },
      { config: { plugins: [plugin()] } },
    );
    expect((await ask('/')).headers.get('x-seen')).toBe('yes');
    await ask('/nowhere');
    await app.close('test');
    expect(seen).toEqual([['test:responses'], ['/', 200, true], ['/nowhere', 404, true], 'test']);
  });
});

describe('the start of an app', () => {
  const start = (tap: () => unknown, seen: string[] = []) => {
    const plugin = definePlugin({
      name: 'test:start',
      setup({ hooks }) {
        hooks.onStart.tap(tap);
        hooks.onStart.tap(() => void seen.push('started'));
        hooks.beforeRequest.tap(({ url }) => void seen.push(url.pathname));
        hooks.onShutdown.tap(() => void seen.push('stopped'));
      },
    });
    const config = { plugins: [plugin()], log: { info() {}, warn() {}, error() {} } };
    return startApp({ 'index.tsx': page('Home') }, { config });
  };

  test('of synchronous taps is over when the app is made', async () => {
    const seen: string[] = [];
    const { app, ask } = start(() => {}, seen);
    const answer = ask('/');
    expect(seen).toEqual(['started', '/']);
    await app.started;
    expect((await answer).status).toBe(200);
  });

  test('holds up requests until every tap is done', async () => {
    const seen: string[] = [];
    const ready = deferred();
    const { app, ask } = start(() => ready.promise, seen);
    const answer = ask('/');
    await new Promise(setImmediate);
    expect(seen).toEqual([]);
    ready.resolve();
    await app.started;
    expect((await answer).status).toBe(200);
    expect(seen).toEqual(['started', '/']);
  });

  test('that fails is reported to its owner, and every request is answered 503', async () => {
    for (const tap of [() => Promise.reject(new Error('No database.')), () => expect.fail('No.')]) {
      const { app, ask } = start(tap);
      const waiting = await ask('/');
      await expect(app.started).rejects.toMatchObject({ code: 'start-failed' });
      for (const { status, headers } of [waiting, await ask('/')])
        expect([status, headers.get('x-content-type-options')]).toEqual([503, 'nosniff']);
      await app.close();
    }
  });

  test('ends before the app does, and so do the requests that came before', async () => {
    const seen: string[] = [];
    const ready = deferred();
    const { app, ask } = start(() => ready.promise, seen);
    const answer = ask('/');
    const closed = app.close();
    await new Promise(setImmediate);
    expect(seen).toEqual([]);
    ready.resolve();
    await closed;
    expect((await answer).status).toBe(200);
    expect(seen).toEqual(['started', '/', 'stopped']);
  });

  test('ignores a connection whose browser has left', async () => {
    const ready = deferred();
    const { app } = start(() => ready.promise);
    const socket = new PassThrough();
    const request = { url: '/', headers: {}, socket } as unknown as IncomingMessage;
    const settled = app.upgrade(request, socket, Buffer.alloc(0));
    socket.destroy();
    const ended = vi.spyOn(socket, 'end');
    ready.resolve();
    await settled;
    expect(ended).not.toHaveBeenCalled();
  });
});

test('pages are replaced while the app runs; a version with an error is refused and the old one stays', async () => {
  const { app, ask } = startApp({ 'index.tsx': page('Old') });
  app.replace({ routes: { 'index.tsx': page('New') }, views: {} });
  expect(await (await ask('/')).text()).toContain('New');
  expect(() => app.replace({ routes: { 'index.tsx': {} }, views: {} })).toThrow(
    'no default export',
  );
  expect(await (await ask('/')).text()).toContain('New');
});

test.each([
  [{ 'index.tsx': {} }, 'src/pages/index.tsx has no default export that is a function'],
  [
    { 'index.tsx': { ...page('Hi'), head: 'x' } },
    'exports a `head` that is neither an object nor a function',
  ],
  [{ 'api/x.ts': { get: () => 1 } }, 'src/pages/api/x.ts exports none of GET'],
  [{ 'api/x.ts': { GET: 1 } }, 'src/pages/api/x.ts exports GET, which is not a function'],
])('the start names a module with an error', (routes, message) => {
  expect(() => startApp(routes)).toThrow(message);
});
