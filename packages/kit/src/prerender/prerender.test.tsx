import { describe, expect, test, vi } from 'vitest';

import { layout, page } from '../../test/app.js';
import { deny, notFound, redirect } from '../core/deny.js';
import type { SkerryError } from '../core/errors.js';
import { definePlugin } from '../plugin/define.js';
import type { PluginHooks } from '../hooks/types.js';
import { defineLive, type LiveView } from '../live/author/define.js';
import type { MountContext } from '../live/author/contexts.js';
import type { PageProps } from '../page/module.js';
import { prerenderApp } from './prerender.js';
import type { Prerendered } from './prerendered.js';
import type { AppConfig } from '../core/config.js';
import { type Assets, noAssets } from '../page/assets.js';
import type { AppModules } from '../page/site.js';

const Counter = defineLive(
  { mount: ({ props }: MountContext<{ start?: number }>) => ({ count: props.start ?? 0 }) },
  ({ state }) => <p>{state.count}</p>,
  'counter',
);
const Inside = defineLive(
  { mount: () => ({}) },
  () => (
    <section>
      <Counter start={5} />
    </section>
  ),
  'inside',
);

/** The headers of every answer. */
const always = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'strict-origin-when-cross-origin',
};

interface Built extends Prerendered {
  /** The written files, by path. */
  files: Record<string, string>;
}

async function build(
  routes: AppModules['routes'],
  { views = {}, taps = () => {}, assets = noAssets, config = {} }: BuildOptions = {},
): Promise<Built> {
  const plugin = definePlugin({ name: 'test:taps', setup: ({ hooks }) => taps(hooks) });
  const files: Record<string, string> = {};
  const log = { info() {}, warn() {}, error() {} };
  const modules = { routes, views, config: { plugins: [plugin()], log, ...config } };
  const known = await prerenderApp(
    { modules, assets },
    ({ file, content }) => void (files[file] = Buffer.from(content).toString()),
  );
  return { ...known, files };
}

interface BuildOptions {
  views?: Record<string, LiveView>;
  taps?: (hooks: PluginHooks) => void;
  assets?: Assets;
  config?: AppConfig;
}

/** The error that a build ends with: its code, its message, and the next step. */
async function failureOf(...of: Parameters<typeof build>): Promise<SkerryError> {
  return build(...of).then(
    () => expect.fail('The build went well.'),
    (error: SkerryError) => error,
  );
}

