import { expect, test } from 'vitest';

import { CompileError } from '../compile/errors.js';
import { checkRoute } from './check-route.js';

/** The fault of a file, whose place must be at the `▸`. */
function fault(name: string, marked: string): string {
  const [before = '', after = ''] = marked.split('▸');
  const lines = before.split('\n');
  try {
    checkRoute(name, before + after, `/app/src/pages/${name}`);
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    expect(error.loc).toEqual({
      file: `/app/src/pages/${name}`,
      line: lines.length,
      column: lines.at(-1)?.length,
    });
    return error.message;
  }
  throw new Error('Nothing was thrown.');
}

const kit = "import { defineEndpoint } from '@skerry/kit';\n";

test.each([
  [
    'posts/[slug].ts',
    `${kit}export const GET = defineEndpoint(▸'/posts/:id', () => 1);`,
    '/posts/:slug',
  ],
  ['rss.xml.ts', `${kit}\nexport const GET = defineEndpoint(▸"/rss", () => 1);`, '/rss.xml'],
  ['(a)/files/[...path].ts', `${kit}const f = () => defineEndpoint(▸'/files', f);`, '/files/*path'],
  ['index.js', "import { defineEndpoint as e } from '@skerry/kit'; e(▸'/a', () => 1);", '/'],
  [
    'a.ts',
    `${kit}const path: string = '/a'; export const GET = defineEndpoint(▸path, () => 1);`,
    '/a',
  ],
  ['a.ts', `${kit}export const GET = ▸defineEndpoint();`, '/a'],
])('%s names the right path', (name, code, pattern) => {
  expect(fault(name, code)).toContain(`Write defineEndpoint('${pattern}', …).`);
});

test.each([
  ['posts/[slug].ts', `${kit}export const GET = defineEndpoint('/posts/:slug', () => 1);`],
  [
    'posts/[slug].json.ts',
    `${kit}export const GET = defineEndpoint('/posts/:slug.json', () => 1);`,
  ],
  ['a.ts', "import { defineEndpoint } from './own'; export const GET = defineEndpoint('/b');"],
  ['a.ts', "export const GET = defineEndpoint('/b');"],
  ['a.tsx', 'export const header = '],
])('%s is in order: %s', (name, code) => {
  expect(() => checkRoute(name, code, `/${name}`)).not.toThrow();
});

test.each([
  ['a.tsx', 'export const ▸header = {};', 'headers'],
  ['a.tsx', 'const x = 1;\nexport { x as ▸Head };', 'head'],
  ['a.tsx', 'export const ▸preRender = true;', 'prerender'],
  ['_layout.tsx', 'export function ▸gaurd() {}', 'guard'],
  ['_error.tsx', 'export const ▸haed = {};', 'head'],
  ['a.ts', 'export const ▸get = () => 1;', 'GET'],
  ['a.ts', 'export const ▸crossorigin = true;', 'crossOrigin'],
])('%s: a name that is nearly one with a meaning is an error: %s', (name, code, meant) => {
  const message = fault(name, code);
  expect(message).toContain('which has no meaning there.');
  expect(message).toContain(`Did you mean \`${meant}\`?`);
});

test.each([
  ['a.tsx', 'export const reader = 1, leaders = 2, guarded = 3, h = 4;'],
  ['a.tsx', 'export default () => 1; export const head = {}, rows = 3; export type Heads = {};'],
  ['_layout.tsx', 'export const guard = () => {}; export function Navigation() {}'],
  ['a.ts', "export const GET = 1, crossOrigin = true, tides = []; export * from './b';"],
  ['_plugins.ts', 'export const header = 1; export default [];'],
])('%s may export other things', (name, code) => {
  expect(() => checkRoute(name, code, `/${name}`)).not.toThrow();
});
