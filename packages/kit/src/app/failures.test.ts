import { expect, test } from 'vitest';

import { startApp } from '../../test/app.js';
import { definePlugin } from '../plugin/define.js';
import { defineLive } from '../live/author/define.js';
import type { ErrorProps } from '../page/module.js';
import { jsx } from '../jsx/jsx-runtime.js';

test('`onFailure` receives every failure of requests, regions and taps', async () => {
  const View = defineLive(
    {
      mount: ({ load }) => ({
        data: load('data', () => Promise.reject(new Error('No data.'))),
      }),
      unmount() {
        throw new Error('No end.');
      },
    },
    () => 'Hi',
    'view',
  );
  const tap = definePlugin({
    name: 'test:tap',
    setup: ({ hooks }) =>
      hooks.onShutdown.tap(() => {
        throw new Error('No stop.');
      }),
  });
  const heard: [unknown, string][] = [];
  const { app, ask } = startApp(
    {
      'index.tsx': { default: () => jsx(View, {}) },
      'broken.tsx': { default: () => Promise.reject(new Error('No page.')) },
    },
    {
      views: { view: View },
      config: { plugins: [tap()] },
      onFailure: (error, where) => void heard.push([error, where]),
    },
  );
  await ask('/');
  await ask('/broken');
  await app.close();
  expect(heard).toEqual([
    [new Error('No data.'), 'load'],
    [new Error('No page.'), 'request'],
    [new Error('No stop.'), 'tap'],
    [new Error('No end.'), 'unmount'],
  ]);
});

test('the failure of a request names its URL', async () => {
  const seen: unknown[] = [];
  const watch = definePlugin({
    name: 'test:watch',
    setup({ hooks }) {
      hooks.beforeRequest.tap(({ url }) => {
        if (url.pathname === '/guarded') throw new Error('No database.');
      });
      hooks.onError.tap(({ where, url }) => void seen.push([where, url?.href]));
    },
  });
  const broken = () => Promise.reject(new Error('Broken.'));
  const { ask, logged } = startApp(
    {
      'broken.tsx': { default: broken },
      'api/broken.ts': { GET: broken },
      '_error.tsx': {
        default: ({ status }: ErrorProps) => (status === 404 ? broken() : 'Sorry'),
      },
    },
    { config: { plugins: [watch()] } },
  );
  for (const path of ['/broken?a=b', '/api/broken', '/nowhere', '/guarded']) await ask(path);
  expect(seen).toEqual([
    ['request', 'http://a.test/broken?a=b'],
    ['request', 'http://a.test/api/broken'],
    ['request', 'http://a.test/nowhere'],
    ['tap', 'http://a.test/guarded'],
  ]);
  expect(logged[0]).toMatch(/^request for \/broken failed: Error: Broken\.\n {4}at /);
});
