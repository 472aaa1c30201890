import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { ViteUserConfig } from 'vitest/config';

import { patience } from './patience.js';

const source = (path: string) => fileURLToPath(new URL(`../packages/${path}`, import.meta.url));

/** The configuration that all test projects share. */
export const common = {
  // Tests run on the sources, so that a package and its tests share one copy of every class.
  resolve: {
    alias: [
      {
        find: /^@skerry\/kit\/jsx(-dev)?-runtime$/,
        replacement: source('kit/src/jsx/jsx-runtime.ts'),
      },
      {
        find: /^@skerry\/kit\/(content|template|testing|markup)$/,
        replacement: source('kit/src/$1/index.ts'),
      },
      { find: /^@skerry\/kit\/(server|start|paths)$/, replacement: source('kit/src/$1.ts') },
      { find: /^@skerry\/client\/hooks$/, replacement: source('client/src/hooks.ts') },
      {
        find: /^@skerry\/islands\/(server|client|react)$/,
        replacement: source('islands/src/$1/index.ts'),
      },
      {
        find: /^@skerry\/islands\/(directives|(?:preact|react)\/(?:server|client))$/,
        replacement: source('islands/src/$1.ts'),
      },
      {
        find: /^@skerry\/plugins\/(auth|audit|analytics|chaos)$/,
        replacement: source('plugins/src/$1/index.ts'),
      },
      {
        find: /^@skerry\/plugins\/analytics\/browser$/,
        replacement: source('plugins/src/analytics/browser/index.ts'),
      },
      {
        find: /^@skerry\/(kit|wire|islands|client|vite-plugin)$/,
        replacement: source('$1/src/index.ts'),
      },
    ],
  },
  test: {
    // Development servers store nothing among the user's own files.
    env: { XDG_STATE_HOME: join(tmpdir(), 'skerry-tests') },
    // A wait that fails reports its condition, if its test still runs.
    expect: { poll: { timeout: patience } },
    testTimeout: 10 * patience,
    hookTimeout: 5 * patience,
  },
} satisfies ViteUserConfig;