describe('pages are written', () => {
  test('if they export `prerender`, in their layouts, and no others', async () => {
    const { files, pages } = await build({
      '_layout.tsx': layout('outer'),
      'index.tsx': { ...page('home'), prerender: true },
      'about.tsx': page('about'),
      'contact.tsx': { ...page('contact'), prerender: false },
    });
    expect(Object.keys(files)).toEqual(['index.html']);
    expect(files['index.html']).toMatch(/^<!doctype html>.*<div [^>]*class="outer".*home/s);
    expect(files['index.html']).not.toContain('<script');
    expect(pages).toEqual({ '/': { file: 'index.html', headers: always } });
  });

  test('for each of the params that they list, at once or later', async () => {
    const show = ({ params, url }: PageProps) => (
      <p>{`${Object.values(params).join()} ${url.pathname}`}</p>
    );
    const { files, pages } = await build({
      'posts/[slug].tsx': {
        default: show,
        prerender: async () => [{ slug: 'a' }, { slug: 'über uns' }],
      },
      'docs/[...path].tsx': { default: show, prerender: [{ path: 'x/y' }, { path: '' }] },
    });
    expect(Object.keys(files)).toEqual([
      'docs/x/y.html',
      'docs.html',
      'posts/a.html',
      'posts/über uns.html',
      '404.html',
    ]);
    expect(files['posts/über uns.html']).toContain('über uns /posts/%C3%BCber%20uns');
    expect(pages['/posts/%C3%BCber%20uns']).toEqual({
      file: 'posts/über uns.html',
      headers: always,
    });
  });

  test('with the headers that they and their layouts set', async () => {
    const { pages } = await build({
      '_layout.tsx': {
        ...layout('a'),
        headers: { 'Content-Security-Policy': "default-src 'self'" },
      },
      'index.tsx': { ...page('home'), prerender: true, headers: () => ({ 'x-page': 'home' }) },
    });
    const headers = { 'content-security-policy': "default-src 'self'", 'x-page': 'home' };
    expect(pages['/']).toEqual({ file: 'index.html', headers: { ...always, ...headers } });
  });

  test('with the headers that lead to their files, and to other pages', async () => {
    const { pages } = await build(
      { 'index.tsx': { ...page('home'), prerender: true } },
      { assets: { ...noAssets, styles: () => ['/a.css'] }, config: { speculation: 'prefetch' } },
    );
    expect(pages['/']?.headers).toEqual({
      ...always,
      link: '</a.css>; rel=preload; as=style',
      'speculation-rules': '"/_skerry/speculation-rules.json"',
    });
  });

  test('without the headers that they remove', async () => {
    const headers = { 'referrer-policy': false };
    const { pages } = await build({ 'index.tsx': { ...page('home'), prerender: true, headers } });
    expect(pages['/']?.headers).toEqual({ 'x-content-type-options': 'nosniff' });
  });

  test('by a running app: it starts, calls the guards of regions, and stops', async () => {
    const fired: string[] = [];
    const { files } = await build(
      { 'index.tsx': { default: () => <Counter />, prerender: true } },
      {
        taps(hooks) {
          hooks.onStart.tap(() => void fired.push('start'));
          hooks.beforeRequest.tap(() => deny('nobody asks'));
          hooks.beforeMount.tap(({ region }) => void fired.push(`mount ${region.view}`));
          hooks.beforeRender.tap(() => ({ count: 'changed by a plugin' }));
          hooks.onShutdown.tap(({ reason }) => void fired.push(reason));
        },
      },
    );
    expect(files['index.html']).toContain('changed by a plugin');
    expect(fired).toEqual(['start', 'mount counter', 'prerendered']);
  });
});

describe('the start of an app that is prerendered', () => {
  const routes = { 'index.tsx': { ...page('home'), prerender: true } };

  test('is over before the first page is rendered', async () => {
    const order: string[] = [];
    const rendered = { default: () => void order.push('rendered'), prerender: true };
    await build(
      { 'index.tsx': rendered },
      {
        taps: (hooks) =>
          hooks.onStart.tap(async () => {
            await new Promise(setImmediate);
            order.push('started');
          }),
      },
    );
    expect(order).toEqual(['started', 'rendered']);
  });

  test('that fails fails the build, and the app is closed', async () => {
    const stopped = vi.fn();
    const built = build(routes, {
      taps(hooks) {
        hooks.onStart.tap(() => Promise.reject(new Error('No tides today.')));
        hooks.onShutdown.tap(stopped);
      },
    });
    await expect(built).rejects.toMatchObject({
      code: 'start-failed',
      message: expect.stringMatching(/on onStart failed: No tides today\.$/),
    });
    expect(stopped).toHaveBeenCalledOnce();
  });

  test('that fails at once fails the build too', async () => {
    const taps = (hooks: PluginHooks) => hooks.onStart.tap(() => expect.fail('No tides today.'));
    await expect(build(routes, { taps })).rejects.toMatchObject({ code: 'start-failed' });
  });
});

