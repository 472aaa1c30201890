import type { Plugin, PluginOption } from 'vite';
import type { BuildEnvironment, BuildParts } from '@skerry/kit';

import { type AppParts, buildEnvironment } from './app-parts.js';

/** Adds what plugins do in the build: their own Vite plugins and virtual modules, made anew for each environment. */
export function pluginBuilds(appParts: AppParts): Plugin {
  return {
    name: 'skerry:plugin-builds',
    async applyToEnvironment(environment) {
      // The environments are made before the configuration is handed to plugins.
      appParts.root = environment.config.root;
      const { builds } = await appParts.readParts();
      const named = buildEnvironment(environment);
      return builds.flatMap(({ plugin, build }): PluginOption[] => {
        // seam: a plugin of Skerry need not know the types of Vite
        const own = (build.plugins?.(named) ?? []) as readonly Plugin[];
        return [...own, ...(build.modules ? [moduleProvider(plugin, build.modules, named)] : [])];
      });
    },
  };
}

/** Provides the virtual modules of one plugin. */
function moduleProvider(
  plugin: string,
  modules: NonNullable<BuildParts['modules']>,
  environment: BuildEnvironment,
): Plugin {
  return {
    name: `skerry:modules of ${plugin}`,
    resolveId: (id) => (Object.hasOwn(modules, id) ? `\0${id}` : undefined),
    load: (id) => (id.startsWith('\0') ? modules[id.slice(1)]?.(environment) : undefined),
  };
}
