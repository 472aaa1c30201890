import { afterEach, expect, test } from 'vitest';

import { startApp, type TestApp } from '../../test/app.js';
import type { Plugin } from '../core/config.js';
import { deny } from '../core/deny.js';
import { defineLive } from '../live/author/define.js';
import type { PluginHooks } from '../hooks/types.js';
import type { PluginApi } from './api.js';
import { definePlugin } from './define.js';
import { serveViews } from '../../test/visitor.js';

let started: TestApp | undefined;
afterEach(() => started?.app.close());

const plugin = (name: string, setup: (api: PluginApi<object>) => void): Plugin =>
  definePlugin<object>({ name, setup })();

const page = { default: () => <p>page</p> };

/** A plugin that writes down the paths that it hears of. */
const listening = (name: string, heard: string[], way: keyof PluginHooks = 'beforeRequest') =>
  plugin(name, ({ hooks }) =>
    hooks[way].tap(
      ((payload: { url: URL }) => void heard.push(`${name} ${payload.url.pathname}`)) as never,
    ),
  );

test('a plugin of a folder hears of the pages in it, whatever groups are around them', async () => {
  const heard: string[] = [];
  started = startApp(
    {
      'index.tsx': page,
      'admin/_plugins.ts': { default: [listening('admin', heard)] },
      'admin/index.tsx': page,
      'admin/users/[name].tsx': page,
      '(staff)/_plugins.ts': { default: [listening('staff', heard)] },
      '(staff)/rota.tsx': page,
      'administer.tsx': page,
    },
    { config: { plugins: [listening('all', heard)] } },
  );
  for (const path of ['/', '/admin', '/admin/users/ann', '/rota', '/administer', '/nowhere'])
    await started.ask(path);
  expect(heard).toEqual([
    'all /',
    'all /admin',
    'admin /admin',
    'all /admin/users/ann',
    'admin /admin/users/ann',
    'all /rota',
    'staff /rota',
    'all /administer',
    'all /nowhere',
  ]);
});

test('a plugin of a folder refuses requests there, and no others', async () => {
  const closed = plugin('closed', ({ hooks }) => hooks.beforeRequest.tap(() => deny('Closed.')));
  started = startApp({
    'index.tsx': page,
    'admin/_plugins.ts': { default: [closed] },
    'admin/index.tsx': page,
  });
  expect((await started.ask('/')).status).toBe(200);
  expect((await started.ask('/admin')).status).toBe(403);
});

test('a plugin of a folder hears of the regions on its pages', async () => {
  const heard: string[] = [];
  const counting = plugin('counting', ({ hooks }) => {
    hooks.beforeEvent.tap(({ region }) => void heard.push(`event on ${region.path}`));
    hooks.onJoin.tap(({ region }) => void heard.push(`join on ${region.path}`));
  });
  const View = defineLive(
    { mount: () => ({ n: 0 }), events: { add: (live) => live.assign({ n: live.state.n + 1 }) } },
    ({ state }) => <p>{state.n}</p>,
    'view',
  );
  const shown = { default: () => <View /> };
  const site = await serveViews(
    { view: View },
    {
      routes: {
        'index.tsx': shown,
        'admin/_plugins.ts': { default: [counting] },
        'admin/index.tsx': shown,
      },
    },
  );
  for (const path of ['/', '/admin']) {
    const { line } = await site.open(path);
    await line.ask([1, 1, 'add']);
  }
  await site.stop();
  expect(heard).toEqual(['join on /admin', 'event on /admin']);
});

test('a plugin of a folder starts and stops with the app', async () => {
  const heard: string[] = [];
  const lasting = plugin('lasting', ({ hooks, onStop }) => {
    hooks.onStart.tap(() => void heard.push('start'));
    hooks.onShutdown.tap(() => void heard.push('shutdown'));
    onStop(() => void heard.push('stop'));
  });
  started = startApp({ 'index.tsx': page, 'admin/_plugins.ts': { default: [lasting] } });
  await started.app.close();
  expect(heard).toEqual(['start', 'shutdown', 'stop']);
});

test('a plugin of a folder cannot tap a hook that belongs to no page', () => {
  const wrong = plugin('wrong', ({ hooks }) => hooks.onConnect.tap(() => {}));
  expect(() => startApp({ 'admin/_plugins.ts': { default: [wrong] } })).toThrow(
    'The plugin "wrong" in src/pages/admin/_plugins.ts taps onConnect, which belongs to no page.',
  );
});

test('the list of a folder is an array of plugins', () => {
  expect(() => startApp({ 'admin/_plugins.ts': {} })).toThrow(
    'src/pages/admin/_plugins.ts has no default export that is an array of plugins',
  );
  expect(() => startApp({ 'admin/_plugins.ts': { default: [{}] } })).toThrow(
    'src/pages/admin/_plugins.ts[0] is an empty object',
  );
});

test('a plugin is either in the app or in a folder of it, and may be in two folders beside each other', () => {
  const two = (...folders: string[]) =>
    startApp(
      Object.fromEntries(
        folders.map((folder) => [`${folder}_plugins.ts`, { default: [plugin('a', () => {})] }]),
      ),
    ).app.close();
  expect(() => two('', 'admin/')).toThrow(
    'Two plugins are named "a", in src/pages/_plugins.ts and src/pages/admin/_plugins.ts.',
  );
  expect(() => two('shop/', 'admin/')).not.toThrow();
});
