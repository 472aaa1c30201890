import type { H3Event } from 'h3';
import { describe, expect, test } from 'vitest';

import { bodyOf, layout, page, startApp } from '../../test/app.js';
import { deny, notFound, redirect } from '../core/deny.js';
import { definePlugin } from '../plugin/define.js';
import type { ErrorProps, LayoutProps, PageProps } from '../page/module.js';
import { jsx } from '../jsx/jsx-runtime.js';

const errorPage = (name: string) => ({
  default: ({ status, reason, error }: ErrorProps) =>
    jsx('p', {
      children: `${name} ${status} ${reason} ${error instanceof Error ? error.message : ''}`,
    }),
});

describe('pages', () => {
  test('a page is rendered inside its layouts', async () => {
    const { ask } = startApp({
      '_layout.tsx': layout('outer'),
      'posts/_layout.tsx': layout('inner'),
      'posts/[slug].tsx': {
        default: ({ params }: PageProps) => jsx('p', { children: params.slug }),
      },
    });
    const response = await ask('/posts/caf%C3%A9');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(bodyOf(await response.text())).toBe(
      '<div class="outer"><div class="inner"><p>café</p></div></div>',
    );
  });

  test('pages, layouts and components may be asynchronous', async () => {
    const { ask } = startApp({
      '_layout.tsx': { default: async ({ children }: LayoutProps) => jsx('main', { children }) },
      'index.tsx': {
        default: async () =>
          jsx('p', { children: Promise.resolve(jsx('b', { children: 'late' })) }),
      },
    });
    expect(bodyOf(await (await ask('/')).text())).toBe('<main><p><b>late</b></p></main>');
  });

  test('head and headers come from layouts and page, and know the request', async () => {
    const { ask } = startApp({
      '_layout.tsx': {
        ...layout('a'),
        head: { title: 'Site', html: { lang: 'de' } },
        headers: { 'X-Frame-Options': 'DENY', 'cache-control': 'no-cache' },
      },
      '[name].tsx': {
        ...page('Hi'),
        head: async ({ params, url }: PageProps) => ({
          title: `${params.name} ${url.searchParams.get('q')}`,
        }),
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
    const { ask } = startApp({ 'index.tsx': page('Hi') });
    expect((await ask('/')).headers.getSetCookie()).toEqual([]);
  });

  test('HEAD is answered like GET, without a body', async () => {
    const { ask } = startApp({ 'index.tsx': page('Hi') });
    const response = await ask('/', { method: 'HEAD' });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await response.text()).toBe('');
  });

  test('a page refuses other methods, and names those that it allows', async () => {
    const { ask } = startApp({ 'index.tsx': page('Hi') });
    const response = await ask('/', { method: 'POST' });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, HEAD');
  });

  test('a page may redirect, refuse or answer "not found"', async () => {
    const { ask } = startApp({
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

test('a head that cannot be merged is a failure of its page alone', async () => {
  const { ask } = startApp({
    'index.tsx': page('Hi'),
    'odd.tsx': { ...page('Odd'), head: { meta: { name: 'a' } } },
  });
  expect((await ask('/odd')).status).toBe(500);
  expect((await ask('/')).status).toBe(200);
});

test('a request that cannot be read is answered, and reported', async () => {
  const { app, logged } = startApp({ 'index.tsx': page('Hi') });
  const used = new Request('http://a.test/%61', { method: 'POST', body: 'a' });
  await used.text();
  expect((await app.fetch(used)).status).toBe(500);
  expect(logged).toHaveLength(1);
});

describe('paths', () => {
  const at = ({ params, url }: PageProps) =>
    jsx('p', { children: `${params.name} at ${url.pathname}` });
  const { ask } = startApp({
    'about.tsx': page('About'),
    'bands/[name].tsx': { default: at },
    'files/[...rest].tsx': page('Rest'),
    '_error.tsx': {
      default: ({ status, reason, url }: ErrorProps) =>
        jsx('p', { children: `oops ${status} ${reason} at ${url.pathname}` }),
    },
  });

  test('a path with a slash at the end redirects to the one without, with the query', async () => {
    const response = await ask('/about/?q=1', { method: 'POST' });
    expect([response.status, response.headers.get('location')]).toEqual([308, '/about?q=1']);
  });

  test.each(['/a//b', '//evil.test/', '/%zz', '/a%5cb', '/a%00', '/..%2fabout'])(
    '%s is a bad request, and is shown the error page',
    async (path) => {
      const response = await ask(path);
      expect(response.status).toBe(400);
      expect(bodyOf(await response.text())).toMatch(/^<p>oops 400 Bad request: .+\. at \/<\/p>$/);
    },
  );

  test('an encoded slash belongs to a param of one segment', async () => {
    expect(bodyOf(await (await ask('/bands/AC%2fDC')).text())).toBe(
      '<p>AC/DC at /bands/AC%2FDC</p>',
    );
    // A rest param would take it for a plain slash, and one page would have two addresses.
    expect((await ask('/files/a/b')).status).toBe(200);
    expect((await ask('/files/a%2fb')).status).toBe(404);
  });

  test('guards, pages and endpoints see one URL for all spellings, and can read the body', async () => {
    const seen: string[] = [];
    const guard = definePlugin({
      name: 'test:guard',
      setup: ({ hooks }) =>
        hooks.beforeRequest.tap(({ request, url }) => void seen.push(request.url, url.href)),
    });
    const { ask } = startApp(
      {
        'rawadmin.tsx': {
          default: ({ request, url }: PageProps) => {
            seen.push(request.url, url.href, new Request(request).url);
          },
        },
        'api/[name].ts': {
          async POST({ req, url, context }: H3Event) {
            seen.push(req.url, url.href);
            return { body: await req.text(), params: context.params };
          },
        },
      },
      { config: { plugins: [guard()] } },
    );
    await ask('/%72awadmin?a=%62');
    expect(seen.splice(0)).toEqual(Array(5).fill('http://a.test/rawadmin?a=%62'));
    const answer = await ask('/%61pi/%5b%7c%41?q', { method: 'POST', body: 'all of it' });
    expect(await answer.json()).toEqual({ body: 'all of it', params: { name: '[|A' } });
    expect(new Set(seen)).toEqual(new Set(['http://a.test/api/%5B%7CA?q']));
  });
});

describe('error pages', () => {
  const routes = {
    '_layout.tsx': layout('site'),
    '_error.tsx': errorPage('outer'),
    'posts/_error.tsx': errorPage('inner'),
    'posts/[slug].tsx': { default: () => Promise.reject(new Error('The database is gone.')) },
  };

  test('the nearest error page answers, inside its layouts', async () => {
    const { ask } = startApp(routes);
    const missing = await ask('/nowhere');
    expect(missing.status).toBe(404);
    expect(bodyOf(await missing.text())).toBe(
      '<div class="site"><p>outer 404 There is nothing here. </p></div>',
    );
    expect(await (await ask('/posts/a/b')).text()).toContain('inner 404');
  });

  test('an error page has no address of its own, whatever its layouts say', async () => {
    const head = ({ url }: PageProps) => ({
      canonical: url.href,
      openGraph: { siteName: 'A', url: url.href },
    });
    const { ask } = startApp({
      ...routes,
      '_layout.tsx': { ...layout('site'), head },
      'index.tsx': page('home'),
    });
    const addresses = async (path: string) =>
      [...(await (await ask(path)).text()).matchAll(/canonical|og:\w+/g)].join(' ');
    expect(await addresses('/')).toBe('og:url og:site_name canonical');
    expect(await addresses('/nowhere')).toBe('og:site_name');
  });

  test('an error page shows no details of a failure in production; the log has them', async () => {
    const { ask, logged } = startApp(routes);
    const response = await ask('/posts/a');
    expect(response.status).toBe(500);
    expect(bodyOf(await response.text())).toBe(
      '<div class="site"><p>inner 500 Something went wrong. </p></div>',
    );
    expect(logged).toContainEqual(expect.stringContaining('Error: The database is gone.'));
  });

  test('an error page shows details in development, and `onFailure` receives them', async () => {
    const failures: unknown[] = [];
    const { ask } = startApp(routes, {
      mode: 'development',
      onFailure: (error) => failures.push(error),
    });
    expect(await (await ask('/posts/a')).text()).toContain('The database is gone.');
    expect(failures).toEqual([new Error('The database is gone.')]);
  });

  test('after an error page that fails, the next one answers, and at last a plain page', async () => {
    const broken = { default: () => Promise.reject(new Error('broken')) };
    const next = startApp({ ...routes, 'posts/_error.tsx': broken });
    expect(await (await next.ask('/posts/a')).text()).toContain('outer 500');
    const plain = await startApp({ ...routes, '_layout.tsx': broken }).ask('/posts/a');
    expect(plain.status).toBe(500);
    const html = await plain.text();
    expect(bodyOf(html)).toBe(
      '<main><h1>500</h1><p>Something went wrong.</p><p><a href="/">Home</a></p></main>',
    );
    expect(html).not.toContain('broken');
  });
});
