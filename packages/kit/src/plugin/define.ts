import type { StandardSchemaV1 } from '@standard-schema/spec';

import type { Plugin } from '../core/config.js';
import { fail } from '../core/errors.js';
import type { PluginApi } from './api.js';
import { checkDefinition } from './check-definition.js';

/** A plugin that another one needs. */
export interface PluginDependency {
  /** Versions that will do, as npm writes ranges: `^1.2`. All by default. */
  version?: string;
  /** True if the plugin also works without it; it is set up first where it is listed. */
  optional?: boolean;
  /** Options that the other plugin has where the app sets no others. */
  defaults?: object;
}

/** A plugin, as its author writes it. */
export interface PluginDefinition<Options> {
  /** Lower case, with the name of its maker in front: `acme:visits`. */
  name: string;
  /** Its version, by semantic versioning; plugins that depend on it may ask for a range. */
  version?: string;
  /** Versions of `@skerry/kit` that it works with: `^0.1`. All by default. */
  skerry?: string;
  /** Plugins that it needs, by name; they are set up, and tap, before it. */
  dependencies?: Readonly<Record<string, PluginDependency>>;
  /** Plugins that are set up, and tap, after it, where they are listed. */
  before?: string | readonly string[];
  /** Plugins that are set up, and tap, before it, where they are listed. */
  after?: string | readonly string[];
  /** Plugins that cannot be in the same app. */
  conflicts?: string | readonly string[];
  /** True if an app may list it several times, with other options each. */
  multiple?: boolean;
  /** Checks the options; `api.options` is its output. Any synchronous Standard Schema: https://standardschema.dev */
  options?: StandardSchemaV1<unknown, Options>;
  /** Attaches its taps and its parts; synchronous. Work that takes time belongs in a tap of `onStart`. */
  setup(api: PluginApi<Options>): void;
}

/** Makes a plugin for an app; without an argument if no option is required. */
export type PluginFactory<Options> =
  Record<never, never> extends Options
    ? (options?: Options) => Plugin
    : (options: Options) => Plugin;

const namePattern = /^[a-z][a-z0-9-]*(:[a-z][a-z0-9-]*)?$/;

/** The type of a schema beside a type argument, which would be the type of the schema's output as well. */
type NoSchema = 'a schema types the options: leave out the type argument of definePlugin';

/**
 * Defines a plugin. Its taps are named after it. A schema in `options` types what apps give and what `setup` receives; without one the
 * type argument is both.
 *
 * @throws SkerryError `bad-plugin`
 * @example
 * export const visits = definePlugin<{ header?: string }>({
 *   name: 'acme:visits',
 *   setup({ hooks, log }) {
 *     hooks.afterMount.tap(({ region }) => log.info(`visit of ${region.path}`));
 *   },
 * });
 */
export function definePlugin<Schema extends StandardSchemaV1>(
  definition: Omit<PluginDefinition<StandardSchemaV1.InferOutput<Schema>>, 'options'> & {
    options: Schema;
  },
): PluginFactory<StandardSchemaV1.InferInput<Schema>>;
export function definePlugin<Options extends object = Record<string, never>>(
  definition: Omit<PluginDefinition<Options>, 'options'> & {
    options?: StandardSchemaV1<unknown, Options> & NoSchema;
  },
): PluginFactory<Options>;
export function definePlugin(definition: PluginDefinition<unknown>): PluginFactory<object> {
  checkDefinition(definition);
  const { name, version } = definition;
  if (typeof name !== 'string' || !namePattern.test(name))
    throw fail('bad-plugin', {
      plugin: String(name),
      problem: 'needs a name such as "acme:visits"',
    });
  if (definition.setup === undefined)
    throw fail('bad-plugin', { plugin: name, problem: 'has no function `setup`' });
  return (options: object = {}): Plugin => ({ name, version, definition, options });
}
