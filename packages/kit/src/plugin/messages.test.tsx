import { afterEach, expect, test } from 'vitest';

import { startApp, type TestApp } from '../../test/app.js';
import { definePlugin } from './define.js';
import type { PluginMessaging } from './messages.js';

let started: TestApp | undefined;
afterEach(() => started?.app.close());

/** Starts an app with one plugin, and collects the reports of that plugin's failures. */
function startWith(setUp: (messaging: PluginMessaging) => void): unknown[] {
  const failures: unknown[] = [];
  const plugin = definePlugin({
    name: 'test:messages',
    setup({ hooks, ...messaging }) {
      hooks.onError.tap(({ error, where, plugin: name }) => {
        failures.push([error.message, where, name]);
      });
      setUp(messaging);
    },
  });
  started = startApp({}, { config: { plugins: [plugin()] } });
  return failures;
}

test('a plugin receives the messages of the app until it unsubscribes', async () => {
  let end = (): void => {};
  const received: unknown[] = [];
  const first = new Promise<void>((resolve) => {
    startWith(({ subscribe }) => {
      end = subscribe('tide', (message) => {
        received.push(message);
        resolve();
      });
    });
  });
  started!.app.publish('tide', 'high');
  await first;
  end();
  started!.app.publish('tide', 'low');
  expect(received).toEqual(['high']);
});

test('a plugin receives what it published during its setup', async () => {
  const received = new Promise((resolve) => {
    startWith(({ publish, subscribe }) => {
      subscribe('tide', resolve);
      publish('tide', 'turning');
    });
  });
  expect(await received).toBe('turning');
});

test('a subscriber that fails is reported with its plugin, and the others receive the message', async () => {
  let failures: unknown[] = [];
  const received = new Promise((resolve) => {
    failures = startWith(({ subscribe }) => {
      subscribe('tide', () => {
        throw new Error('No boat.');
      });
      subscribe('tide', resolve);
    });
  });
  started!.app.publish('tide', 'high');
  expect(await received).toBe('high');
  expect(failures).toEqual([['No boat.', 'message', 'test:messages']]);
});
