import { HTTPError } from 'h3';
import { describe, expect, test } from 'vitest';

import { deny, redirect } from '../core/deny.js';
import { definePlugin } from '../hooks/plugin.js';
import { defineLive } from '../live/define.js';
import type { Mount } from '../live/types.js';
import { notFound } from '../page/answer.js';
import { type Assets, noAssets } from '../page/assets.js';
import type { ErrorProps, LayoutProps, PageProps } from '../page/module.js';
import { jsx } from '../template/jsx-runtime.js';
import { type AppOptions, createApp } from './app.js';
import type { AppModules } from './site.js';

const secret = 'a secret for tests, of 32 bytes or more';
const canonical = (html: string): string => /<body>(.*)<\/body>/s.exec(html.replaceAll(/<!--.*?-->| data-s="\d+"/g, ''))?.[1] ?? '';

function start(
  routes: Record<string, unknown>,
  { config = {}, views = {}, ...options }: Partial<AppOptions & AppModules> = {},
) {
  const logged: unknown[] = [];
  const log = { info() {}, warn() {}, error: (...what: unknown[]) => void logged.push(...what) };
  const modules = { config, routes, views };
  const app = createApp({ modules, mode: 'production', build: 'test', secret, log, ...options });
  const ask = (path: string, init?: RequestInit): Promise<Response> =>
    app.fetch(new Request(`http://a.test${path}`, init));
  return { app, ask, logged };
}

const page = (text: string) => ({ default: () => jsx('p', { children: text }) });
const layout = (name: string) => ({
  default: ({ children }: LayoutProps) => jsx('div', { class: name, children }),
});
const errorPage = (name: string) => ({
  default: ({ status, reason, error }: ErrorProps) =>
    jsx('p', { children: `${name} ${status} ${reason} ${error instanceof Error ? error.message : ''}` }),
});

describe('pages', () => {
  test('a page stands inside its layouts', async () => {
    const { ask } = start({
      '_layout.tsx': layout('outer'),
      'posts/_layout.tsx': layout('inner'),
      'posts/[slug].tsx': { default: ({ params }: PageProps) => jsx('p', { children: params.slug }) },
    });
    const response = await ask('/posts/caf%C3%A9');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(canonical(await response.text())).toBe(
      '<div class="outer"><div class="inner"><p>café</p></div></div>',
    );
  });

  test('pages, layouts and components may be asynchronous', async () => {
    const { ask } = start({
      '_layout.tsx': { default: async ({ children }: LayoutProps) => jsx('main', { children }) },
      'index.tsx': { default: async () => jsx('p', { children: Promise.resolve(jsx('b', { children: 'late' })) }) },
    });
    expect(canonical(await (await ask('/')).text())).toBe('<main><p><b>late</b></p></main>');
  });

  test('head and headers come from layouts and page, and know the request', async () => {
    const { ask } = start({
      '_layout.tsx': {
        ...layout('a'),
        head: { title: 'Site', html: { lang: 'de' } },
        headers: { 'X-Frame-Options': 'DENY', 'cache-control': 'no-cache' },
      },
      '[name].tsx': {
        ...page('Hi'),
        head: async ({ params, url }: PageProps) => ({ title: `${params.name} ${url.searchParams.get('q')}` }),
        headers: () => ({ 'Cache-Control': 'max-age=60' }),
      },
    });
    const response = await ask('/me?q=1');
    expect(response.headers.get('x-frame-options')).toBe('DENY');
    expect(response.headers.get('cache-control')).toBe('max-age=60');
    const html = await response.text();
    expect(html).toContain('<html lang="de">');
    expect(html).toContain('<title>me 1</title>');
  });

  test('a page without regions sets no cookie', async () => {
    const { ask } = start({ 'index.tsx': page('Hi') });
    expect((await ask('/')).headers.getSetCookie()).toEqual([]);
  });

  test('HEAD is answered like GET, without a body', async () => {
    const { ask } = start({ 'index.tsx': page('Hi') });
    const response = await ask('/', { method: 'HEAD' });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await response.text()).toBe('');
  });

  test('other methods are refused with those that are not', async () => {
    const { ask } = start({ 'index.tsx': page('Hi') });
    const response = await ask('/', { method: 'POST' });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, HEAD');
  });

  test('a page may send elsewhere, refuse or say that there is nothing', async () => {
    const { ask } = start({
      'old.tsx': { default: () => redirect('/new?x=1') },
      'secret.tsx': { default: () => Promise.reject(deny('Members only.')) },
      'gone.tsx': {
        default: notFound,
        head: () => Promise.reject(new Error('There is no title for nothing.')),
      },
      'deep.tsx': { default: () => jsx('p', { children: Promise.reject(notFound()) }) },
    });
    const moved = await ask('/old');
    expect([moved.status, moved.headers.get('location')]).toEqual([303, '/new?x=1']);
    const refused = await ask('/secret');
    expect(refused.status).toBe(403);
    expect(await refused.text()).toContain('Members only.');
    expect((await ask('/gone')).status).toBe(404);
    expect((await ask('/deep')).status).toBe(404);
  });
});

