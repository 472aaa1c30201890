import { fileURLToPath } from 'node:url';
import type { Plugin, UserConfig } from 'vite';

import { baseOption } from './app-files/base.js';

/** In a run of Vitest, hands the app to `createTestApp()` of `@skerry/kit/testing`. */
export function testRun(): Plugin {
  return {
    name: 'skerry:test-run',
    config: {
      // Before Vitest's own.
      order: 'pre',
      handler: ({ base }) => (process.env.VITEST ? optionsOf(baseOption(base, 'serve')) : null),
    },
  };
}

/**
 * Vitest reads its own options from Vite's, whose base it sets to `/`: the code of the app gets its own back. Its setup files are modules
 * of the app's graph, so they can import virtual ones.
 */
const optionsOf = (base: string): UserConfig =>
  ({
    test: {
      env: { BASE_URL: base },
      setupFiles: [fileURLToPath(new URL('modules/own-modules.js', import.meta.url))],
    },
  }) as UserConfig;
