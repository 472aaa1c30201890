import { defineConfig } from 'vitest/config';

import { common } from '../common-config.js';
import { type BrowserName, browserNames } from './browsers.js';

declare module 'vitest' {
  interface ProvidedContext {
    browser: BrowserName;
  }
}

/** The tests that every browser runs: `npm run test:browsers`; in one alone with `-- --project firefox`. */
export default defineConfig({
  test: {
    globalSetup: ['test/browsers/build-playground.ts'],
    reporters: ['default', './test/browsers/count-reporter.ts'],
    maxWorkers: 2,
    projects: browserNames.map((browser) => ({
      ...common,
      test: {
        ...common.test,
        name: browser,
        include: ['test/browsers/*.test.ts'],
        globalSetup: ['test/browsers/fetch-browser.ts'],
        provide: { browser },
      },
    })),
  },
});
