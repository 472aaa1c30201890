import { defineConfig } from 'vitest/config';

import { common } from './test/common-config.js';
import { filesOf, type ProjectName, projectNames } from './test/projects.js';

/** What must be there before the tests of a project. */
const needs: Record<ProjectName, string[]> = {
  unit: [],
  browser: ['test/fetch-browser.ts'],
  app: [
    'test/fetch-browser.ts',
    'test/fetch-compiler.ts',
    'test/fetch-proxies.ts',
    'test/fetch-redis.ts',
    'test/build-apps.ts',
  ],
};

export default defineConfig(({ mode }) => ({
  test: {
    // They wait for browsers and servers more than they compute.
    maxWorkers: 3,
    projects: projectNames.map((name) => ({
      ...common,
      mode,
      test: {
        ...common.test,
        name,
        include: filesOf(name),
        globalSetup: needs[name],
        // A worker runs its files one after the other: their imports, and its browser, are there once.
        isolate: false,
        setupFiles: ['test/restore-globals.ts'],
      },
    })),
  },
}));
