import { minVersion } from 'semver';

import type { Plugin } from '../../core/config.js';
import { defaultLimits, type Limits } from '../../core/limits.js';
import type { HookName, HookPayloads } from '../../hooks/payloads.js';
import type { CallAnswer } from '../../hooks/types.js';
import { definePlugin } from '../../plugin/define.js';
import { definitionOf } from '../../plugin/options.js';
import type { PluginParts } from '../../plugin/parts.js';
import { createPlugins, type Plugins } from '../../plugin/plugins.js';
import type { PluginValues, ValueName } from '../../plugin/values.js';
import { FakeBus } from './fake-bus.js';

/** The surroundings of plugins under test. */
export interface PluginTestOptions {
  /** Values that other plugins would provide, by name. */
  provide?: Partial<PluginValues>;
  /** Names of plugins that are not there, and that others depend on: each is taken as there, in a version that fits. */
  standIns?: readonly string[];
  /** The mode of the app; `development` by default. */
  mode?: 'development' | 'production';
  /** Limits that differ from the defaults. */
  limits?: Partial<Limits>;
}

/**
 * Sets up plugins without an app, so that a test calls their taps itself.
 *
 * @throws errors of the setup, as the start of an app does
 * @example
 * const test = testPlugins([hello({ greeting: 'Ahoy' })]);
 * expect(await test.callHook('beforeEvent', { … })).toMatchObject({ reason: 'Nobody is not greeted.' });
 * expect(test.inject('skerry-plugin-hello:greeter').greet('Ann')).toBe('Ahoy, Ann!');
 */
export const testPlugins = (
  plugins: readonly Plugin[],
  options: PluginTestOptions = {},
): PluginTest => new PluginTest(plugins, options);

/** Plugins that are set up for a test. */
export class PluginTest {
  /** The messages of the plugins; a test publishes here as well. */
  readonly bus = new FakeBus();
  /** Lines of the log, with their level in front: `info [acme:x] ready`. */
  readonly logged: string[] = [];
  /** The sessions that a plugin has ended, by id. */
  readonly endedSessions: string[] = [];
  /** The payloads of `onError`. */
  readonly failures: HookPayloads['onError'][] = [];
  readonly #plugins: Plugins;
  /** The names of the plugins that the test adds. */
  readonly #own: ReadonlySet<string>;
  #inject!: (name: ValueName) => unknown;

  constructor(
    plugins: readonly Plugin[],
    { provide = {}, standIns = [], mode = 'development', limits }: PluginTestOptions,
  ) {
    const provider = definePlugin<object>({
      name: 'test:values',
      setup: (api) => {
        // seam: the values have the types of their names
        for (const [name, value] of Object.entries(provide))
          api.provide(name as never, value as never);
        this.#inject = (name) => api.inject(name);
        api.hooks.onError.tap((failure) => void this.failures.push(failure));
      },
    });
    this.#own = new Set(['test:values', ...standIns]);
    const stood = standIns.map((name) => standIn(name, plugins));
    const write = (level: string) => (message: string) =>
      void this.logged.push(`${level} ${message}`);
    this.#plugins = createPlugins(
      [{ folder: '', list: 'plugins', plugins: [provider(), ...stood, ...plugins] }],
      {
        limits: { ...defaultLimits, ...limits },
        log: { info: write('info'), warn: write('warn'), error: write('error') },
        mode,
      },
    );
    this.#plugins.connectHost({
      bus: this.bus,
      sessions: { endSession: (id) => void this.endedSessions.push(id) },
    });
  }

  /** The names of the plugins, in the order of their setup. */
  get names(): readonly string[] {
    return this.#plugins.names.filter((name) => !this.#own.has(name));
  }

  /** The routes, views and other parts that the plugins add. */
  get parts(): PluginParts {
    return this.#plugins.parts;
  }

  /** Hands a payload to the taps of a hook, as an app does; resolves with their answer. */
  async callHook<Name extends HookName>(
    hook: Name,
    payload: HookPayloads[Name],
  ): Promise<Awaited<CallAnswer<Name>>> {
    // seam: the table gives each call its payload
    const call = this.#plugins.hooks[hook].call as (
      payload: HookPayloads[Name],
    ) => CallAnswer<Name>;
    const answer = await call(payload);
    await this.#plugins.hooks.settled();
    return answer;
  }

  /** Returns a value that a plugin provides. @throws SkerryError `not-provided` */
  inject<Name extends ValueName>(name: Name): PluginValues[Name] {
    return this.#inject(name) as PluginValues[Name];
  }

  /** Stops the plugins, as an app that stops. */
  async stopPlugins(): Promise<void> {
    this.#plugins.hooks.onShutdown.call({ reason: 'test' });
    await this.#plugins.stopPlugins();
    await this.#plugins.hooks.settled();
  }
}

/** A plugin without effect, in a version that fits those that depend on it. */
function standIn(name: string, plugins: readonly Plugin[]): Plugin {
  const ranges = plugins.flatMap((plugin) => {
    const { dependencies } = definitionOf(plugin);
    return dependencies?.[name]?.version ?? [];
  });
  const version = minVersion(ranges.join(' ') || '*')?.version ?? '0.0.0';
  return definePlugin<object>({ name, version, setup() {} })();
}
