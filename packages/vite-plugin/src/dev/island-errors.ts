import { fileURLToPath } from 'node:url';
import type { Plugin, ViteDevServer } from 'vite';

import { virtual } from '../modules/modules.js';
import { errorPayload } from './overlay.js';

/** What `browser/island-errors.ts` says of an island that has failed in a browser. */
export interface IslandFailure {
  message: string;
  stack: string | undefined;
}

const failureEvent = 'skerry:island-error';

const browserModule = 'virtual:skerry/island-errors';

/** Shows what fails in the islands of a page in its overlay. kit hears of it as well, and says so in the terminal. */
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
  environments.client.hot.on(failureEvent, (said: unknown, client) => {
    // Whoever reaches the port may send anything.
    if (!isFailure(said)) return;
    const error = new Error(said.message);
    error.stack = said.stack ?? said.message;
    // Others may not have failed; this one would fail again when it is loaded again.
    client.send(errorPayload(error));
  });
}

function isFailure(said: unknown): said is IslandFailure {
  const { message, stack } = Object(said) as Record<keyof IslandFailure, unknown>;
  return typeof message === 'string' && (stack === undefined || typeof stack === 'string');
}
