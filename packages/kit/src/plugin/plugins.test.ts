import { describe, expect, test } from 'vitest';
import type { Plugin } from '../core/config.js';
import { deny, redirect } from '../core/deny.js';
import { defaultLimits } from '../core/limits.js';
import type { Log } from '../core/log.js';
import { hookNames } from '../hooks/table.js';
import type { PluginHooks } from '../hooks/types.js';
import { definePlugin } from './define.js';
import { createPlugins } from './plugins.js';

const setUpPlugins = (plugins: readonly Plugin[], log: Log) =>
  createPlugins([{ folder: '', list: 'plugins', plugins }], { limits: defaultLimits, log });

const quiet = { info() {}, warn() {}, error() {} };

const plugin = (name: string, ...needs: string[]): Plugin =>
  definePlugin({
    name,
    dependencies: Object.fromEntries(needs.map((each) => [each, {}])),
    setup({ hooks }) {
      hooks.onStart.tap(() => {});
    },
  })();

describe('a plugin', () => {
  test('is made with its options, and set up once with hooks, options and a log', () => {
    const seen: unknown[] = [];
    const visits = definePlugin<{ header?: string }>({
      name: 'acme:visits',
      setup({ hooks, options, log }) {
        seen.push(options, hooks.afterMount.isUsed());
        hooks.afterMount.tap(({ region }) => region.id);
        seen.push(hooks.afterMount.isUsed());
        log.info('ready', 5);
      },
    });
    const info = (...message: unknown[]) => seen.push(message);
    const { hooks, names } = setUpPlugins([visits({ header: 'x-visit' })], { ...quiet, info });
    expect(seen).toEqual([{ header: 'x-visit' }, false, true, ['[acme:visits] ready', 5]]);
    expect(names).toEqual(['acme:visits']);
    expect(hooks.afterMount.isUsed()).toBe(true);
  });

  test.each(['visits', 'acme:visits', 'a-b:c-2'])('may be named %j', (name) => {
    expect(plugin(name).name).toBe(name);
  });

  test.each([
    '',
    'Visits',
    'acme:',
    ':visits',
    'a b',
    'a:b:c',
    '1a',
    undefined as unknown as string,
  ])('may not be named %j', (name) => {
    expect(() => plugin(name)).toThrow(expect.objectContaining({ code: 'bad-plugin' }));
  });

  test('is set up after the plugins that it requires', () => {
    const { names } = setUpPlugins([plugin('a', 'c'), plugin('b'), plugin('c')], quiet);
    expect(names).toEqual(['b', 'c', 'a']);
  });

  test('that requires a missing plugin stops the start, and the error names both', () => {
    expect(() => setUpPlugins([plugin('a', 'auth')], quiet)).toThrow(
      expect.objectContaining({
        code: 'missing-plugin',
        message: expect.stringMatching(/"a".*"auth"/),
      }),
    );
  });

  test('that requires itself by way of another stops the start, and the error names both', () => {
    expect(() => setUpPlugins([plugin('a', 'b'), plugin('b', 'a')], quiet)).toThrow(
      expect.objectContaining({
        code: 'hook-cycle',
        message: expect.stringMatching(/"a" comes after "b", "b" comes after "a"/),
      }),
    );
  });

  test('that is listed twice stops the start', () => {
    expect(() => setUpPlugins([plugin('a'), plugin('a')], quiet)).toThrow(
      expect.objectContaining({ code: 'duplicate-plugin' }),
    );
  });

  test.each([
    [undefined, 'undefined'],
    [null, 'null'],
    [{}, 'an empty object'],
    [{ name: 'a' }, 'an object with name'],
    [{ name: 'a', definition: {} }, 'an object with name, definition'],
    [definePlugin({ name: 'a', setup() {} }), 'a function'],
    ['a', 'a string'],
    [[plugin('a')], 'an array'],
  ])('is nothing else: %o', (thing, what) => {
    expect(() => setUpPlugins([plugin('b'), thing as unknown as Plugin], quiet)).toThrow(
      expect.objectContaining({
        code: 'bad-plugin',
        message: `plugins[1] is ${what}, which no function of definePlugin() returned.`,
      }),
    );
  });

  test('that taps an unknown hook stops the start, and the error lists the hooks', () => {
    const wrong = definePlugin({
      name: 'acme:wrong',
      setup: ({ hooks }) =>
        (hooks as unknown as Record<string, PluginHooks['onStart']>).onFoo!.tap(() => {}),
    });
    expect(() => setUpPlugins([wrong()], quiet)).toThrow(
      expect.objectContaining({
        code: 'unknown-hook',
        message: expect.stringMatching(
          /^The plugin "acme:wrong" uses the hook "onFoo"; the hooks are onStart, .* onPanic, onShutdown\.$/,
        ),
      }),
    );
  });

  test('may check for a hook, list all hooks and pass them on', async () => {
    const seen: unknown[] = [];
    const looking = definePlugin({
      name: 'a',
      setup({ hooks }) {
        seen.push('onFoo' in hooks, 'onStart' in hooks, Object.keys(hooks), `${hooks}`);
        seen.push(Promise.resolve(hooks));
      },
    });
    setUpPlugins([looking()], quiet);
    expect(seen.slice(0, 4)).toEqual([false, true, hookNames, '[object Object]']);
    expect(Object.keys((await seen[4]) as object)).toEqual(hookNames);
  });

  test('is set up synchronously', () => {
    const slow = definePlugin({ name: 'a', setup: async () => {} });
    expect(() => setUpPlugins([slow()], quiet)).toThrow(
      expect.objectContaining({ message: expect.stringContaining('is asynchronous') }),
    );
  });

  test('taps with a function, and only during its setup', () => {
    let kept: PluginHooks | undefined;
    const keeping = definePlugin({
      name: 'a',
      setup({ hooks }) {
        kept = hooks;
      },
    });
    setUpPlugins([keeping()], quiet);
    expect(() => kept!.onStart.tap(() => {})).toThrow(
      expect.objectContaining({
        code: 'late-tap',
        message: expect.stringMatching(/"a" tapped onStart/),
      }),
    );
    const wrong = definePlugin({
      name: 'a',
      setup: ({ hooks }) => hooks.onStart.tap({} as () => void),
    });
    expect(() => setUpPlugins([wrong()], quiet)).toThrow(
      expect.objectContaining({ code: 'bad-plugin' }),
    );
  });
});

