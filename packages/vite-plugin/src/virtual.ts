import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

import { builtAssets } from './build/assets.js';
import { checkExports } from './exports.js';
import { fullMessage } from './file-error.js';
import { answersSomething, fileWithDuty, findAppFiles } from './files.js';
import { appModule, clientModule, hotPart, serverModule, virtual } from './modules.js';

/** Provides the modules that join the files of the app, and makes sure that the files are what they are taken for. */
export function virtualModules(): Plugin {
  let root: string;
  let isStarted = false;
  return {
    name: 'skerry:modules',
    configResolved(config) {
      root = config.root;
    },
    buildStart() {
      // The development server starts also with what is wrong, and shows it.
      if (this.environment.mode !== 'build') return;
      try {
        findAppFiles(root);
      } catch (error) {
        this.error(fullMessage(error as Error));
      }
    },
    resolveId: {
      filter: { id: /^(?:virtual:skerry\/(?:app|client|server)|@skerry\/client)$/ },
      handler(id, importer) {
        if (id !== '@skerry/client') return `\0${id}`;
        // The app need not depend on it: the plugin does.
        return importer === `\0${virtual.client}`
          ? this.resolve(id, fileURLToPath(import.meta.url))
          : undefined;
      },
    },
    load: {
      filter: { id: /^\0virtual:skerry\// },
      async handler(id) {
        const files = findAppFiles(root);
        switch (id.slice(1)) {
          case virtual.app:
            if (!isStarted && !answersSomething(files))
              this.warn('The app has no page and no endpoint. Start with src/pages/index.tsx.');
            isStarted = true;
            return appModule(files) + (this.environment.mode === 'dev' ? hotPart : '');
          case virtual.client:
            return clientModule(files);
          case virtual.server:
            return serverModule(await builtAssets(this, files));
        }
        return undefined;
      },
    },
    transform: {
      filter: { id: /\/src\/(?:app\.ts|pages\/.*\.tsx?)$/ },
      handler(code, id) {
        const file = fileWithDuty(root, id);
        if (file) checkExports(file, code);
      },
    },
  };
}
