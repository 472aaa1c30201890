import { expect, test } from 'vitest';

import type { Plugin } from '../core/config.js';
import { defaultLimits } from '../core/limits.js';
import type { PluginApi } from './api.js';
import { definePlugin, type PluginDefinition } from './define.js';
import { createPlugins } from './plugins.js';

declare module './values.js' {
  interface PluginValues {
    'test:clock': { now(): number };
  }
}

const log = { info() {}, warn() {}, error() {} };
const clock = { now: () => 5 };

const plugin = (
  name: string,
  setup: (api: PluginApi<object>) => void,
  more: Partial<Omit<PluginDefinition<object>, 'options'>> = {},
): Plugin => definePlugin<object>({ name, setup, ...more })();

const provider = (name = 'clock', value = clock): Plugin =>
  plugin(name, ({ provide }) => provide('test:clock', value));

function setUp(folders: Record<string, Plugin[]>): unknown {
  const list = Object.entries(folders).map(([folder, plugins]) => ({
    folder,
    list: 'plugins',
    plugins,
  }));
  try {
    createPlugins(list, { limits: defaultLimits, log });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

test('a plugin receives the value that an earlier one provides', () => {
  let now: number | undefined;
  const reader = plugin('reader', ({ inject }) => (now = inject('test:clock').now()));
  expect(setUp({ '': [provider(), reader] })).toBeUndefined();
  expect(now).toBe(5);
});

test('a value that nobody provides ends the start, unless it is optional', () => {
  const needing = plugin('reader', ({ inject }) => void inject('test:clock'));
  expect(setUp({ '': [needing] })).toBe(
    'The plugin "reader" asks for the value "test:clock", which no plugin of this app provides.',
  );
  let found: unknown = 'unknown';
  const asking = plugin('reader', ({ inject }) => {
    found = inject('test:clock', { optional: true });
  });
  expect(setUp({ '': [asking] })).toBeUndefined();
  expect(found).toBeUndefined();
});

test('the error names the plugin that provides the value later', () => {
  const needing = plugin('reader', ({ inject }) => void inject('test:clock'));
  expect(setUp({ '': [needing, provider()] })).toBe(
    'The plugin "reader" asks for the value "test:clock", which the plugin "clock" provides, but later.',
  );
});

test('the error names the folder that provides the value, and the folder that does not see it', () => {
  const needing = plugin('reader', ({ inject }) => void inject('test:clock'));
  expect(setUp({ '': [], admin: [provider()], shop: [needing] })).toBe(
    'The plugin "reader" asks for the value "test:clock", which the plugin "clock" provides ' +
      'for the pages in src/pages/admin alone: src/pages/shop does not see it.',
  );
});

test('of several values the one of the nearest folder counts', () => {
  const seen: number[] = [];
  const reader = (name: string): Plugin =>
    plugin(name, ({ inject }) => void seen.push(inject('test:clock').now()));
  const near = provider('near', { now: () => 7 });
  expect(
    setUp({ 'admin/deep': [reader('deep')], admin: [near], '': [provider(), reader('top')] }),
  ).toBeUndefined();
  expect(seen).toEqual([5, 7]);
});

test('two plugins cannot provide one value for the same pages', () => {
  expect(setUp({ '': [provider('a'), provider('b')] })).toBe(
    'The plugin "b" provides "test:clock", which the plugin "a" provides already.',
  );
});

test('a value is provided during the setup, and may be asked for after it', () => {
  let kept: PluginApi<object> | undefined;
  const late = plugin('late', (api) => (kept = api));
  expect(setUp({ '': [late, provider()] })).toBeUndefined();
  expect(kept!.inject('test:clock')).toBe(clock);
  expect(() => kept!.provide('test:clock', clock)).toThrow('provides "test:clock" after its setup');
});
