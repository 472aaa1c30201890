import { defineConfig } from 'vitest/config';

import { common } from './test/common-config.js';
import { filesOf, type ProjectName, projectNames } from './test/projects.js';

const settings: Record<ProjectName, object> = {
  unit: { isolate: false, setupFiles: ['test/restore-globals.ts'] },
  // A worker runs its files one after the other: their imports, and its browser, are there once.
  browser: {
    isolate: false,
    globalSetup: ['test/fetch-browser.ts'],
    setupFiles: ['test/restore-globals.ts'],
  },
  app: { globalSetup: ['test/fetch-browser.ts', 'test/build-apps.ts'] },
};

export default defineConfig(({ mode }) => ({
  test: {
    // They wait for browsers and servers more than they compute.
    maxWorkers: 2,
    projects: projectNames.map((name) => ({
      ...common,
      mode,
      test: { ...common.test, name, include: filesOf(name), ...settings[name] },
    })),
  },
}));
