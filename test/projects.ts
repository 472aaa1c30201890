import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';

import { parseSync } from 'vite';

import { filesBelow } from './files-below.js';

/**
 * The projects of the test run, by the needs of their tests: nothing; a browser; a built app, a development
 * server or another process, often with a browser.
 */
export const projectNames = ['unit', 'browser', 'app'] as const;
export type ProjectName = (typeof projectNames)[number];

/** The imports that start something. */
const starters: readonly { from: RegExp; names: RegExp; project: ProjectName }[] = [
  { from: /^playwright$/, names: /./, project: 'browser' },
  { from: /^vite$/, names: /^(?:createServer|createBuilder|preview|\*)$/, project: 'app' },
  { from: /^(?:node:)?(?:child_process|cluster)$/, names: /./, project: 'app' },
];

/** Folders that hold no source, and the tests of `npm run test:browsers`. */
export const elsewhere = /(?:^|\/)(?:node_modules|dist|\.[^/]+)$|^test\/browsers$/;

const testFiles = filesBelow('.', elsewhere).filter((file) => /\.test\.tsx?$/.test(file));

/** The test files of a project. */
export const filesOf = (project: ProjectName): string[] =>
  testFiles.filter((file) => projectOf(file) === project);

/** The project of a test file, by the imports of the file and of its helpers. */
export function projectOf(test: string): ProjectName {
  const imports = [...withHelpers(test)].flatMap(importsOf);
  const needed = starters.filter(({ from, names }) =>
    imports.some((each) => from.test(each.from) && names.test(each.name)),
  );
  return projectNames.findLast((name) => needed.some(({ project }) => project === name)) ?? 'unit';
}

/** A test and the helpers that it reaches. The code under test is not a helper: its import starts nothing. */
function withHelpers(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  for (const { from } of importsOf(file)) {
    const path = posix.join(posix.dirname(file), from);
    if (!from.startsWith('.') || /(?:^|\/)src\//.test(path)) continue;
    const helper = ['.ts', '.tsx'].map((end) => path.replace(/\.js$/, end)).find(existsSync);
    if (helper) withHelpers(helper, found);
  }
  return found;
}

interface Import {
  readonly from: string;
  /** `*` for all, and for a module that is imported as a whole. */
  readonly name: string;
}

const known = new Map<string, Import[]>();

/** The imports of a file that remain at run time. */
function importsOf(file: string): Import[] {
  let imports = known.get(file);
  if (imports) return imports;
  const { module } = parseSync(file, readFileSync(file, 'utf8'));
  imports = module.staticImports.flatMap(({ moduleRequest, entries }) => {
    const from = moduleRequest.value;
    if (!entries.length) return [{ from, name: '*' }];
    const values = entries.filter(({ isType }) => !isType);
    return values.map(({ importName }) => ({ from, name: importName.name ?? '*' }));
  });
  known.set(file, imports);
  return imports;
}