test('the types of options, payloads and answers are those of the plugin and of the hook', () => {
  definePlugin<{ key: string }>({
    name: 'a',
    setup({ hooks, options }) {
      options.key.trim();
      hooks.beforeEvent.tap(async ({ event }) => (event === 'x' ? deny('no') : undefined));
      hooks.beforeRequest.tap(({ url }) => (url.pathname === '/' ? redirect('/home') : undefined));
      hooks.beforeAssign.tap(({ patch }) => ({ ...patch, by: options.key }));
      hooks.beforeSend.tap(({ text }) => text);
      hooks.transformResponse.tap(async ({ response }) => response);
      hooks.afterEvent.tap(async ({ micros }) => micros + 1);
      // @ts-expect-error a guard answers with a veto or nothing
      hooks.beforeEvent.tap(() => false);
      // @ts-expect-error a synchronous guard does not wait
      hooks.beforeSend.tap(async () => {});
      // @ts-expect-error a synchronous guard cannot redirect
      hooks.beforeSend.tap(() => redirect('/'));
      // @ts-expect-error a replacement has the type of the value that it replaces
      hooks.beforeSend.tap(({ text }) => text.length);
      // @ts-expect-error plugins attach, kit calls
      hooks.onStart.call({ plugins: [] });
    },
  });
  const keyed = definePlugin<{ key: string }>({ name: 'a', setup() {} });
  const free = definePlugin<{ key?: string }>({ name: 'a', setup() {} });
  const bare = definePlugin({ name: 'a', setup() {} });
  keyed({ key: 'x' });
  free();
  bare();
  // @ts-expect-error a required option
  keyed();
  // @ts-expect-error an unknown option
  free({ keys: 'x' });
  // @ts-expect-error a plugin without options
  bare({ key: 'x' });
});
