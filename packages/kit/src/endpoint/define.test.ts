import { describe, expect, test } from 'vitest';

import { startApp } from '../../test/app.js';
import { definePlugin } from '../plugin/define.js';
import { defineEndpoint } from './define.js';

describe('an endpoint made with defineEndpoint', () => {
  test('gets the params, the request and everything else by name', async () => {
    const heard: unknown[] = [];
    const listener = definePlugin({
      name: 'test:listener',
      setup: ({ hooks }) =>
        hooks.onBroadcast.tap(({ topic, message }) => void heard.push([topic, message])),
    });
    const POST = defineEndpoint('/posts/:slug', async ({ params, request, url, ...rest }) => {
      const { session, locals, cookies, publish, usage, health } = rest;
      publish(`likes:${params.slug}`, await request.text());
      const regions = usage().regions.joined.count;
      const { max } = health().loopDelay;
      return [params, url.search, session.id.length, locals, cookies.get('a'), regions, typeof max];
    });
    const { ask } = startApp(
      { 'posts/[slug].ts': { POST } },
      { config: { plugins: [listener()] } },
    );
    const headers = { cookie: 'a=1' };
    const response = await ask('/posts/tides?x=1', { method: 'POST', body: 'five', headers });
    expect(await response.json()).toEqual([{ slug: 'tides' }, '?x=1', 22, {}, '1', 0, 'number']);
    expect(heard).toEqual([['likes:tides', 'five']]);
  });

  test.each([
    ['posts/[slug].ts', '/posts/:id', '/posts/:slug'],
    ['rss.xml.ts', '/rss', '/rss.xml'],
    ['files/[...path].ts', '/files/:path', '/files/*path'],
  ])('in %s, the path %s is refused with the right one', (file, wrong, right) => {
    const GET = defineEndpoint(wrong, () => 'x');
    expect(() => startApp({ [file]: { GET } })).toThrow(
      `src/pages/${file} exports GET, which is defined for "${wrong}"; its path is "${right}".`,
    );
    expect(() => startApp({ [file]: { GET: defineEndpoint(right, () => 'x') } })).not.toThrow();
  });

  test('of a plugin has the path that the plugin gives', () => {
    const adds = (pattern: string) =>
      definePlugin({
        name: 'test:route',
        setup: ({ routes }) =>
          routes.endpoint(pattern, { GET: defineEndpoint('/tides/:at', () => 'x') }),
      });
    expect(() => startApp({}, { config: { plugins: [adds('/tides/:at')()] } })).not.toThrow();
    expect(() => startApp({}, { config: { plugins: [adds('/tide/:at')()] } })).toThrow(
      'the endpoint /tide/:at of the plugin test:route exports GET, which is defined for "/tides/:at"',
    );
  });
});

describe('the type of a text', () => {
  const text = () => '<a>';
  const typeAt = async (file: string, path: string, GET: () => unknown = text) => {
    const { ask } = startApp({ [file]: { GET } });
    return (await ask(path)).headers.get('content-type');
  };

  test('is that of the ending of the path', async () => {
    expect(await typeAt('rss.xml.ts', '/rss.xml')).toBe('application/xml');
    expect(await typeAt('robots.txt.ts', '/robots.txt')).toBe('text/plain; charset=utf-8');
    expect(await typeAt('[a].svg.ts', '/x.svg', () => new TextEncoder().encode('<svg/>'))).toBe(
      'image/svg+xml',
    );
  });

  test('is never that of an ending which a visitor chooses', async () => {
    for (const file of ['files/[...path].ts', 'files/[name].ts'])
      expect(await typeAt(file, '/files/x.html')).toBe('text/plain; charset=utf-8');
  });

  test('is what a Response says', async () => {
    const own = () => new Response('a', { headers: { 'content-type': 'application/rss+xml' } });
    expect(await typeAt('rss.xml.ts', '/rss.xml', own)).toBe('application/rss+xml');
    expect(await typeAt('data.xml.ts', '/data.xml', () => ({ a: 1 }))).toContain('json');
  });
});
