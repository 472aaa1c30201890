import type { Plugin } from '../core/config.js';
import { describe } from '../core/describe.js';
import { fail } from '../core/errors.js';
import { type Log, namedLog } from '../core/log.js';
import { isThenable } from '../core/within.js';
import { inOrder, type Tap, type TapOrder } from './order.js';
import type { HookName } from './payloads.js';
import type { PluginMessaging } from './plugin-messages.js';
import { hookNames } from './table.js';
import type { PluginHooks } from './types.js';

/** The argument of a plugin's `setup`. */
export interface PluginContext<Options> extends PluginMessaging {
  hooks: PluginHooks;
  options: Options;
  /** Writes messages under the plugin's name. */
  log: Log;
}

/** A plugin, as its author writes it. */
export interface PluginDefinition<Options> {
  /** Lower case, with the name of its maker in front: `acme:visits`. */
  name: string;
  /** Plugins that it needs; they are set up, and tap, before it. */
  requires?: readonly string[];
  /** Attaches its taps; synchronous. Work that takes time belongs in a tap of `onStart`. */
  setup(context: PluginContext<Options>): void;
}

/** Makes a plugin for an app; without an argument if no option is required. */
export type PluginFactory<Options> =
  Record<never, never> extends Options
    ? (options?: Options) => Plugin
    : (options: Options) => Plugin;

const namePattern = /^[a-z][a-z0-9-]*(:[a-z][a-z0-9-]*)?$/;

/**
 * Defines a plugin. Its taps are named after it.
 *
 * @example
 * export const visits = definePlugin<{ header?: string }>({
 *   name: 'acme:visits',
 *   setup({ hooks, log }) {
 *     hooks.afterMount.tap(({ region }) => log.info(`visit of ${region.path}`));
 *   },
 * });
 */
export function definePlugin<Options extends object = Record<string, never>>(
  definition: PluginDefinition<Options>,
): PluginFactory<Options> {
  const { name, requires = [] } = definition;
  if (typeof name !== 'string' || !namePattern.test(name)) {
    throw fail('bad-plugin', {
      plugin: String(name),
      problem: 'needs a name such as "acme:visits"',
    });
  }
  return ((options = {} as Options): Plugin => ({
    name,
    requires,
    setup: (kit: Omit<PluginContext<Options>, 'options'>) => definition.setup({ ...kit, options }),
  })) as PluginFactory<Options>;
}

/** The taps of each hook, as they were attached. */
export type Taps = Readonly<Record<HookName, Tap[]>>;

/** Sets up plugins in order, those that others require first, and returns their names and taps. */
export function setUpPlugins(
  plugins: readonly Plugin[],
  log: Log,
  messagingOf: (plugin: string) => PluginMessaging,
): { names: ReadonlySet<string>; taps: Taps } {
  const taps = Object.fromEntries(hookNames.map((hook) => [hook, []])) as unknown as Taps;
  let closed = false;
  const ordered = orderPlugins(plugins);
  for (const { name, setup } of ordered) {
    const hooks = pluginHooks(name, taps, () => closed);
    const context = { hooks, log: namedLog(log, name), ...messagingOf(name) };
    // seam: the types of an app's options do not know the context of a plugin.
    const result: unknown = (setup as (kit: typeof context) => unknown)(context);
    if (isThenable(result)) {
      throw fail('bad-plugin', { plugin: name, problem: 'has an asynchronous setup' });
    }
  }
  closed = true;
  return { names: new Set(ordered.map(({ name }) => name)), taps };
}

/** The hooks as one plugin sees them. */
function pluginHooks(plugin: string, taps: Taps, isClosed: () => boolean): PluginHooks {
  const hooks = hookNames.map((hook) => {
    const tap = (fn: Tap['fn'], order: TapOrder = {}) => {
      if (isClosed()) throw fail('late-tap', { plugin, hook });
      if (typeof fn !== 'function') {
        throw fail('bad-plugin', { plugin, problem: `taps ${hook} without a function` });
      }
      taps[hook].push({ plugin, fn, order });
    };
    return [hook, { tap, isUsed: () => taps[hook].length > 0 }];
  });
  return new Proxy(Object.fromEntries(hooks) as PluginHooks, {
    get(target, hook) {
      // `await` reads the `then` of a value.
      if (typeof hook === 'string' && hook !== 'then' && !(hook in target))
        throw fail('unknown-hook', { plugin, hook, known: hookNames });
      return Reflect.get(target, hook) as unknown;
    },
  });
}

/** The plugins of an app in the order of their setup: each one valid, with a name of its own, and after those that it requires. */
function orderPlugins(plugins: readonly Plugin[]): Plugin[] {
  const byName = new Map<string, Plugin>();
  for (const [index, plugin] of plugins.entries()) {
    if (typeof plugin?.setup !== 'function' || !Array.isArray(plugin.requires)) {
      const problem = `is ${describe(plugin)}, which no function of definePlugin() returned`;
      throw fail('bad-plugin', { plugin: index, problem });
    }
    const { name } = plugin;
    if (byName.has(name)) throw fail('duplicate-plugin', { plugin: name });
    byName.set(name, plugin);
  }
  const required = (plugin: Plugin): Plugin[] =>
    plugin.requires.map((needs) => {
      const found = byName.get(needs);
      if (found === undefined) throw fail('missing-plugin', { plugin: plugin.name, needs });
      return found;
    });
  return inOrder(plugins, required, (cycle) =>
    fail('hook-cycle', { plugins: cycle.map(({ name }) => name) }),
  );
}
