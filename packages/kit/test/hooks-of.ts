import type { Plugin } from '../src/core/config.js';
import type { Hooks } from '../src/hooks/types.js';
import { createPlugins, type PluginsOptions } from '../src/plugin/plugins.js';

/** The hooks of an app with these plugins. */
export const hooksOf = (plugins: readonly Plugin[], options: PluginsOptions): Hooks =>
  createPlugins([{ folder: '', list: 'plugins', plugins }], options).hooks;
