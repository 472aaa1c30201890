import type { H3Event } from 'h3';
import { describe, expect, test } from 'vitest';

import { page, startApp } from '../../test/app.js';
import { redirect } from '../core/deny.js';
import { definePlugin } from '../plugin/define.js';
import type { PluginHooks } from '../hooks/types.js';
import { defineLive } from '../live/author/define.js';
import type { ErrorProps, LayoutProps, PageProps } from '../page/module.js';
import { jsx } from '../jsx/jsx-runtime.js';

const nosniff = 'x-content-type-options';
const referrer = 'referrer-policy';
const tapped = (setup: (hooks: PluginHooks) => void) =>
  definePlugin({ name: 'test:taps', setup: ({ hooks }) => setup(hooks) })();

describe('the headers of every answer', () => {
  const routes = {
    'index.tsx': page('Home'),
    'own.tsx': { ...page('Own'), headers: { 'Referrer-Policy': 'no-referrer' } },
    'bare.tsx': { ...page('Bare'), headers: { [nosniff]: false, [referrer]: false } },
    'away.tsx': { default: () => redirect('/') },
    'broken.tsx': { default: () => Promise.reject(new Error('broken')) },
    'api/x.ts': {
      GET: () => ({ ok: true }),
      PUT: () => new Response('own', { headers: { [referrer]: 'origin' } }),
      POST: () => Promise.reject(new Error('broken')),
    },
  };
  const both = ['nosniff', 'strict-origin-when-cross-origin'];
  const ofAnswer = ({ headers }: Response) => [headers.get(nosniff), headers.get(referrer)];

  test.each([
    ['/', 'GET', 200],
    ['/', 'HEAD', 200],
    ['/', 'POST', 405],
    ['/away', 'GET', 303],
    ['/index/', 'GET', 308],
    ['/nowhere', 'GET', 404],
    ['/a//b', 'GET', 400],
    ['/broken', 'GET', 500],
    ['/api/x', 'GET', 200],
    ['/api/x', 'DELETE', 405],
    ['/api/x', 'POST', 500],
    ['/_skerry/islands/error', 'GET', 405],
  ])('are on %s by %s (%d)', async (path, method, status) => {
    const answer = await startApp(routes).ask(path, { method });
    expect([answer.status, ...ofAnswer(answer)]).toEqual([status, ...both]);
  });

  test('are those that the page, the endpoint and the app set', async () => {
    const { ask } = startApp(routes);
    expect(ofAnswer(await ask('/own'))).toEqual(['nosniff', 'no-referrer']);
    expect(ofAnswer(await ask('/bare'))).toEqual([null, null]);
    expect(ofAnswer(await ask('/api/x', { method: 'PUT' }))).toEqual(['nosniff', 'origin']);
    const config = {
      headers: { 'X-Content-Type-Options': false, 'X-Frame-Options': 'DENY' },
    } as const;
    for (const path of ['/', '/api/x', '/nowhere', '/away']) {
      const { headers } = await startApp(routes, { config }).ask(path);
      expect([headers.has(nosniff), headers.get('x-frame-options')]).toEqual([false, 'DENY']);
    }
  });

  test('are seen by taps, which may remove them', async () => {
    const plugin = tapped(({ transformResponse }) =>
      transformResponse.tap(({ response }) => {
        response.headers.delete(nosniff);
        return response;
      }),
    );
    const { ask } = startApp(routes, { config: { plugins: [plugin] } });
    expect(ofAnswer(await ask('/'))).toEqual([null, both[1]]);
    expect(ofAnswer(await ask('/api/x'))).toEqual([null, both[1]]);
  });

  test('are an error of the page that sets invalid ones', async () => {
    const { ask, logged } = startApp({
      'index.tsx': { ...page('Home'), headers: { 'x-a': 'a\nb' } },
      'odd.tsx': { ...page('Odd'), headers: { 'x-a': 'a\u0001b' } },
    });
    expect((await ask('/odd')).status).toBe(500);
    expect((await ask('/')).status).toBe(500);
    expect(String(logged)).toContain('request for / failed: TypeError');
  });
});

