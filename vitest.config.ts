import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { configDefaults, defineConfig } from 'vitest/config';

import { patience } from './test/patience.js';

const source = (path: string) => fileURLToPath(new URL(`packages/${path}`, import.meta.url));

export default defineConfig({
  // Tests run on the sources, so that a package and its tests share one copy of every class.
  resolve: {
    alias: [
      {
        find: /^@skerry\/kit\/jsx(-dev)?-runtime$/,
        replacement: source('kit/src/jsx/jsx-runtime.ts'),
      },
      {
        find: /^@skerry\/kit\/(template|testing|markup)$/,
        replacement: source('kit/src/$1/index.ts'),
      },
      { find: /^@skerry\/kit\/server$/, replacement: source('kit/src/server.ts') },
      {
        find: /^@skerry\/islands\/(server|client|react)$/,
        replacement: source('islands/src/$1/index.ts'),
      },
      {
        find: /^@skerry\/islands\/(directives|(?:preact|react)\/(?:server|client))$/,
        replacement: source('islands/src/$1.ts'),
      },
      {
        find: /^@skerry\/(kit|wire|islands|client|vite-plugin)$/,
        replacement: source('$1/src/index.ts'),
      },
    ],
  },
  test: {
    include: ['packages/*/src/**/*.test.{ts,tsx}', 'test/**/*.test.ts', 'docs/*.test.ts'],
    // Those that several browsers run have a run of their own: `npm run test:browsers`.
    exclude: [...configDefaults.exclude, 'test/browsers/**'],
    globalSetup: ['test/fetch-browser.ts', 'test/build-apps.ts'],
    // Development servers keep nothing among the files of whoever runs the tests.
    env: { XDG_STATE_HOME: join(tmpdir(), 'skerry-tests') },
    // They wait for browsers and servers more than they compute.
    maxWorkers: 2,
    // A wait that fails says what it waited for, if its test is still there.
    expect: { poll: { timeout: patience } },
    testTimeout: 10 * patience,
    hookTimeout: 5 * patience,
  },
});
