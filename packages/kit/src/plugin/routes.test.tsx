import { afterEach, expect, test } from 'vitest';

import { layout, page, startApp, type TestApp } from '../../test/app.js';
import { deny } from '../core/deny.js';
import { readPluginParts } from '../page/read-parts.js';
import type { PluginApi } from './api.js';
import { definePlugin } from './define.js';

let started: TestApp | undefined;
afterEach(() => started?.app.close());

const plugin = (setup: (api: PluginApi<object>) => void) =>
  definePlugin<object>({ name: 'test:routes', setup })();

const answers = (text: string) => ({ GET: () => text });

test('a plugin answers requests by endpoints of its own', async () => {
  const adding = plugin(({ routes }) => {
    routes.endpoint('/status', answers('well'));
    routes.endpoint('/files/:name', {
      GET: ({ context }: { context: { params: object } }) => context.params,
    });
    routes.endpoint('/rest/*path', {
      POST: ({ context }: { context: { params: object } }) => context.params,
    });
  });
  started = startApp({ 'index.tsx': page('home') }, { config: { plugins: [adding] } });
  expect(await (await started.ask('/status')).text()).toBe('well');
  expect(await (await started.ask('/files/a%20b')).json()).toEqual({ name: 'a b' });
  const posted = await started.ask('/rest/a/b', { method: 'POST' });
  expect(await posted.json()).toEqual({ path: 'a/b' });
  expect((await started.ask('/status', { method: 'POST' })).status).toBe(405);
});

test('a page of another site can change nothing at the endpoint of a plugin, unless that allows it', async () => {
  const adding = plugin(({ routes }) => {
    routes.endpoint('/closed', { POST: () => 'done' });
    routes.endpoint('/open', { POST: () => 'done', crossOrigin: true });
  });
  started = startApp({}, { config: { plugins: [adding] } });
  const foreign = { method: 'POST', headers: { 'sec-fetch-site': 'cross-site' } };
  expect((await started.ask('/closed', foreign)).status).toBe(403);
  expect((await started.ask('/open', foreign)).status).toBe(200);
});

test('a plugin adds a page, with the layouts and guards of the folder at its path', async () => {
  const adding = plugin(({ routes }) => routes.page('/admin/stats', 'test-routes/page'));
  started = startApp(
    {
      '_layout.tsx': layout('outer'),
      'admin/_layout.tsx': {
        ...layout('inner'),
        guard: ({ request }: { request?: Request }) =>
          request?.headers.has('x-staff') ? undefined : deny('Staff only.'),
      },
    },
    { config: { plugins: [adding] }, parts: { 'test-routes/page': page('stats') } },
  );
  const html = await (await started.ask('/admin/stats', { headers: { 'x-staff': '' } })).text();
  expect(html).toMatch(/class="outer".*class="inner".*stats/s);
  expect((await started.ask('/admin/stats')).status).toBe(403);
});

test('the routes of a plugin of a folder are below it', async () => {
  const adding = plugin(({ routes }) => routes.endpoint('/status', answers('well')));
  started = startApp({ '(staff)/shop/_plugins.ts': { default: [adding] } });
  expect((await started.ask('/status')).status).toBe(404);
  expect((await started.ask('/shop/status')).status).toBe(200);
});

test.each<[title: string, setup: (api: PluginApi<object>) => void, message: string]>([
  [
    'a pattern without a slash',
    ({ routes }) => routes.endpoint('status', answers('')),
    'adds a route at "status", which does not begin with a slash',
  ],
  [
    'handlers that are none',
    ({ routes }) => routes.endpoint('/status', { get: () => '' }),
    '/status of the plugin test:routes exports none of GET',
  ],
  [
    'a part that names a file beside it',
    ({ routes }) => routes.page('/status', './page.tsx'),
    'adds the page "./page.tsx", which does not name a module as `import` would from elsewhere',
  ],
  [
    'a page that the build does not have',
    ({ routes }) => routes.page('/status', 'skerry-plugin-x/page'),
    'The plugin "test:routes" adds the page "skerry-plugin-x/page", which is not among the modules of the app.',
  ],
  [
    'a path that the app answers already',
    ({ routes }) => routes.endpoint('/about', answers('')),
    'about.tsx',
  ],
])('%s ends the start', (_, setup, message) => {
  const start = () => startApp({ 'about.tsx': page('') }, { config: { plugins: [plugin(setup)] } });
  expect(start).toThrow(message);
});

test('a route is added during the setup', () => {
  let late = (): void => {};
  const adding = plugin(({ routes }) => {
    late = () => routes.endpoint('/late', answers(''));
  });
  started = startApp({}, { config: { plugins: [adding] } });
  expect(late).toThrow('The plugin "test:routes" adds an endpoint after its setup.');
});

test('at build a plugin whose setup fails adds nothing, and the parts of the others are read', () => {
  const failing = definePlugin<object>({
    name: 'test:failing',
    setup() {
      throw new Error('no key in the environment');
    },
  });
  const adding = plugin(({ live, isBuild }) => live(isBuild ? 'test/gauge.live.tsx' : 'none'));
  const failures: string[] = [];
  const modules = { config: { plugins: [failing(), adding] }, routes: {}, views: {} };
  const { views } = readPluginParts(modules, { mode: 'production', base: '/' }, ({ message }) =>
    failures.push(message),
  );
  expect(views.map(({ part }) => part)).toEqual(['test/gauge.live.tsx']);
  expect(failures).toEqual([
    'The setup of the plugin "test:failing" threw Error: no key in the environment.',
  ]);
});
