import { createTestApp, fetchPage, recordHooks, testPlugins } from '@skerry/kit/testing';
import { expect, test } from 'vitest';

import { hello } from '../src/index.ts';

const event = {
  region: { id: 'r1', view: 'view', path: '/', props: {} },
  session: { id: 's1', end() {} },
  locals: {},
  event: 'greet',
};

test('others greet in the words of the app', () => {
  const tested = testPlugins([hello({ greeting: 'Ahoy' })]);
  const { greet } = tested.inject('skerry-plugin-hello:greeter');
  expect(greet('Ann')).toBe('Ahoy, Ann!');
  expect(greet('n'.repeat(1_000))).toHaveLength('Ahoy, !'.length + 80);
});

test('nobody is not greeted', async () => {
  const tested = testPlugins([hello()]);
  const answer = (payload: unknown) => tested.callHook('beforeEvent', { ...event, payload });
  expect(await answer('nobody')).toMatchObject({ reason: 'Nobody is not greeted.' });
  expect(await answer('Ann')).toBeUndefined();
});

test('its page is where the app wants it, and its endpoint beside it', async () => {
  const record = recordHooks();
  const app = createTestApp({
    plugins: [hello({ path: '/ahoy' }), record.plugin],
    parts: { 'skerry-plugin-hello/page': { default: () => 'a page' } },
  });
  expect((await fetchPage(app, '/ahoy')).html).toContain('a page');
  expect((await fetchPage(app, '/ahoy.json')).html).toBe('{"greeting":"Hello","mounts":0}');
  expect(record.payloadsOf('onResponse').map(({ page }) => page)).toEqual(['/ahoy', undefined]);
  await app.close();
});

test('it says at the stop how many regions were mounted', async () => {
  const tested = testPlugins([hello()]);
  await tested.callHook('afterMount', { ...event, micros: 5 });
  await tested.stopPlugins();
  expect(tested.logged).toEqual(['info [example:hello] 1 regions were mounted.']);
});
