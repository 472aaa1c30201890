import { fileURLToPath } from 'node:url';
import type { Plugin, ViteDevServer } from 'vite';

import { virtual } from '../modules.js';
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
  // A page may send anything, whatever its script would.
  environments.client.hot.on(failureEvent, (failure: Partial<IslandFailure> | null, client) => {
    const { message, stack } = failure ?? {};
    const error = new Error(String(message));
    error.stack = String(stack ?? message);
    // Others may not have failed; this one would fail again when it is loaded again.
    client.send(errorPayload(error));
  });
}
