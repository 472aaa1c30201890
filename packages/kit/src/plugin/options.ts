import { checkValue, issueText } from '../core/check-value.js';
import type { Plugin } from '../core/config.js';
import { describe } from '../core/describe.js';
import { fail } from '../core/errors.js';
import { forget, isThenable } from '../core/within.js';
import type { PluginDefinition } from './define.js';

/** A plugin's definition, with options of any type. */
// seam: a list holds plugins whose options differ
export type AnyDefinition = PluginDefinition<any>;

/** The definition that a plugin was made from. */
export const definitionOf = ({ definition }: Plugin): AnyDefinition => definition as AnyDefinition;

/**
 * The options of a plugin: its own, then those that the plugins that depend on it propose, and then checked by its schema.
 *
 * @throws SkerryError `bad-plugin-options`
 */
export function optionsOf(plugin: Plugin, all: readonly Plugin[]): unknown {
  const { name, options } = plugin;
  if (typeof options !== 'object' || options === null)
    throw fail('bad-plugin-options', {
      plugin: name,
      problems: [`they are ${describe(options)}, and not an object`],
    });
  const defaults = all.flatMap((other) => definitionOf(other).dependencies?.[name]?.defaults ?? []);
  const merged = Object.assign({}, ...defaults.toReversed(), options);
  const schema = definitionOf(plugin).options;
  if (!schema) return merged;
  const result = checkValue(schema, merged);
  if (isThenable(result)) {
    forget(result);
    throw fail('bad-plugin', {
      plugin: name,
      problem: 'has an asynchronous schema for its options',
    });
  }
  if (typeof result !== 'object' || result === null)
    throw fail('bad-plugin', {
      plugin: name,
      problem: `has a schema for its options that answers with ${describe(result)}`,
    });
  if (result.issues)
    throw fail('bad-plugin-options', { plugin: name, problems: result.issues.map(issueText) });
  return result.value;
}
