import type { PluginOption } from 'vite';

import { browserEntries } from './build/entries.js';
import { buildName } from './build/build-name.js';
import { appConfig, inlineNames } from './config.js';
import { preload } from './build/preload.js';
import { prerenderBuild } from './build/prerender.js';
import { type Compat, reactCompat } from './react/compat.js';
import { islandErrors } from './dev/island-errors.js';
import { outOfReach } from './dev/out-of-reach.js';
import { noPreview } from './dev/preview.js';
import { devServer } from './dev/server.js';
import { checkPreact } from './islands/framework-packages.js';
import { islandChunks } from './islands/chunks.js';
import { jsxPragma } from './islands/jsx-pragma.js';
import { guard } from './islands/guard.js';
import { islandWrappers, packagedIslands } from './islands/wrapper.js';
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
}

/** Everything that Vite needs to serve and build an app: `plugins: [skerry()]`. */
export function skerry({ compat = false }: SkerryOptions = {}): PluginOption[] {
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
    checkPreact(),
    reactIslands(),
    reactCompat(compat),
    fastRefresh(compat),
    devServer(appParts),
    outOfReach(),
    noPreview(),
    islandErrors(),
    inlineNames(),
    preload(),
    browserEntries(appParts),
    pluginBytes(appParts),
    buildName(),
    prerenderBuild(),
    testRun(),
  ];
}
