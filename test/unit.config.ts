import { readdirSync, readFileSync } from 'node:fs';

import { defineConfig } from 'vitest/config';

import base from '../vitest.config.js';

/** Imports that start a browser, a development server, a build or another process. */
const starts = /\/(?:browser|apps|test-app|test-server)\.js'|'node:child_process'/;

const quick = ['packages', 'test', 'docs']
  .flatMap((folder) => readdirSync(folder, { recursive: true }).map((file) => `${folder}/${file}`))
  .filter((file) => /^(?!.*\b(?:node_modules|dist)\b).*\.test\.tsx?$/.test(file))
  .filter((file) => !starts.test(readFileSync(file, 'utf8')));

/** The tests that need neither a browser nor a built app, without the set-up for those: `npm run test:unit`. */
export default defineConfig({
  ...base,
  test: { ...base.test, globalSetup: [], include: quick },
});