describe('regions in prerendered pages', () => {
  const routes = {
    'index.tsx': { default: () => [<Counter start={3} />, <Inside />], prerender: true },
    'other.tsx': { default: () => <Counter start={3} />, prerender: true },
  };

  test('have fixed names, which the server gets', async () => {
    const { files, regions } = await build(routes);
    const hosts = [
      ...files['index.html']!.matchAll(/<skerry-live id="lv-([\w-]{12})" data-token="static">/g),
    ];
    const [first, outer, inner] = hosts.map(([, id]) => id!);
    const page = '/';
    const counter = { view: 'counter', page };
    expect(regions).toMatchObject({
      [first!]: { ...counter, position: '.0', props: { start: 3 } },
      [outer!]: { view: 'inside', position: '.1', page, props: {} },
      [inner!]: { ...counter, position: '.1/0', parent: outer, props: { start: 5 } },
    });
    expect(Object.values(regions)).toHaveLength(4);
  });

  test('have the same names in every build of the same sources, and other names at another place or of another view', async () => {
    const once = await build(routes);
    expect(await build(routes)).toEqual(once);
    const moved = await build({
      'index.tsx': { default: () => [<Inside />, <Counter start={3} />], prerender: true },
    });
    const ids = Object.keys(once.regions);
    expect(Object.keys(moved.regions).filter((id) => ids.includes(id))).toEqual([]);
  });

  test('start no loads and no subscriptions, since nobody would see their results', async () => {
    const loader = vi.fn();
    const Loading = defineLive(
      { mount: ({ load }) => ({ cart: load('cart', loader) }) },
      ({ state }) => <p>{state.cart.status}</p>,
      'loading',
    );
    const { files } = await build({ 'index.tsx': { default: () => <Loading />, prerender: true } });
    expect(files['index.html']).toContain('pending');
    await new Promise(setImmediate);
    expect(loader).not.toHaveBeenCalled();
  });
});

