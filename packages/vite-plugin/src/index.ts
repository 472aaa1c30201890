import type { PluginOption } from 'vite';

import { otherPages } from './app-files/other-pages.js';
import { checkPageExtensions, type PageExtensions } from './app-files/page-extensions.js';
import { browserEntries } from './build/entries.js';
import { buildName } from './build/build-name.js';
import { appConfig, inlineNames } from './config.js';
import { outsidePackages } from './build/outside.js';
import { preload } from './build/preload.js';
import { prerenderBuild } from './build/prerender.js';
import { type Compat, reactCompat } from './react/compat.js';
import { commonJs } from './dev/common-js.js';
import { cssModules } from './dev/css-modules.js';
import { sheetsOnce } from './dev/sheets-once.js';
import { islandErrors } from './dev/island-errors.js';
import { ImportedNames, importedNames } from './dev/imported-names.js';
import { outOfReach } from './dev/out-of-reach.js';
import { previewServer } from './dev/preview.js';
import { developmentModule } from './dev/run-failures.js';
import { devServer } from './dev/server.js';
import { checkPreact } from './islands/framework-packages.js';
import { islandCopies } from './islands/copies.js';
import { islandChunks } from './islands/chunks.js';
import { jsxPragma } from './islands/jsx-pragma.js';
import { BrowserModules } from './islands/browser-modules.js';
import { guard } from './islands/guard.js';
import { urlReferences, workers } from './islands/workers.js';
import { islandWrappers, packagedIslands } from './islands/wrapper.js';
import { internalPaths } from './internal-paths.js';
import { jsx } from './jsx.js';
import { AppParts } from './plugin-parts/app-parts.js';
import { pluginBuilds } from './plugin-parts/plugin-builds.js';
import { pluginBytes } from './plugin-parts/plugin-bytes.js';
import { reactIslands } from './react/react.js';
import { fastRefresh } from './refresh/index.js';
import { testRun } from './test-run.js';
import { routeChecks } from './route-checks.js';
import { routeTypesPlugin } from './route-types.js';
import { virtualModules } from './virtual-modules.js';

/** The options of {@link skerry}. */
export interface SkerryOptions {
  /**
   * Lets React libraries run inside Preact islands: the named ones with their dependencies, or with `true` all that
   * the app depends on; then there can be no React islands. What the app itself imports of React in Preact islands is Preact's without it.
   */
  compat?: Compat | false;
  /**
   * Whether the types in `.skerry/routes.ts` check the paths of links and redirects. `true` by default; with `false` every text is a path.
   */
  typedLinks?: boolean;
  /**
   * Puts all packages into the server's bundle that can be there; the end of the build names those that cannot, such as native
   * ones. By default the `dependencies` of the app stay outside, and `dist/package.json` lists those that the server imports.
   */
  bundlePackages?: boolean;
  /**
   * Endings of files under `src/pages` that are pages, such as `['.md', '.mdx']`. A Vite plugin of the app makes modules of them, whose
   * default export is the page.
   */
  pageExtensions?: PageExtensions;
}

/** Everything that Vite needs to serve and build an app: `plugins: [skerry()]`. */
export function skerry({
  compat: given,
  typedLinks = true,
  bundlePackages = false,
  pageExtensions = [],
}: SkerryOptions = {}): PluginOption[] {
  checkPageExtensions(pageExtensions);
  const compat = given || [];
  const appParts = new AppParts(pageExtensions);
  const browserModules = new BrowserModules(() => appParts.root);
  const names = new ImportedNames(appParts);
  const copies = () => islandCopies(appParts, compat === true);
  return [
    // Before what changes the code of authors.
    importedNames(names),
    appConfig(appParts),
    virtualModules(appParts),
    otherPages(appParts),
    pluginBuilds(appParts),
    routeChecks(),
    jsx(appParts),
    copies(),
    jsxPragma(appParts),
    islandChunks(),
    guard(browserModules),
    urlReferences(browserModules),
    islandWrappers(appParts),
    packagedIslands(),
    checkPreact(),
    reactIslands(),
    reactCompat(compat, appParts.jsxOwners),
    workers(() => [
      copies(),
      jsxPragma(appParts),
      guard(browserModules),
      urlReferences(browserModules),
      reactCompat(compat, appParts.jsxOwners),
    ]),
    outsidePackages({ compat, bundlePackages }),
    fastRefresh(compat),
    devServer(appParts, names),
    routeTypesPlugin(appParts, typedLinks),
    outOfReach(),
    previewServer(),
    islandErrors(),
    developmentModule(),
    commonJs(),
    cssModules(),
    sheetsOnce(),
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
