import { fileURLToPath } from 'node:url';
import type { Plugin, UserConfig } from 'vite';

/** In a run of Vitest, hands the modules of the app to `createTestApp()` of `@skerry/kit/testing`. */
export function testRun(): Plugin {
  return {
    name: 'skerry:test-run',
    config: () => (process.env.VITEST ? withModules : null),
  };
}

/** Vitest reads its own options from Vite's. Its setup files are modules of the app's graph, so they can import virtual ones. */
const withModules = {
  test: { setupFiles: [fileURLToPath(new URL('modules/own-modules.js', import.meta.url))] },
} as UserConfig;
