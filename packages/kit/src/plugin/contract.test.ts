import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';
import { z } from 'zod';

import type { Plugin } from '../core/config.js';
import { defaultLimits } from '../core/limits.js';
import { version } from '../core/version.js';
import { definePlugin, type PluginDefinition } from './define.js';
import { createPlugins } from './plugins.js';

const log = { info() {}, warn() {}, error() {} };

const plugin = (name: string, more: Partial<PluginDefinition<object>> = {}): Plugin =>
  definePlugin<object>({ name, setup() {}, ...(more as Omit<typeof more, 'options'>) })();

const setUp = (...plugins: Plugin[]) =>
  createPlugins([{ folder: '', list: 'plugins', plugins }], { limits: defaultLimits, log });

const namesOf = (...plugins: Plugin[]): readonly string[] => setUp(...plugins).names;

/** The code and the message of the error that a set-up throws. */
function failureOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return `${(error as { code?: string }).code}: ${(error as Error).message}`;
  }
  return 'no error';
}

test('the version that plugins ask for is that of the package', () => {
  const file = new URL('../../package.json', import.meta.url);
  expect((JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version).toBe(version);
});

describe('the order of plugins', () => {
  test('is that of the list, if nothing asks for another', () => {
    expect(namesOf(plugin('b'), plugin('a'))).toEqual(['b', 'a']);
  });

  test('follows `before` and `after`, and ignores plugins that are not there', () => {
    const first = plugin('first', { before: ['b', 'absent'] });
    const last = plugin('last', { after: 'b' });
    expect(namesOf(last, plugin('b'), first)).toEqual(['first', 'b', 'last']);
  });

  test('puts an optional dependency first where it is listed', () => {
    const needing = plugin('a', { dependencies: { b: { optional: true } } });
    expect(namesOf(needing, plugin('b'))).toEqual(['b', 'a']);
    expect(namesOf(needing)).toEqual(['a']);
  });

  test('cannot be a circle, and the error names all plugins in it', () => {
    const [a, b, c] = [
      plugin('a', { before: 'b' }),
      plugin('b', { before: 'c' }),
      plugin('c', { before: 'a' }),
    ];
    expect(failureOf(() => setUp(a, b, c))).toMatch(/^hook-cycle: .*"a".*"c".*"b"/);
  });
});

describe('a start fails', () => {
  test.each<[title: string, plugins: Plugin[], failure: string]>([
    [
      'for a dependency of another version',
      [
        plugin('a', { dependencies: { b: { version: '^2.0' } } }),
        plugin('b', { version: '1.4.0' }),
      ],
      'plugin-version: The plugin "a" asks for b "^2.0" in `dependencies["b"].version`, and 1.4.0 is installed.',
    ],
    [
      'for a dependency that says no version',
      [plugin('a', { dependencies: { b: { version: '*' } } }), plugin('b')],
      'plugin-version: The plugin "a" asks for b "*" in `dependencies["b"].version`, and that says no version.',
    ],
    [
      'for another version of kit',
      [plugin('a', { skerry: '^9' })],
      `plugin-version: The plugin "a" asks for @skerry/kit "^9" in \`skerry\`, and ${version} is installed.`,
    ],
    [
      'for a conflict',
      [plugin('a', { conflicts: ['c', 'b'] }), plugin('b')],
      'plugin-conflict: The plugin "a" cannot be in an app with "b": its `conflicts` names it.',
    ],
    [
      'for the same plugin twice',
      [plugin('a'), plugin('a')],
      'duplicate-plugin: Two plugins are named "a", in plugins.',
    ],
    [
      'for a setup that throws, with its words',
      [
        plugin('a', {
          setup() {
            throw new TypeError('no database');
          },
        }),
      ],
      'plugin-setup: The setup of the plugin "a" threw TypeError: no database.',
    ],
    [
      'for a setup that throws no Error',
      [
        plugin('a', {
          setup() {
            throw undefined;
          },
        }),
      ],
      'plugin-setup: The setup of the plugin "a" threw SkerryError: Something was thrown that is not a readable Error: undefined.',
    ],
  ])('%s', (_, plugins, failure) => {
    expect(failureOf(() => setUp(...plugins))).toBe(failure);
  });

  test('for a setup that does not return', () => {
    const hanging = plugin('a', {
      setup() {
        for (;;);
      },
    });
    const limits = { ...defaultLimits, setupTimeout: 50 };
    const start = () =>
      createPlugins([{ folder: '', list: 'plugins', plugins: [hanging] }], { limits, log });
    expect(failureOf(start)).toBe(
      'plugin-setup: The setup of the plugin "a" did not return within 50 ms.',
    );
  });

  test('with the stack of the setup that threw', () => {
    const throwing = plugin('a', {
      setup: function atThisPlace() {
        throw new Error('on purpose');
      },
    });
    expect(() => setUp(throwing)).toThrow(
      expect.objectContaining({ stack: expect.stringContaining('atThisPlace') }),
    );
  });

  test('for a member that no plugin has', () => {
    expect(failureOf(() => plugin('a', { requires: ['b'] } as object))).toMatch(
      /^bad-plugin: The plugin "a" has the member "requires", which is none of name, version/,
    );
    expect(failureOf(() => plugin('a', { setup: undefined as never }))).toBe(
      'bad-plugin: The plugin "a" has no function `setup`.',
    );
  });
});

describe('a wrong member is named where the plugin is defined:', () => {
  test.each<[definition: unknown, problem: string]>([
    [null, 'is defined by null, and not by an object'],
    [
      { name: 'a', version: 1 },
      'has a number as its `version`, and not a version, such as "1.2.0"',
    ],
    [{ name: 'a', skerry: '>>>' }, 'has a string as its `skerry`, and not a range of versions'],
    [{ name: 'a', dependencies: ['b'] }, 'has an array as its `dependencies`, and not an object'],
    [{ name: 'a', dependencies: null }, 'has null as its `dependencies`'],
    [
      { name: 'a', dependencies: { b: '^1' } },
      'has a string as its `dependencies["b"]`, and not an object, such as { version: "^1.2" }',
    ],
    [
      { name: 'a', dependencies: { b: { version: 'no range' } } },
      'has a string as its `dependencies["b"].version`',
    ],
    [
      { name: 'a', dependencies: { b: { range: '^1' } } },
      'has the member "dependencies[\\"b\\"].range", which is none of version, optional, defaults',
    ],
    [
      { name: 'a', before: 5 },
      'has a number as its `before`, and not the name of a plugin or a list of names',
    ],
    [{ name: 'a', conflicts: null }, 'has null as its `conflicts`'],
    [{ name: 'a', multiple: 'yes' }, 'has a string as its `multiple`, and not true or false'],
    [{ name: 'a', options: {} }, 'has an empty object as its `options`, and not a Standard Schema'],
  ])('%j', (definition, problem) => {
    const given = definition && { setup() {}, ...definition };
    expect(failureOf(() => definePlugin(given as never))).toContain(problem);
  });
});

describe('a start names the plugin whose', () => {
  const schema = (validate: () => unknown) => ({
    '~standard': { version: 1, vendor: 'test', validate } as never,
  });
  const broken = () => {
    throw new Error('boo');
  };
  test.each<[title: string, start: () => unknown, failure: string]>([
    [
      'schema throws',
      () => setUp(plugin('a', { options: schema(broken) })),
      'plugin-setup: The setup of the plugin "a" threw Error: boo.',
    ],
    [
      'schema answers with nothing',
      () => setUp(plugin('a', { options: schema(() => null) })),
      'bad-plugin: The plugin "a" has a schema for its options that answers with null.',
    ],
    [
      'schema does not return',
      () =>
        createPlugins(
          [
            {
              folder: '',
              list: 'plugins',
              plugins: [
                plugin('a', {
                  options: schema(() => {
                    for (;;);
                  }),
                }),
              ],
            },
          ],
          { limits: { ...defaultLimits, setupTimeout: 50 }, log },
        ),
      'plugin-setup: The setup of the plugin "a" did not return within 50 ms.',
    ],
    [
      'options throw when they are read',
      () =>
        setUp(
          definePlugin<object>({ name: 'a', setup() {} })(
            Object.defineProperty({}, 'x', { get: broken, enumerable: true }),
          ),
        ),
      'plugin-setup: The setup of the plugin "a" threw Error: boo.',
    ],
    [
      'tap has an order that is none',
      () =>
        setUp(
          plugin('a', {
            setup: ({ hooks }) => hooks.onStart.tap(() => {}, { before: 3, stage: NaN } as never),
          }),
        ),
      'bad-plugin: The plugin "a" taps onStart in an order that is not',
    ],
    [
      'value has no name',
      () => setUp(plugin('a', { setup: ({ inject }) => void inject(undefined as never) })),
      'bad-plugin: The plugin "a" names a value by undefined.',
    ],
    [
      'stop is no function',
      () => setUp(plugin('a', { setup: ({ onStop }) => onStop(5 as never) })),
      'bad-plugin: The plugin "a" calls onStop() without a function.',
    ],
    [
      'endpoint has no handlers',
      () => setUp(plugin('a', { setup: ({ routes }) => routes.endpoint('/x', null as never) })),
      'bad-plugin-part: The plugin "a" adds an endpoint at "/x" whose handlers are null.',
    ],
    ...['/a/../b', '/%61', '/x?y', '//x', '/x y'].map(
      (pattern): [string, () => unknown, string] => [
        `endpoint is at ${pattern}`,
        () => setUp(plugin('a', { setup: ({ routes }) => routes.endpoint(pattern, {}) })),
        `bad-plugin-part: The plugin "a" adds a route at ${JSON.stringify(pattern)}, which has`,
      ],
    ),
    ...[
      ['load', 'but every app has `client:load`'],
      ['priority', 'but every app has `client:priority`'],
      ['9 lives', 'which is no name for `client:…`'],
      ['tide', 'which the plugin "b" adds as well'],
    ].map(([name, problem]): [string, () => unknown, string] => [
      `strategy is named ${name}`,
      () =>
        setUp(
          plugin('b', { setup: ({ strategy }) => strategy('tide', 'b/tide') }),
          plugin('a', { setup: ({ strategy }) => strategy(name!, 'a/tide') }),
        ),
      `bad-plugin-part: The plugin "a" adds the strategy "${name}", ${problem}`,
    ]),
    [
      'browser module has options that are not plain data',
      () => setUp(plugin('a', { setup: ({ client }) => client('x/y', { on() {} }) })),
      'bad-plugin-part: The plugin "a" adds the browser module "x/y" with',
    ],
  ])('%s', (_, start, failure) => {
    expect(failureOf(start)).toContain(failure);
  });
});

test('versions before a release count as the release', () => {
  const needing = plugin('a', { dependencies: { b: { version: '^2.0' } } });
  expect(namesOf(needing, plugin('b', { version: '2.1.0-rc.1' }))).toEqual(['b', 'a']);
});

test('a plugin that may be there several times is set up once for each', () => {
  const sites: string[] = [];
  const counting = definePlugin<{ site: string }>({
    name: 'a',
    multiple: true,
    setup: ({ options }) => void sites.push(options.site),
  });
  setUp(counting({ site: 'x' }), counting({ site: 'y' }));
  expect(sites).toEqual(['x', 'y']);
});

describe('the options of a plugin', () => {
  const seen: unknown[] = [];
  const checked = definePlugin({
    name: 'a',
    options: z.object({ header: z.string().default('x-visit'), size: z.coerce.number() }),
    setup: ({ options }) => void seen.push(options),
  });

  test('are the output of its schema', () => {
    seen.length = 0;
    setUp(checked({ size: '5' }));
    expect(seen).toEqual([{ header: 'x-visit', size: 5 }]);
  });

  test('are refused with the place and the reason', () => {
    const wrong = checked({ header: 5, size: 'many' } as never);
    expect(failureOf(() => setUp(wrong))).toMatch(
      /^bad-plugin-options: The plugin "a" refuses its options: header: .*string.*; size: .*number/,
    );
    expect(failureOf(() => setUp(checked(null as never)))).toBe(
      'bad-plugin-options: The plugin "a" refuses its options: they are null, and not an object.',
    );
  });

  test('are those of the app, then those that other plugins propose, the first in the list before the others', () => {
    seen.length = 0;
    const first = plugin('b', { dependencies: { a: { defaults: { header: 'b', size: 1 } } } });
    const second = plugin('c', { dependencies: { a: { defaults: { header: 'c', size: 2 } } } });
    setUp(checked({ size: 9 } as never), first, second);
    expect(seen).toEqual([{ header: 'b', size: 9 }]);
  });

  test('cannot wait for an asynchronous schema', () => {
    const slow = definePlugin({
      name: 'a',
      options: z.object({}).refine(async () => false),
      setup() {},
    });
    expect(failureOf(() => setUp(slow({})))).toBe(
      'bad-plugin: The plugin "a" has an asynchronous schema for its options.',
    );
  });
});

describe('the stop', () => {
  test('is told to plugins in the reverse order of their setup, one after the other', async () => {
    const order: string[] = [];
    const stopping = (name: string): Plugin =>
      plugin(name, {
        setup: ({ onStop }) =>
          onStop(async () => {
            order.push(`${name} stops`);
            await Promise.resolve();
            order.push(`${name} stopped`);
          }),
      });
    await setUp(stopping('a'), stopping('b')).stopPlugins();
    expect(order).toEqual(['b stops', 'b stopped', 'a stops', 'a stopped']);
  });

  test('goes on after one that fails or hangs, and onError hears of both', async () => {
    const order: unknown[] = [];
    const failing = plugin('a', {
      setup({ onStop, hooks }) {
        hooks.onError.tap(({ error, where, plugin: name }) => {
          order.push([error.message, where, name]);
        });
        onStop(() => void order.push('a'));
      },
    });
    const throwing = plugin('b', {
      setup: ({ onStop }) => onStop(() => Promise.reject(new Error('no'))),
    });
    const hanging = plugin('c', { setup: ({ onStop }) => onStop(() => new Promise(() => {})) });
    const plugins = createPlugins(
      [{ folder: '', list: 'plugins', plugins: [failing, throwing, hanging] }],
      {
        limits: { ...defaultLimits, hookTimeout: 20 },
        log,
      },
    );
    await plugins.stopPlugins();
    expect(order).toEqual([
      ['A tap of the plugin "c" on onStop was not done after 20 ms.', 'stop', 'c'],
      ['no', 'stop', 'b'],
      'a',
    ]);
  });
});
