import { configDefaults, defineConfig } from 'vitest/config';

import base from '../../vitest.config.js';
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
      ...base,
      test: {
        ...base.test,
        name: browser,
        include: ['test/browsers/*.test.ts'],
        exclude: configDefaults.exclude,
        globalSetup: ['test/browsers/fetch-browser.ts'],
        provide: { browser },
      },
    })),
  },
});