describe('regions', () => {
  const Counter = defineLive(
    { mount: ({ props }: Mount<{ start: number }>) => ({ count: props.start }) },
    ({ state }) => jsx('b', { children: state.count }),
    'counter',
  );
  const region = (start: number) => jsx(Counter, { start });
  const routes = {
    'index.tsx': { default: () => jsx('main', { children: region(3) }), headers: { 'cache-control': 'public' } },
    'plain.tsx': page('Hi'),
    '_error.tsx': { default: () => jsx('main', { children: region(404) }) },
  };
  const assets: Assets = { ...noAssets, client: { script: '/client.js', preloads: [], styles: [] } };
  const { ask } = start(routes, { views: { counter: Counter }, assets });

  test('a page with a region is for one visitor only, and loads the script', async () => {
    const response = await ask('/');
    expect(response.headers.get('cache-control')).toBe('private, no-store');
    expect(response.headers.getSetCookie()).toEqual([expect.stringMatching(/^skerry_session=.*HttpOnly; SameSite=Lax$/)]);
    const html = await response.text();
    expect(html).toContain('<script type="module" async="" src="/client.js">');
    expect(canonical(html)).toMatch(/<main><skerry-live id="lv-[\w-]+" data-token="[^"]+"><b>3<\/b><\/skerry-live><\/main>/);
    expect(await (await ask('/plain')).text()).not.toContain('<script');
  });

  test('a session that the browser has goes on', async () => {
    const cookie = (await ask('/')).headers.getSetCookie()[0]?.split(';')[0] ?? '';
    expect((await ask('/', { headers: { cookie } })).headers.getSetCookie()).toEqual([]);
  });

  test('over an encrypted connection the cookie keeps to it', async () => {
    const { app } = start(routes, { views: { counter: Counter } });
    const response = await app.fetch(new Request('https://a.test/'));
    expect(response.headers.getSetCookie()[0]).toMatch(/^__Host-.*; Secure/);
  });

  test('an error page may hold one', async () => {
    const response = await ask('/nowhere');
    expect(response.status).toBe(404);
    expect(response.headers.get('cache-control')).toBe('private, no-store');
  });

  test('where nobody looks at the page, its regions end at once', async () => {
    const ended: string[] = [];
    const View = defineLive(
      { mount: () => ({}), terminate: (_, reason) => void ended.push(reason) },
      () => 'Hi',
      'view',
    );
    const { app, ask } = start({ 'index.tsx': { default: () => jsx(View, {}) } }, { views: { view: View } });
    await ask('/', { headers: { 'sec-purpose': 'prefetch;prerender' } });
    await ask('/', { method: 'HEAD' });
    expect(ended).toEqual(['left', 'left']);
    await ask('/');
    expect(ended).toHaveLength(2);
    await app.close();
    expect(ended).toEqual(['left', 'left', 'shutdown']);
  });

  test('what is no live view is named', () => {
    expect(() => start({}, { views: { 'live/x': {} as never } })).toThrow(
      'src/live/x.live.tsx has no default export made by defineLive().',
    );
  });
});

