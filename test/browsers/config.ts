import { fileURLToPath } from 'node:url';

import { defineConfig } from 'vitest/config';

import { common } from '../common-config.js';
import { type BrowserName, browserNames } from './browsers.js';

declare module 'vitest' {
  interface ProvidedContext {
    browser: BrowserName;
  }
}

/** Tests that are written for Playwright open this browser instead. */
const openBrowser = {
  find: /^(?:\.\.\/)+test\/browser\.js$/,
  replacement: fileURLToPath(new URL('stand-in-page.ts', import.meta.url)),
};

/** The tests that every browser runs: `npm run test:browsers`; in one alone with `-- --project firefox`. */
export default defineConfig({
  test: {
    globalSetup: ['test/browsers/build-playground.ts'],
    reporters: ['default', './test/browsers/count-reporter.ts'],
    maxWorkers: 2,
    projects: browserNames.map((browser) => ({
      resolve: { alias: [...common.resolve.alias, openBrowser] },
      test: {
        ...common.test,
        name: browser,
        include: [
          'test/browsers/*.test.ts',
          'packages/client/src/bindings/{bindings,keys,preserve,options,delays,confirm}.test.ts',
        ],
        globalSetup: ['test/browsers/fetch-browser.ts'],
        setupFiles: ['test/browsers/skip-missing.ts'],
        provide: { browser },
      },
    })),
  },
});
