import type { Strategies } from '@skerry/islands/directives';
import { defineApp } from '@skerry/kit';
import { createTestApp, fetchPage, testPlugins } from '@skerry/kit/testing';
import { expect, expectTypeOf, test } from 'vitest';

import config from './app.ts';
import Lamp from './live/lamp.live.tsx';
import * as shop from './pages/shop/index.tsx';
import * as lists from './pages/shop/_plugins.ts';
import { clock } from './plugins/clock.ts';
import { crew, roles } from './plugins/crew.ts';
import { openingHours } from './plugins/opening-hours.ts';
import { tides } from './plugins/tides.ts';

test('the app starts with its plugins in order, and answers the time', async () => {
  const app = createTestApp({ routes: {}, config: defineApp(config) });
  const { html } = await fetchPage(app, '/time');
  expect(Date.parse((JSON.parse(html) as { time: string }).time)).toBeGreaterThan(Date.now());
  await app.close();
});

test('the opening hours are those of the clock', async () => {
  const tested = testPlugins([openingHours({ from: 0, to: 24 }), clock({})]);
  expect(tested.names).toEqual(['harbour:clock', 'harbour:opening-hours']);
  const event = {
    region: { id: 'r', view: 'view', path: '/', props: {} },
    session: { id: 's', end() {} },
    locals: {},
    event: 'add',
    payload: null,
  };
  expect(await tested.callHook('beforeEvent', event)).toBeUndefined();
  const closed = testPlugins([openingHours({ from: 24, to: 24 }), clock({})]);
  expect(await closed.callHook('beforeEvent', event)).toMatchObject({
    reason: 'Come back at 24:00.',
  });
  expect(() => testPlugins([openingHours({ from: 0, to: 24 })])).toThrow('harbour:clock');
});

test('a folder counts the visits of its pages alone', async () => {
  const app = createTestApp({
    routes: {
      'index.tsx': { default: () => 'home' },
      'shop/index.tsx': shop,
      'shop/_plugins.ts': lists,
    },
  });
  for (const path of ['/', '/shop', '/shop']) await fetchPage(app, path);
  expect((await fetchPage(app, '/shop/visits')).html).toBe('{"count":2}');
  await app.close();
});

test('the crew sees its page, and others log in first', async () => {
  const app = createTestApp({
    plugins: [roles()],
    routes: { 'lamps.tsx': { default: () => 'lamps', guard: crew('keeper') } },
    views: { [Lamp.id]: Lamp },
  });
  const visit = async (role?: string) =>
    (await fetchPage(app, '/lamps', role ? { headers: { 'x-role': role } } : {})).status;
  expect([await visit(), await visit('cook'), await visit('keeper')]).toEqual([303, 403, 200]);
  await app.close();
});

test('the parts of a plugin are known without an app', () => {
  expectTypeOf<Strategies['flood']>().toEqualTypeOf<true>();
  const { parts } = testPlugins([tides({ station: 'Leith' })]);
  expect(parts.pages).toMatchObject([{ pattern: '/tides', part: 'skerry-plugin-tides/page' }]);
  expect(parts.clients).toMatchObject([{ options: { station: 'Leith' } }]);
});