describe('paths', () => {
  const { ask } = start({ 'about.tsx': page('About'), '[...rest].tsx': page('Rest') });

  test('a slash at the end moves, with the query', async () => {
    const response = await ask('/about/?q=1', { method: 'POST' });
    expect([response.status, response.headers.get('location')]).toEqual([308, '/about?q=1']);
  });

  test.each(['/a//b', '//evil.test/', '/%zz', '/a%2fb', '/a%00'])('%s is a bad request', async (path) => {
    expect((await ask(path)).status).toBe(400);
  });
});

describe('error pages', () => {
  const routes = {
    '_layout.tsx': layout('site'),
    '_error.tsx': errorPage('outer'),
    'posts/_error.tsx': errorPage('inner'),
    'posts/[slug].tsx': { default: () => Promise.reject(new Error('The database is gone.')) },
  };

  test('the nearest one answers, inside its layouts', async () => {
    const { ask } = start(routes);
    const missing = await ask('/nowhere');
    expect(missing.status).toBe(404);
    expect(canonical(await missing.text())).toBe(
      '<div class="site"><p>outer 404 There is nothing here. </p></div>',
    );
    expect(await (await ask('/posts/a/b')).text()).toContain('inner 404');
  });

  test('a failure is logged, and its details are not shown in production', async () => {
    const { ask, logged } = start(routes);
    const response = await ask('/posts/a');
    expect(response.status).toBe(500);
    expect(canonical(await response.text())).toBe(
      '<div class="site"><p>inner 500 Something went wrong. </p></div>',
    );
    expect(logged).toContainEqual(new Error('The database is gone.'));
  });

  test('in development they are shown, and the server hears of them', async () => {
    const failures: unknown[] = [];
    const { ask } = start(routes, { mode: 'development', onFailure: (error) => failures.push(error) });
    expect(await (await ask('/posts/a')).text()).toContain('The database is gone.');
    expect(failures).toEqual([new Error('The database is gone.')]);
  });

  test('where one fails itself, the next one answers, and at last a plain page', async () => {
    const broken = { default: () => Promise.reject(new Error('broken')) };
    const next = start({ ...routes, 'posts/_error.tsx': broken });
    expect(await (await next.ask('/posts/a')).text()).toContain('outer 500');
    const plain = await start({ ...routes, '_layout.tsx': broken }).ask('/posts/a');
    expect(plain.status).toBe(500);
    const html = await plain.text();
    expect(canonical(html)).toBe('<main><h1>500</h1><p>Something went wrong.</p><p><a href="/">Home</a></p></main>');
    expect(html).not.toContain('broken');
  });
});

