import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

import { frameworkOfCopy } from '../app-files/island-file.js';
import { isInstalled } from '../modules/installed.js';
import type { Compat } from '../react/compat.js';
import { reactIslandFile } from '../react/react.js';
import { keepState, keptModule } from './keep-state.js';
import { refreshModule, wrap } from './wrap.js';

/** The modules that run in the browser, by the names under which they are imported. */
const runtimes: Record<string, string> = {
  [refreshModule]: './browser/runtime.js',
  [keptModule]: './browser/kept.js',
};

const ownCode = { include: /\.[cm]?[jt]sx?(?:\?|$)/, exclude: /\/node_modules\/|^\0/ };

/**
 * Fast Refresh for Preact in development: an edit of a component replaces it in open pages, with its state, its signals
 * included.
 *
 * @param compat the imports of React that lead to Preact
 */
export function fastRefresh(compat: Compat = []): Plugin[] {
  const isForBrowsers: Plugin['applyToEnvironment'] = ({ config }) => config.consumer === 'client';
  let isOn = true;
  return [
    {
      name: 'skerry:keep-state',
      apply: 'serve',
      enforce: 'pre',
      applyToEnvironment: isForBrowsers,
      transform: {
        filter: {
          id: ownCode,
          code: /\b(?:signal|createContext|effect)\b|\bexport\s+default\b/,
        },
        handler: (code, id) => (isOn ? keepState(code, id.replace(/\?.*$/s, '')) : null),
      },
    },
    {
      name: 'skerry:refresh',
      apply: 'serve',
      applyToEnvironment: isForBrowsers,
      config: {
        // Other plugins may turn off updates here.
        order: 'post',
        handler({ root = '', server }) {
          isOn = server?.hmr !== false;
          return {
            environments: { client: { optimizeDeps: { include: dependencies(resolve(root)) } } },
            oxc: {
              jsx: { refresh: isOn },
              // Lists, to which others may add.
              jsxRefreshInclude: [/\.[jt]sx(?:\?on=\w+)?$/],
              jsxRefreshExclude: [/\/node_modules\//],
            },
          };
        },
      },
      resolveId: {
        filter: { id: /^virtual:skerry\/(?:refresh|kept)$/ },
        handler(id) {
          return this.resolve(runtimes[id] as string, fileURLToPath(import.meta.url));
        },
      },
      transform: {
        filter: {
          id: { ...ownCode, exclude: [ownCode.exclude, reactIslandFile] },
          code: /\$Refresh(?:Reg|Sig)\$\(/,
        },
        handler: (code, id) =>
          wrap(
            code,
            id,
            compat === true || /\.island\./.test(id) || frameworkOfCopy(id) === 'preact',
          ),
      },
    },
  ];
}

/** Packages that Vite bundles at once for an app with Preact. Found after the first page, they would make that page load again. */
const dependencies = (root: string): string[] =>
  isInstalled(root, 'preact')
    ? ['@prefresh/core', '@prefresh/utils'].map((name) => `@skerry/vite-plugin > ${name}`)
    : [];
