import type { Plugin } from 'vite';

import { fileWithDuty } from './app-files/app-files.js';
import { checkRoute } from './routes/check-route.js';

/** Checks the files under `src/pages` as their authors have written them, so that errors have their places. */
export function routeChecks(): Plugin {
  let root: string;
  return {
    name: 'skerry:route-checks',
    enforce: 'pre',
    applyToEnvironment: ({ config }) => config.consumer === 'server',
    configResolved(config) {
      root = config.root;
    },
    transform: {
      filter: { id: /\.[jt]sx?$/ },
      handler(code, id) {
        const file = fileWithDuty(root, id);
        if (file?.startsWith('pages/')) checkRoute(file.slice('pages/'.length), code, id);
      },
    },
  };
}