describe('the caching of an answer', () => {
  const cached = { 'cache-control': 'public, max-age=60' };
  const readSession = ({ session }: PageProps) => session.id;
  const readCookie = ({ request }: PageProps) => request.headers.get('Cookie');
  const routes = {
    'index.tsx': page('Home'),
    'session.tsx': { default: readSession },
    'cookie.tsx': { default: readCookie },
    'all.tsx': { default: ({ request }: PageProps) => [...request.headers].length },
    'copy.tsx': { default: ({ request }: PageProps) => new Headers(request.headers).get('a') },
    'other.tsx': { default: ({ request }: PageProps) => request.headers.get('accept') },
    'head.tsx': { ...page('Hi'), head: ({ session }: PageProps) => ({ title: session.id }) },
    'cached.tsx': { default: readCookie, headers: cached },
    'cached-session.tsx': { default: readSession, headers: cached },
    'clone.tsx': { default: ({ request }: PageProps) => request.clone().headers.get('cookie') },
    'away.tsx': { default: ({ session }: PageProps) => (session.id ? redirect('/') : null) },
    'broken.tsx': {
      default: ({ session }: PageProps) => Promise.reject(new Error(session.id)),
    },
    'laid/_layout.tsx': {
      default: ({ session, children }: LayoutProps) => [session.id, children],
    },
    'laid/index.tsx': page('Laid'),
    'laid/_error.tsx': page('Oops'),
    'api/plain.ts': { GET: () => 'x' },
    'api/session.ts': { GET: ({ context }: H3Event) => (context.session as { id: string }).id },
    'api/cookie.ts': { GET: ({ req }: H3Event) => req.headers.has('cookie') },
    'api/cached.ts': {
      GET: ({ req }: H3Event) =>
        new Response(req.headers.get('cookie'), { headers: { ...cached, vary: 'Accept' } }),
    },
    'api/sets.ts': { GET: () => new Response('x', { headers: { 'set-cookie': 'a=b' } }) },
  };
  const { ask } = startApp(routes);
  /** Returns the cookie of a new session. */
  const known = async () => {
    const cookie = (await ask('/session')).headers.getSetCookie()[0]?.split(';')[0] ?? '';
    return { headers: { cookie } };
  };
  const caching = ({ headers }: Response) => [headers.get('cache-control'), headers.get('vary')];

  /** A fault is told as a page or as JSON. */
  const faulty = new Set(['/broken', '/laid/nowhere', '/nowhere']);
  const variesOf = (path: string) => (faulty.has(path) ? 'accept' : null);

  test.each([
    '/session',
    '/cookie',
    '/all',
    '/copy',
    '/clone',
    '/head',
    '/away',
    '/broken',
    '/laid',
    '/laid/nowhere',
    '/api/session',
    '/api/cookie',
    '/api/sets',
  ])('is private if it read the session or a cookie, or sets one: %s', async (path) => {
    for (const init of [await known(), {}])
      expect(caching(await ask(path, init))).toEqual(['private, no-store', variesOf(path)]);
  });

  test.each(['/', '/other', '/nowhere', '/api/plain', '/index/'])(
    'is not restricted otherwise: %s',
    async (path) => {
      const answer = await ask(path, await known());
      expect(caching(answer)).toEqual([null, variesOf(path)]);
      expect(answer.headers.getSetCookie()).toEqual([]);
    },
  );

  test('that the app allows varies by the cookie', async () => {
    const visitor = await known();
    expect(caching(await ask('/cached', visitor))).toEqual([cached['cache-control'], 'cookie']);
    expect(caching(await ask('/api/cached', visitor))).toEqual([
      cached['cache-control'],
      'Accept, cookie',
    ]);
    expect(caching(await ask('/cached-session', visitor))).toEqual([
      cached['cache-control'],
      'cookie',
    ]);
  });

  test('is forbidden if the answer begins a session', async () => {
    for (const path of [
      '/session',
      '/cached-session',
      '/away',
      '/broken',
      '/laid/nowhere',
      '/api/session',
    ]) {
      const answer = await ask(path);
      expect([path, ...answer.headers.getSetCookie()]).toEqual([
        path,
        expect.stringMatching(/^skerry_session=/),
      ]);
      expect(caching(answer)[0]).toBe('private, no-store');
      expect((await ask(path, await known())).headers.getSetCookie()).toEqual([]);
    }
  });

  test('is forbidden if a guard or a later tap reads the session', async () => {
    const guarded = startApp(routes, {
      config: {
        plugins: [
          tapped(({ beforeRequest }) => beforeRequest.tap(({ session }) => void session.id)),
        ],
      },
    });
    expect(caching(await guarded.ask('/'))[0]).toBe('private, no-store');
    const shared = new Response(null, { status: 204 });
    const late = startApp(routes, {
      config: {
        plugins: [
          tapped(({ transformResponse }) =>
            transformResponse.tap(({ session }) => (session.id ? shared : undefined)),
          ),
        ],
      },
    });
    const answers = [await late.ask('/'), await late.ask('/')];
    for (const answer of answers) {
      expect(caching(answer)[0]).toBe('private, no-store');
      expect(answer.headers.getSetCookie()).toHaveLength(1);
    }
    expect([...shared.headers]).toEqual([]);
  });

  test('is always forbidden for a page with a region', async () => {
    const View = defineLive({ mount: () => ({}) }, () => 'Hi', 'view');
    const { ask } = startApp(
      { 'index.tsx': { default: () => jsx(View, {}), headers: cached } },
      { views: { view: View } },
    );
    expect(caching(await ask('/', await known()))[0]).toBe('private, no-store');
  });

  test('is decided for an error page by its own content', async () => {
    const { ask } = startApp({
      'index.tsx': { default: () => Promise.reject(new Error('broken')), headers: cached },
      '_error.tsx': { default: ({ status }: ErrorProps) => status },
    });
    expect(caching(await ask('/'))).toEqual([null, 'accept']);
  });
});

test('in development an answer says how long it took', async () => {
  const timingOf = async (mode: 'development' | 'production') => {
    const headers = { 'server-timing': 'db;dur=5' };
    const { ask } = startApp({ 'index.tsx': { ...page('Hi'), headers } }, { mode });
    return (await ask('/')).headers.get('server-timing');
  };
  expect(await timingOf('development')).toMatch(/^db;dur=5, answer;dur=\d+\.\d$/);
  expect(await timingOf('production')).toBe('db;dur=5');
});
