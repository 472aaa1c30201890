import { readdirSync, readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

const longest = 300;
const shortest = 15;

/** Short files that must be separate files, with the reason. */
const ownFiles: Record<string, string> = {
  'packages/client/src/bindings/change.ts': 'a page loads each binding alone',
  'packages/client/src/bindings/form.ts': 'a page loads each binding alone',
  'packages/create-skerry/src/main.ts': 'the file that the command runs',
  'packages/islands/src/client/media.ts': 'a page loads each strategy alone',
  'packages/kit/src/core/version.ts': 'the version, which a test holds against package.json',
  'packages/kit/src/core/locals.ts':
    'apps add members, which needs an `export *` of this type alone',
  'packages/kit/src/template/live.ts': 'all that the engine knows of live views',
  'packages/plugins/src/analytics/dashboard/guard.ts': 'a page and its live view share it',
  'packages/vite-plugin/src/refresh/browser/prefresh.d.ts': "declares another package's module",
  'packages/wire/src/encoding.d.ts': 'declares a global of the platform',
};

const sources = (readdirSync('packages', { recursive: true }) as string[])
  .filter(
    (file) => /^(?:plugins\/)?[\w-]+\/src\/.*\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file),
  )
  .map((file) => `packages/${file}`);

const linesOf = (file: string): number => readFileSync(file, 'utf8').trimEnd().split('\n').length;

/** True if a file only exports from others. */
const exportsOthers = (file: string): boolean =>
  /^(?:export (?:type )?(?:\*|\{[^}]*\}) from '[^']+';\s*)+$/.test(readFileSync(file, 'utf8'));

test('no source file is longer than 300 lines', () => {
  expect(sources.length).toBeGreaterThan(300);
  expect(sources.filter((file) => linesOf(file) > longest)).toEqual([]);
});

test('fewer than ten source files are shorter than 15 lines', () => {
  const short = sources.filter((file) => linesOf(file) < shortest && !exportsOthers(file));
  const excused = Object.keys(ownFiles);
  expect(short).toEqual(expect.arrayContaining(excused));
  expect(short.filter((file) => !excused.includes(file)).length, short.join('\n')).toBeLessThan(10);
});
