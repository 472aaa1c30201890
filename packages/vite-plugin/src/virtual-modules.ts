import { fileURLToPath } from 'node:url';
import type { Plugin, ViteDevServer } from 'vite';

import { pageBase } from './app-files/base.js';
import { builtAssets } from './build/assets.js';
import { checkExports } from './app-files/exports.js';
import { fullMessage } from './dev/overlay.js';
import {
  answersSomething,
  fileWithDuty,
  findAppFiles,
  prerendersSomething,
} from './app-files/app-files.js';
import { resolveIn } from './modules/resolve-import.js';
import type { AppParts } from './plugin-parts/app-parts.js';
import { hasSignals } from './islands/dependencies.js';
import { findIsland } from './islands/development.js';
import { developmentIslandsModule, islandModule, nameInUrl } from './islands/registry.js';
import { developmentAppModule } from './modules/development-app.js';
import {
  appModule,
  builtAppModule,
  clientModule,
  everyPageModule,
  holesModule,
  lateModule,
  lateStylesModule,
  pathsModule,
  prerenderModule,
  serverModule,
  virtual,
} from './modules/modules.js';

const unloadedClient =
  'src/client.ts is loaded with live views, and no page shows one. For a script on every page, put a file into public, and <script src="/name.js" defer></script> into a layout.';

const serverModules: readonly string[] = [
  virtual.app,
  virtual.modules,
  virtual.server,
  virtual.builtApp,
  virtual.prerender,
];

/** Provides the modules that join the files of the app, and checks that each file exports what it is there for. */
export function virtualModules(appParts: AppParts): Plugin {
  let root: string;
  let server: ViteDevServer | undefined;
  let isStarted = false;
  return {
    name: 'skerry:modules',
    configResolved(config) {
      root = config.root;
      appParts.root = root;
      appParts.base = pageBase(config.base);
      appParts.mode = config.command === 'serve' ? 'development' : 'production';
      appParts.warn = (message) => config.logger.warn(message);
    },
    configureServer(started) {
      server = started;
    },
    buildStart() {
      // The development server starts even with faulty files, and shows the fault.
      if (this.environment.mode !== 'build') return;
      try {
        findAppFiles(root, appParts.pageExtensions);
      } catch (error) {
        this.error(fullMessage(error as Error));
      }
    },
    resolveId: {
      order: 'pre',
      filter: {
        id: /^(?:virtual:skerry\/(?:app|modules|client|late|late-styles|holes|every-page|server|built-app|prerender|islands|island\/.+)|@skerry\/(?:kit\/paths|client(?:\/(?:edited-page|late|late-styles|holes|hooks|send))?|islands(?:\/.+)?))$/,
      },
      handler(id, importer) {
        if (id.startsWith('virtual:')) return `\0${id}`;
        if (id === '@skerry/kit/paths') return `\0${virtual.paths}`;
        // The plugin depends on them, so the app need not. If it does, both share one copy.
        return id !== '@skerry/client' || importer === `\0${virtual.client}`
          ? this.resolve(id, fileURLToPath(import.meta.url), { skipSelf: true })
          : undefined;
      },
    },
    load: {
      filter: { id: /^\0virtual:skerry\// },
      async handler(id) {
        if (id.slice(1) === virtual.paths) return pathsModule(this.environment.config.base);
        // A browser may request any of them from the development server.
        const isOfServer = serverModules.includes(id.slice(1));
        if (isOfServer && this.environment.config.consumer !== 'server') return undefined;
        // The development server shows what is wrong beside the rest of the app.
        const isTolerant = this.environment.mode === 'dev' && id.slice(1) !== virtual.modules;
        const files = await appParts.wholeApp(resolveIn(this), isTolerant);
        switch (id.slice(1)) {
          case virtual.app:
            if (!isStarted && !answersSomething(files))
              this.warn('The app has no page and no endpoint. Begin with src/pages/index.tsx.');
            isStarted = true;
            return this.environment.mode === 'dev' ? developmentAppModule(files) : appModule(files);
          case virtual.modules:
            return appModule(files);
          case virtual.client:
            return clientModule(files);
          case virtual.late:
            return lateModule;
          case virtual.lateStyles:
            return lateStylesModule;
          case virtual.holes:
            return holesModule;
          case virtual.everyPage:
            return everyPageModule(files);
          case virtual.islands:
            return this.environment.mode === 'dev'
              ? developmentIslandsModule(files, this.environment.config.base, hasSignals(root))
              : undefined;
          case virtual.server:
            return serverModule(this.environment.config.mode);
          case virtual.builtApp: {
            const assets = await builtAssets(this, files, appParts);
            if (files.client && answersSomething(files) && assets.withRegions.length === 0)
              this.warn(unloadedClient);
            return builtAppModule({
              assets,
              base: pageBase(this.environment.config.base),
              prerenders: prerendersSomething(files),
            });
          }
          case virtual.prerender:
            return prerenderModule({
              assets: await builtAssets(this, files, appParts),
              base: pageBase(this.environment.config.base),
            });
        }
        const name = nameInUrl(id.slice(`\0${virtual.island}`.length));
        const island = server && findIsland(name, server);
        return island && islandModule(island);
      },
    },
    transform: {
      filter: {
        id: /\/src\/(?:app\.ts|(?:islands\.)?server\.tsx?|pages\/.*\.[jt]sx?|strategies\/[^/]*\.ts|.*\.(?:island|react)\.[cm]?[jt]sx?)$/,
      },
      handler(code, id) {
        const file = fileWithDuty(root, id);
        const isOfServer = /^(?:app\.ts$|(?:islands\.)?server\.tsx?$|pages\/)/.test(file ?? '');
        // Server files that browser code imports are refused by `guard`.
        if (isOfServer && this.environment.config.consumer === 'client') return;
        if (file) checkExports(file, code);
      },
    },
  };
}