describe('endpoints', () => {
  const { ask, logged } = start({
    'api/echo/[id].ts': {
      GET: ({ context }: { context: { params: Record<string, string> } }) => ({ id: context.params.id }),
      POST: async ({ req }: { req: Request }) => ({ got: await req.json() }),
      helper: 'not a handler',
    },
    'api/teapot.ts': {
      GET() {
        throw new HTTPError({ status: 418, message: 'I am a teapot.' });
      },
      POST: () => Promise.reject(new Error('The kettle is gone.')),
    },
  });

  test('a handler answers its method', async () => {
    const response = await ask('/api/echo/7');
    expect(response.headers.get('content-type')).toContain('application/json');
    expect(await response.json()).toEqual({ id: '7' });
    const posted = await ask('/api/echo/7', { method: 'POST', body: '{"a":1}' });
    expect(await posted.json()).toEqual({ got: { a: 1 } });
  });

  test('HEAD is answered by GET; other methods are refused with those that are not', async () => {
    const head = await ask('/api/echo/7', { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    const refused = await ask('/api/echo/7', { method: 'DELETE' });
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, POST, HEAD']);
  });

  test("h3's errors are answers; others are logged and say nothing", async () => {
    expect((await ask('/api/teapot')).status).toBe(418);
    expect(logged).toEqual([]);
    const response = await ask('/api/teapot', { method: 'POST' });
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('kettle');
    expect(logged).toContainEqual(new Error('The kettle is gone.'));
  });
});

describe('hooks', () => {
  test('a guard sees the canonical path, and may refuse or send elsewhere', async () => {
    const guard = definePlugin({
      name: 'test:guard',
      setup({ hooks }) {
        hooks.beforeRequest.tap(({ url }) => {
          if (url.pathname === '/admin') return deny('Keep out.');
          return url.pathname === '/login' ? redirect('/') : undefined;
        });
      },
    });
    const { ask } = start(
      { 'index.tsx': page('Home'), 'admin.tsx': page('Admin'), 'login.tsx': page('Login') },
      { config: { plugins: [guard()] } },
    );
    expect((await ask('/')).status).toBe(200);
    expect((await ask('/login')).headers.get('location')).toBe('/');
    const refused = await ask('/%61dmin');
    expect(refused.status).toBe(403);
    expect(canonical(await refused.text())).toContain('<p>Keep out.</p>');
  });

  test('a guard that fails refuses', async () => {
    const guard = definePlugin({
      name: 'test:guard',
      setup: ({ hooks }) => hooks.beforeRequest.tap(() => Promise.reject(new Error('No database.'))),
    });
    const { ask, logged } = start({ 'index.tsx': page('Home') }, { config: { plugins: [guard()] } });
    expect((await ask('/')).status).toBe(500);
    expect(logged).toContainEqual(new Error('No database.'));
  });

  test('a response may be transformed, and is seen with its status', async () => {
    const seen: unknown[] = [];
    const plugin = definePlugin({
      name: 'test:responses',
      setup({ hooks }) {
        hooks.onStart.tap(({ plugins }) => seen.push(plugins));
        hooks.transformResponse.tap(({ response }) => {
          response.headers.set('x-seen', 'yes');
          return response;
        });
        hooks.onResponse.tap(({ url, status, micros }) => seen.push([url.pathname, status, micros > 0]));
        hooks.onShutdown.tap(({ reason }) => seen.push(reason));
      },
    });
    const { app, ask } = start({ 'index.tsx': page('Home') }, { config: { plugins: [plugin()] } });
    expect((await ask('/')).headers.get('x-seen')).toBe('yes');
    await ask('/nowhere');
    await app.close('test');
    expect(seen).toEqual([['test:responses'], ['/', 200, true], ['/nowhere', 404, true], 'test']);
  });
});

test('pages are replaced while it runs; a version that is not usable is refused and the old one goes on', async () => {
  const { app, ask } = start({ 'index.tsx': page('Old') });
  app.replace({ routes: { 'index.tsx': page('New') }, views: {} });
  expect(await (await ask('/')).text()).toContain('New');
  expect(() => app.replace({ routes: { 'index.tsx': {} }, views: {} })).toThrow('no default export');
  expect(await (await ask('/')).text()).toContain('New');
});

test.each([
  [{ 'index.tsx': {} }, 'src/pages/index.tsx has no default export that is a function'],
  [{ 'index.tsx': { ...page('Hi'), head: 'x' } }, 'exports a `head` that is neither an object nor a function'],
  [{ 'api/x.ts': { get: () => 1 } }, 'src/pages/api/x.ts exports none of GET'],
  [{ 'api/x.ts': { GET: 1 } }, 'src/pages/api/x.ts exports GET, which is not a function'],
])('a module that is not usable is named at the start', (routes, message) => {
  expect(() => start(routes)).toThrow(message);
});
