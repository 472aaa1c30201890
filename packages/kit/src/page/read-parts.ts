import { defaultLimits } from '../core/limits.js';
import type { PluginParts } from '../plugin/parts.js';
import { createPlugins } from '../plugin/plugins.js';
import { type AppModules, pluginFolders } from './site.js';

/**
 * Reads the parts that the plugins of an app add to it: sets the plugins up without an app. Nothing of it starts, and their taps
 * are not called. A plugin whose setup fails adds nothing, since it may lack what it has at run time alone.
 *
 * @param modules the default export of `src/app.ts`, and at least the `_plugins.ts` of its routes
 * @param surroundings what plugins are told of the app
 * @param failed receives the failure of a setup
 * @throws errors of the order of plugins
 */
export function readPluginParts(
  { config, routes }: AppModules,
  surroundings: { readonly mode: 'development' | 'production'; readonly base: string },
  failed: (error: Error) => void,
): PluginParts {
  const silent = { info() {}, warn() {}, error() {} };
  const folders = pluginFolders(config?.plugins ?? [], routes);
  const options = { ...surroundings, limits: defaultLimits, log: silent, isBuild: true };
  return createPlugins(folders, { ...options, setupFailed: failed }).parts;
}
