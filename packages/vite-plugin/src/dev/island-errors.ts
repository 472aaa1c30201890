import { fileURLToPath } from 'node:url';
import type { Plugin, ViteDevServer } from 'vite';
import { islandErrorEvent } from '@skerry/wire';

import { virtual } from '../modules/modules.js';
import { errorPayload } from './overlay.js';

/** The report of `browser/island-errors.ts` about an island that failed in a browser. */
export interface IslandFailure {
  message: string;
  stack: string | undefined;
}

const browserModule = 'virtual:skerry/island-errors';

/** Shows failures of islands in the page's overlay. kit receives them as well, and logs them in the terminal. */
export function islandErrors(): Plugin {
  return {
    name: 'skerry:island-errors',
    apply: 'serve',
    applyToEnvironment: ({ config }) => config.consumer === 'client',
    configureServer: showFailures,
    resolveId: {
      filter: { id: /^virtual:skerry\/island-errors$/ },
      handler() {
        return this.resolve('./browser/island-errors.js', fileURLToPath(import.meta.url));
      },
    },
    transform: {
      filter: { id: new RegExp(`^\\0${virtual.islands}$`) },
      handler: (code) => ({ code: `import '${browserModule}'; ${code}`, map: null }),
    },
  };
}

function showFailures({ environments }: ViteDevServer): void {
  environments.client.hot.on(islandErrorEvent, (said: unknown, client) => {
    // Anybody who reaches the port can send anything.
    if (!isFailure(said)) return;
    const error = new Error(said.message);
    error.stack = said.stack ?? said.message;
    // Other pages may not have failed, and this one would fail again after a reload.
    client.send(errorPayload(error));
  });
}

function isFailure(said: unknown): said is IslandFailure {
  const { message, stack } = Object(said) as Record<keyof IslandFailure, unknown>;
  return typeof message === 'string' && (stack === undefined || typeof stack === 'string');
}
