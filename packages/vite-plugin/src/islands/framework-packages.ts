import { relative } from 'node:path';
import type { Plugin } from 'vite';

import { FileError } from '../app-files/exports.js';
import { fileOf } from '../app-files/island-file.js';
import { isInstalled } from '../modules/installed.js';

/** The packages of the app that its Preact islands need; Fast Refresh is for development. */
const preact = ['preact', 'preact-render-to-string'];
const preactRefresh = '@prefresh/core';

/** Reports packages that an app with Preact islands lacks. */
export function checkPreact(): Plugin {
  return {
    name: 'skerry:preact',
    enforce: 'pre',
    transform: {
      filter: { id: /\.island\.[cm]?[jt]sx?(?:\?|$)/ },
      handler(_, id) {
        const { root, command } = this.environment.config;
        const needed = command === 'serve' ? [...preact, preactRefresh] : preact;
        // Vite would bundle for browsers what `resolve` finds, and load the page again.
        const missing = needed.filter((name) => !isInstalled(root, name));
        refuseIsland(relative(root, fileOf(id)), 'Preact', missing);
      },
    },
  };
}

/**
 * Refuses an island whose framework is not there as a whole.
 *
 * @param missing the packages that the app lacks
 * @throws {FileError} with the command that installs them
 */
export function refuseIsland(file: string, framework: string, missing: readonly string[]): void {
  if (missing.length === 0) return;
  const names = new Intl.ListFormat('en').format(missing);
  throw new FileError(
    `${file} is a ${framework} island, which needs ${names} installed.`,
    `Run \`npm install ${missing.join(' ')}\` and start again.`,
  );
}
