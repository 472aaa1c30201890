import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { routeTypes } from '../packages/vite-plugin/src/routes/types-text.js';

/** The options of an app for TypeScript, with the types of packages checked as well. */
const tsconfig = (root: string): object => ({
  compilerOptions: {
    target: 'ES2022',
    module: 'ESNext',
    moduleResolution: 'bundler',
    allowImportingTsExtensions: true,
    noEmit: true,
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    verbatimModuleSyntax: true,
    skipLibCheck: false,
    jsx: 'react-jsx',
    jsxImportSource: '@skerry/kit',
    lib: ['ES2023', 'DOM', 'DOM.Iterable'],
    types: [],
    paths: {
      '@skerry/kit': [join(root, 'packages/kit/dist/index.d.ts')],
      '@skerry/kit/paths': [join(root, 'packages/kit/dist/paths.d.ts')],
      '@skerry/kit/jsx-runtime': [join(root, 'packages/kit/dist/jsx/jsx-runtime.d.ts')],
    },
  },
  include: ['src', '.skerry/*.ts'],
});

/** One of many pages: it has params, links, and exports of every kind. */
const page = (i: number): string => `
import type { Head, PageProps } from '@skerry/kit';

export const head = ({ params }: PageProps<'/part${i}/:name'>): Head => ({ title: params.name });
export const headers = { 'cache-control': 'no-store' };
export const prerender = [{ name: 'a' }];

export default function Part({ params, url }: PageProps<'/part${i}/:name'>) {
  return (
    <main>
      <a href="/about${i + 1}">Next</a> <a href={\`/part${i}/\${params.name}\`}>{url.pathname}</a>
    </main>
  );
}
`;

const plain = (i: number): string => `
export const head = { title: 'About ${i}' };

export default () => <a href="/part${i - 1}/a">Part</a>;
`;

export type RouteTypes = 'of the app' | 'under a path' | 'none';

/** So many pages, half of them with params. */
export const madePages = (count: number): Record<string, string> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, i) =>
      i % 2 === 0 ? [`part${i}/[name].tsx`, page(i)] : [`about${i}.tsx`, plain(i)],
    ),
  );

/**
 * Writes an app into a folder of its own.
 *
 * @param pages its files under `src/pages`
 * @param types which types of its routes there are; by default those of an app that is not under a path
 */
export function writeRoutes(
  root: string,
  pages: Readonly<Record<string, string>>,
  types: RouteTypes = 'of the app',
): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'skerry-routes-'));
  const files = Object.keys(pages);
  const parts = { pages: [], endpoints: [] };
  const written: Record<string, string> = {
    'tsconfig.json': JSON.stringify(tsconfig(root)),
    'package.json': '{ "type": "module" }',
    ...(types !== 'none' && {
      '.skerry/routes.ts': routeTypes({
        files,
        parts,
        checksPaths: true,
        hasBase: types === 'under a path',
      }),
    }),
  };
  for (const [name, text] of Object.entries(pages)) written[`src/pages/${name}`] = text;
  for (const [name, text] of Object.entries(written)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}
