import { HTTPError } from 'h3';
import { describe, expect, test } from 'vitest';

import { layout, page } from '../../test/app.js';
import { defineEndpoint } from '../endpoint/define.js';
import type { Prerender } from '../page/module.js';
import type { AppModules } from '../page/site.js';
import { prerenderApp } from './prerender.js';

async function build(routes: AppModules['routes']) {
  const files: Record<string, string> = {};
  const log = { info() {}, warn() {}, error() {} };
  const modules = { routes, views: {}, config: { log, headers: { 'x-app': 'yes' } } };
  const { pages } = await prerenderApp(
    { modules },
    ({ file, content }) => void (files[file] = Buffer.from(content).toString('latin1')),
  );
  return { pages, files };
}

const failureOf = async (routes: AppModules['routes']) =>
  build(routes).then(
    () => expect.unreachable(),
    (error: { code: string; message: string }) => error,
  );

const one = (GET: unknown, file = 'a.json.ts', prerender: unknown = true) =>
  failureOf({ [file]: { GET, prerender } });

describe('the build writes', () => {
  test('the answer of an endpoint, with its headers', async () => {
    const { pages, files } = await build({
      'rss.xml.ts': {
        GET: defineEndpoint('/rss.xml', ({ url }) => `<rss>${url.pathname}</rss>`),
        POST: () => 'on request',
        prerender: true,
      },
      'feed.xml.ts': {
        GET: () =>
          new Response('<feed/>', {
            headers: { 'content-type': 'application/atom+xml', 'cache-control': 'max-age=60' },
          }),
        prerender: true,
      },
      '.well-known/change-password.txt.ts': { GET: () => 'x', prerender: true },
      'dot.png.ts': { GET: () => new Uint8Array([0x89, 0x50, 0, 255]), prerender: true },
      'now.txt.ts': { GET: () => 'on request' },
      'index.tsx': page('home'),
    });
    expect(files).toEqual({
      'rss.xml': '<rss>/rss.xml</rss>',
      'feed.xml': '<feed/>',
      'dot.png': '\x89P\0ÿ',
      '.well-known/change-password.txt': 'x',
    });
    expect(pages['/rss.xml']).toEqual({
      file: 'rss.xml',
      headers: expect.objectContaining({
        'content-type': 'application/xml',
        'x-app': 'yes',
        'x-content-type-options': 'nosniff',
      }),
    });
    expect(pages['/feed.xml']?.headers).toMatchObject({
      'content-type': 'application/atom+xml',
      'cache-control': 'max-age=60',
    });
  });

  test('one answer for each of a list of params', async () => {
    const prerender: Prerender = () => [{ slug: 'a' }, { slug: 'über uns' }];
    const GET = defineEndpoint('/posts/:slug.json', ({ params }) => ({ is: params.slug }));
    const { pages, files } = await build({ 'posts/[slug].json.ts': { GET, prerender } });
    expect(Object.keys(files)).toEqual(['posts/a.json', 'posts/über uns.json', '404.html']);
    expect(files['posts/a.json']).toBe('{"is":"a"}');
    expect(Object.keys(pages)).toEqual(['/posts/a.json', '/posts/%C3%BCber%20uns.json']);
  });
});

describe('the build fails by name', () => {
  test('at an answer that no file can have', async () => {
    expect(await one(() => Promise.reject(new HTTPError({ status: 404 })))).toMatchObject({
      code: 'prerender-answer',
      message: 'src/pages/a.json.ts exports `prerender`, but answers with the status 404.',
    });
    const withCookie = () => new Response('{}', { headers: { 'set-cookie': 'a=1' } });
    expect((await one(withCookie)).message).toContain('answers with a cookie, which is for one');
  });

  test('at an ending that says another type, or none', async () => {
    const html = () => new Response('<p>', { headers: { 'content-type': 'text/html' } });
    expect(await one(html)).toMatchObject({
      code: 'prerender-type',
      message:
        'src/pages/a.json.ts answers with text/html, and would be written to "a.json", which hosts of files send as application/json; charset=utf-8.',
    });
    for (const file of ['posts.ts', 'index.ts', 'a.zzzz.ts'])
      expect((await one(() => ({}), file)).message).toContain(
        'of which no host of files knows the type',
      );
  });

  test('at a handler that throws, or needs a visitor', async () => {
    const cause = new Error('no such file');
    expect(await one(() => Promise.reject(cause))).toMatchObject({
      code: 'prerender-failed',
      cause,
    });
    const asks = defineEndpoint('/a.json', ({ session }) => session.id);
    expect((await one(asks)).message).toContain('uses the session of a visitor');
    const sets = defineEndpoint('/a.json', ({ cookies }) => cookies.set('a', '1'));
    expect((await one(sets)).message).toContain('uses cookies of a visitor');
  });

  test('at exports that do not fit', async () => {
    expect(
      (await failureOf({ 'a.json.ts': { POST: () => 1, prerender: true } })).message,
    ).toContain('src/pages/a.json.ts exports `prerender` and no GET');
    expect((await one(() => 1, 'a.json.ts', 'yes')).message).toContain(
      'neither true, nor an array',
    );
    expect((await one(() => 1, '[a].json.ts')).message).toContain(
      'nothing says which pages there are',
    );
    const guarded = { '_layout.tsx': { ...layout('x'), guard: () => undefined } };
    expect(
      (await failureOf({ ...guarded, 'a.json.ts': { GET: () => 1, prerender: true } })).message,
    ).toContain('a file is sent to everybody');
  });

  test('at a page and an endpoint that would be one file', async () => {
    const both = {
      'a.tsx': { ...page('a'), prerender: true },
      'a.html.ts': { GET: () => 'b', prerender: true },
    };
    expect((await failureOf(both)).message).toContain('both be written to a.html');
  });
});
