import { defaultLimits } from '../core/limits.js';
import type { PluginParts } from '../plugin/parts.js';
import { createPlugins } from '../plugin/plugins.js';
import { type AppModules, pluginFolders } from './site.js';

/**
 * Reads the parts that the plugins of an app add to it: sets the plugins up without an app. Nothing of it starts, and their taps
 * are not called.
 *
 * @param modules the default export of `src/app.ts`, and at least the `_plugins.ts` of its routes
 * @throws errors of {@link createPlugins}
 */
export function readPluginParts(
  { config, routes }: AppModules,
  mode: 'development' | 'production',
): PluginParts {
  const silent = { info() {}, warn() {}, error() {} };
  const folders = pluginFolders(config?.plugins ?? [], routes);
  return createPlugins(folders, { limits: defaultLimits, log: silent, mode, isBuild: true }).parts;
}
