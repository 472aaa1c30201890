import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

import { builtAssets } from './build/assets.js';
import { findAppFiles } from './files.js';
import { appModule, clientModule, hotPart, serverModule, virtual } from './modules.js';

/** Provides the modules that join the files of the app. */
export function virtualModules(): Plugin {
  let root: string;
  return {
    name: 'skerry:modules',
    configResolved(config) {
      root = config.root;
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
            return appModule(files) + (this.environment.mode === 'dev' ? hotPart : '');
          case virtual.client:
            return clientModule(files);
          case virtual.server:
            return serverModule(await builtAssets(this, files));
        }
        return undefined;
      },
    },
  };
}
