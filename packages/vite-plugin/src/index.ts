import type { PluginOption } from 'vite';

import { browserEntries } from './build/entries.js';
import { buildName } from './build/build-name.js';
import { appConfig, inlineNames } from './config.js';
import { outsidePackages } from './build/outside.js';
import { preload } from './build/preload.js';
import { prerenderBuild } from './build/prerender.js';
import { type Compat, reactCompat } from './react/compat.js';
import { islandErrors } from './dev/island-errors.js';
import { outOfReach } from './dev/out-of-reach.js';
import { previewServer } from './dev/preview.js';
import { devServer } from './dev/server.js';
import { islandChunks } from './islands/chunks.js';
import { jsxPragma } from './islands/jsx-pragma.js';
import { guard } from './islands/guard.js';
import { islandWrappers, packagedIslands } from './islands/wrapper.js';
import { internalPaths } from './internal-paths.js';
import { jsx } from './jsx.js';
import { AppParts } from './plugin-parts/app-parts.js';
import { pluginBuilds } from './plugin-parts/plugin-builds.js';
import { pluginBytes } from './plugin-parts/plugin-bytes.js';
import { reactIslands } from './react/react.js';
import { fastRefresh } from './refresh/index.js';
import { testRun } from './test-run.js';
import { virtualModules } from './virtual-modules.js';

/** The options of {@link skerry}. */
export interface SkerryOptions {
  /**
   * Lets React libraries run inside Preact islands: the named ones with their dependencies, or with `true` all that
   * the app depends on. React islands keep React where packages are named, and cannot be where they are not.
   */
  compat?: Compat;
  /**
   * Puts all packages into the server's bundle that can be there; the end of the build names those that cannot, such as native
   * ones. By default the `dependencies` of the app stay outside, and `dist/package.json` lists those that the server imports.
   */
  bundlePackages?: boolean;
}

/** Everything that Vite needs to serve and build an app: `plugins: [skerry()]`. */
export function skerry({
  compat = false,
  bundlePackages = false,
}: SkerryOptions = {}): PluginOption[] {
  const appParts = new AppParts();
  return [
    appConfig(),
    virtualModules(appParts),
    pluginBuilds(appParts),
    jsx(appParts),
    jsxPragma(appParts),
    islandChunks(),
    guard(),
    islandWrappers(),
    packagedIslands(),
    reactIslands(),
    reactCompat(compat),
    outsidePackages({ compat, bundlePackages }),
    fastRefresh(compat),
    devServer(appParts),
    outOfReach(),
    previewServer(),
    islandErrors(),
    internalPaths(),
    inlineNames(),
    preload(),
    browserEntries(appParts),
    pluginBytes(appParts),
    buildName(),
    prerenderBuild(),
    testRun(),
  ];
}
