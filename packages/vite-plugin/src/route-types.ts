import type { Plugin } from 'vite';

import { pageBase } from './app-files/base.js';
import { findAppFiles, isAppFile } from './app-files/app-files.js';
import type { AppParts } from './plugin-parts/app-parts.js';
import { routeTypes } from './routes/types-text.js';
import { hasRouteTypes, usesTypeScript, writeRouteTypes } from './routes/write-types.js';

/** The part of the Vite plugin that commands call. */
export interface RouteTypesApi {
  /** Writes the types of the routes. @throws errors of the files under `src/pages` */
  write(): Promise<void>;
}

export const routeTypesName = 'skerry:route-types';

/** Writes the types of the app's routes for TypeScript, as the app is served or built, and whenever its files change. */
export function routeTypesPlugin(appParts: AppParts, typedLinks: boolean): Plugin<RouteTypesApi> {
  let root: string;
  let base: string;
  let isTestRun: boolean;
  const write = async (): Promise<void> => {
    const files = [...findAppFiles(root, appParts.pageExtensions).routes.keys()];
    const parts = await appParts.readParts();
    const { isBroken } = appParts;
    // A plugin may refuse to run in production; its routes are known from development.
    if (isBroken && hasRouteTypes(root)) return;
    // Nobody knows the routes of broken plugins.
    const checksPaths = typedLinks && !isBroken;
    const hasBase = pageBase(base) !== '/';
    writeRouteTypes(root, routeTypes({ files, parts, checksPaths, hasBase }));
  };
  /** Wrong files have an error of their own, and the types stay as they are. */
  const writeIfRight = (): Promise<void> | undefined =>
    usesTypeScript(root) && !isTestRun ? write().catch(() => undefined) : undefined;
  return {
    name: routeTypesName,
    api: { write },
    configResolved(config) {
      ({ root, base } = config);
      // Vitest sets the base to `/`: the types of an app below a path would be wrong after its tests.
      isTestRun = config.plugins.some(({ name }) => name === 'vitest');
    },
    async buildStart() {
      if (this.environment.name === 'client') await writeIfRight();
    },
    async hotUpdate({ type, file }) {
      if (this.environment.name !== 'client') return;
      const isOther = type !== 'update' && isAppFile(root, file, appParts.pageExtensions);
      if (isOther || appParts.dependsOn(file)) await writeIfRight();
    },
  };
}
