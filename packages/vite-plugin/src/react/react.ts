import { existsSync, readdirSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import type { Plugin, PluginOption } from 'vite';

import { refuseIsland } from '../islands/framework-packages.js';

const reactPlugin = '@vitejs/plugin-react';
/** The files of React islands, which React's plugin handles. */
export const reactIslandFile = /\.react\.[jt]sx$/;
/** The modules that bring React to the page: the islands, and the adapter that renders them. Those of installed packages have a version. */
const reactEntry = /(?:\.react\.[jt]sx|\/islands\/(?:dist|src)\/react\/client\.[jt]s)(?:\?v=\w+)?$/;

/**
 * Enables React islands through `@vitejs/plugin-react`, if the app has installed it.
 *
 * @param load loads that plugin
 */
export async function reactIslands(load = () => import('@vitejs/plugin-react')): Promise<Plugin[]> {
  const react = await load().catch((error: Error & { code?: string }) => {
    if (error.code === 'ERR_MODULE_NOT_FOUND' && error.message.includes(reactPlugin)) return;
    throw error;
  });
  if (!react) return [checkReact(false)];
  const plugins = await flatten(react.default({ include: reactIslandFile }));
  return [checkReact(true), preamble(), ...plugins.map(whereUsed)];
}

async function flatten(option: PluginOption): Promise<Plugin[]> {
  const options = [await option].flat();
  const nested = options.map((item) => (isPlugin(item) ? [item] : item ? flatten(item) : []));
  return (await Promise.all(nested)).flat();
}

const isPlugin = (option: unknown): option is Plugin =>
  typeof option === 'object' && option !== null && 'name' in option;

/** Limits a plugin to apps with React islands: React's plugin fills Vite's cache with React. */
const whereUsed = (plugin: Plugin): Plugin => {
  const { apply } = plugin;
  return {
    ...plugin,
    apply(config, env) {
      if (!hasReactIslands(resolve(config.root ?? ''))) return false;
      return typeof apply === 'function'
        ? apply.call(this, config, env)
        : !apply || apply === env.command;
    },
  };
};

const hasReactIslands = (root: string): boolean =>
  existsSync(`${root}/src`) &&
  readdirSync(`${root}/src`, { recursive: true }).some((file) =>
    reactIslandFile.test(String(file)),
  );

/** Reports packages that an app with React islands lacks. */
function checkReact(hasPlugin: boolean): Plugin {
  let isReady: boolean;
  return {
    name: 'skerry:react',
    enforce: 'pre',
    configResolved({ root }) {
      isReady = hasReactIslands(root);
    },
    configureServer(server) {
      // The plugins of React were left out.
      server.watcher.on('add', (file) => {
        if (!isReady && hasPlugin && reactIslandFile.test(file)) void server.restart();
      });
    },
    transform: {
      filter: { id: { include: reactIslandFile, exclude: /\/node_modules\// } },
      async handler(_, id) {
        const missing = hasPlugin ? [] : [reactPlugin];
        for (const name of ['react', 'react-dom'])
          if (!(await this.resolve(name, id))) missing.push(name);
        refuseIsland(relative(this.environment.config.root, id), 'React', missing);
      },
    },
  };
}

/** Prepares the page for React's Fast Refresh before React is loaded, without a script in the page. */
function preamble(): Plugin {
  return {
    name: 'skerry:react-preamble',
    apply: 'serve',
    applyToEnvironment: ({ config }) => config.consumer === 'client',
    transform: {
      filter: { id: { include: reactEntry } },
      handler: (code) => ({ code: `import '${reactPlugin}/preamble'; ${code}`, map: null }),
    },
  };
}