describe('a failed build names the page and the reason,', () => {
  const slug = (prerender: unknown, view: (props: PageProps) => unknown = () => <p>post</p>) => ({
    'posts/[slug].tsx': { default: view, prerender },
  });

  test.each([
    [
      'a path with params and no list',
      slug(true),
      'src/pages/posts/[slug].tsx cannot be prerendered: the path /posts/:slug has params, and nothing says which pages there are.',
    ],
    [
      'a param that is missing',
      slug([{}]),
      'src/pages/posts/[slug].tsx cannot be prerendered: the param "slug" is missing.',
    ],
    [
      'a param too many',
      slug([{ slug: 'a', id: 1 }]),
      'src/pages/posts/[slug].tsx (slug "a", id a number) cannot be prerendered: the path /posts/:slug has no param "id".',
    ],
    [
      'a param that fits no segment',
      slug([{ slug: 'a\\b' }]),
      String.raw`(slug "a\\b") cannot be prerendered: a segment of the path holds a backslash`,
    ],
    ['params that are none', slug(['a']), 'its params are a string and not an object'],
    ['a list that is none', slug(() => 'a'), 'its `prerender` returns a string and not an array'],
    [
      'a list for a path without params',
      { 'about.tsx': { ...page('x'), prerender: [{ slug: 'a' }] } },
      'src/pages/about.tsx cannot be prerendered: the path /about has no params.',
    ],
    [
      'another page at its path',
      { ...slug([{ slug: 'new' }]), 'posts/new.tsx': page('new') },
      '(slug "new") cannot be prerendered: src/pages/posts/new.tsx answers /posts/new.',
    ],
  ])('at %s', async (_, routes, message) => {
    const error = await failureOf(routes);
    expect(error.code).toBe('prerender-params');
    expect(error.message).toContain(message);
    expect(error.hint).toContain('`prerender = true` if the path has no params');
  });

  test('at two pages for one file', async () => {
    const twice = await failureOf(slug([{ slug: 'a' }, { slug: 'a' }]));
    expect(twice).toMatchObject({
      code: 'prerender-conflict',
      message:
        'src/pages/posts/[slug].tsx (slug "a") and src/pages/posts/[slug].tsx (slug "a") would both be written to posts/a.html.',
    });
    // Unicode writes the same letter in two ways.
    const letters = await failureOf(slug([{ slug: '\u00fc' }, { slug: 'u\u0308' }]));
    expect(letters.code).toBe('prerender-conflict');
    const index = await failureOf({
      'index.tsx': { ...page('home'), prerender: true },
      '[slug].tsx': { ...page('post'), prerender: [{ slug: 'index' }] },
    });
    expect(index.message).toContain('both be written to index.html');
  });

  test.each([
    ['redirect("/login")', () => redirect('/login')],
    ['deny("Members only.")', () => deny('Members only.')],
    ['notFound()', () => notFound()],
  ])('at a page that answers %s', async (answer, view) => {
    const error = await failureOf(slug([{ slug: 'a' }], view));
    expect(error).toMatchObject({
      code: 'prerender-answer',
      message: `src/pages/posts/[slug].tsx (slug "a") exports \`prerender\`, but answers with ${answer}.`,
    });
    expect(error.hint).toContain('Leave it out of `prerender`');
  });

  test('at a page, a list or a region that throws', async () => {
    const cause = new Error('no such file');
    const fails = () => {
      throw cause;
    };
    const thrown = await failureOf(slug([{ slug: 'a' }], fails));
    expect(thrown).toMatchObject({
      code: 'prerender-failed',
      message:
        'src/pages/posts/[slug].tsx (slug "a") failed while it was prerendered: no such file',
      cause,
    });
    expect(await failureOf(slug(fails))).toMatchObject({ code: 'prerender-failed', cause });
    const Broken = defineLive({ mount: fails }, () => <p>x</p>, 'broken');
    expect(await failureOf(slug([{ slug: 'a' }], () => <Broken />))).toMatchObject({ cause });
  });

  test('at any code that reads the session: a page, its head, a region, a guard', async () => {
    const message =
      'is prerendered for everybody, but uses the session of a visitor: there is none at build.';
    const Mine = defineLive(
      { mount: ({ session }) => ({ id: session.id }) },
      ({ state }) => <p>{state.id}</p>,
      'mine',
    );
    const reading = [
      { default: ({ session }: PageProps) => <p>{session.id}</p> },
      { default: ({ session }: PageProps) => <p>{JSON.stringify({ ...session })}</p> },
      { default: () => <p>x</p>, head: ({ session }: PageProps) => ({ title: session.id }) },
      { default: () => <Mine /> },
    ];
    for (const module of reading) {
      const error = await failureOf({ 'index.tsx': { ...module, prerender: true } });
      expect(error).toMatchObject({
        code: 'prerender-session',
        message: `src/pages/index.tsx ${message}`,
      });
      expect(error.hint).toContain('in an event of a live view');
    }
    const guarded = await failureOf(
      { 'index.tsx': { default: () => <Counter />, prerender: true } },
      { taps: ({ beforeMount }) => beforeMount.tap(({ session }) => void session.id) },
    );
    expect(guarded.code).toBe('prerender-session');
  });

  test('at a guard that refuses a region', async () => {
    const error = await failureOf(
      { 'index.tsx': { default: () => <Counter />, prerender: true } },
      { taps: ({ beforeMount }) => beforeMount.tap(() => deny('Members only.')) },
    );
    expect(error.message).toContain('answers with deny("Members only.")');
  });

  test('at props that are not JSON', async () => {
    const Any = defineLive(
      { mount: ({ props }: MountContext<object>) => props },
      () => <p>x</p>,
      'any',
    );
    for (const [props, path, value] of [
      [{ at: new Date(0) }, 'props.at', 'a Date'],
      [{ rows: [{ size: Number.NaN }] }, 'props.rows[0].size', 'NaN'],
      [{ run: () => 1 }, 'props.run', 'the function run'],
    ] as const) {
      const module = { default: () => <Any {...props} />, prerender: true };
      expect(await failureOf({ 'index.tsx': module })).toMatchObject({
        code: 'prerender-props',
        message: `src/pages/index.tsx is prerendered, and passes ${value} as ${path} to its live view "any".`,
      });
    }
  });

  test('at a `prerender` of a wrong kind, or in a layout or an error page', async () => {
    expect(
      (await failureOf({ 'index.tsx': { ...page('x'), prerender: 'yes' } })).message,
    ).toContain(
      'src/pages/index.tsx exports a `prerender` that is neither true, nor an array of params',
    );
    for (const file of ['_layout.tsx', '_error.tsx'])
      expect((await failureOf({ [file]: { ...page('x'), prerender: true } })).message).toBe(
        `src/pages/${file} exports \`prerender\`, which only pages and endpoints do.`,
      );
  });
});
