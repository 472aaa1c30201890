import { expect, test } from 'vitest';

import config from '../vitest.config.js';
import { filesBelow } from './files-below.js';
import { elsewhere, projectOf } from './projects.js';

const projects = config({ command: 'serve', mode: 'test' }).test!.projects as {
  test: { name: string; include: string[]; globalSetup: string[] };
}[];

test('every test file is in one project', () => {
  const files = filesBelow('.', elsewhere).filter((file) =>
    /\.(?:test|spec)\.[cm]?[jt]sx?$/.test(file),
  );
  expect(projects.flatMap(({ test: { include } }) => include).sort()).toEqual(files.sort());
});

test.each([
  ['packages/kit/src/route/match.test.ts', 'unit'],
  ['packages/client/src/patch/patch.test.ts', 'browser'],
  // An app of its own, by a helper; a browser as well; a development server; another process.
  ['test/fuzz.test.ts', 'app'],
  ['test/islands.test.ts', 'app'],
  ['packages/vite-plugin/src/dev/access.test.ts', 'app'],
  ['test/heap.test.ts', 'app'],
])('%s is in the project %s', (file, project) => {
  expect(projectOf(file)).toBe(project);
});

test('the project unit has no set-up', () => {
  expect(projects.find(({ test: { name } }) => name === 'unit')?.test.globalSetup).toEqual([]);
});
