import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { JsxOwners } from '../app-files/jsx-owners.js';
import { findReachable, type Reachable } from './reachable.js';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'skerry-'));
});
afterEach(() => rm(root, { recursive: true }));

async function reachOf(files: Record<string, string>): Promise<Reachable> {
  for (const [name, text] of Object.entries(files)) await writeFile(join(root, name), text);
  const resolve = async (source: string) =>
    source.startsWith('./') ? join(root, source) : undefined;
  const app = { root, isCompiled: () => true, pageExtensions: [], jsxOwners: new JsxOwners() };
  const found = await findReachable([join(root, 'page.tsx')], resolve, app);
  return found.get(join(root, 'page.tsx'))!;
}

const partsOf = async (files: Record<string, string>): Promise<string[]> =>
  (await reachOf(files)).parts.map((part) =>
    'style' in part ? part.style.slice(root.length + 1) : part.island,
  );

test('style sheets come in the order in which they are imported, through modules, once each', async () => {
  const styles = await partsOf({
    'page.tsx': `import './first.css'; import { A } from './a.tsx'; export * from './b.ts'; import './last.css'; import('./c.ts');
      export default () => <A x={'</A>'} />;`,
    'a.tsx': `import './a.css'; import './first.css'; import './page.tsx'; export const A = () => <p />;`,
    'b.ts': `import './b.scss'; import 'node:fs'; import z from 'zod';`,
    'c.ts': `import './c.css';`,
  });
  expect(styles).toEqual(['first.css', 'a.css', 'last.css', 'b.scss', 'c.css']);
});

test('an import as a text, an address or a type is not linked', async () => {
  const styles = await partsOf({
    'page.tsx': `import text from './a.css?inline'; import url from './b.css?url'; import type { C } from './c.ts'; import './d.json';`,
    'c.ts': `import './c.css';`,
    'd.json': '{}',
  });
  expect(styles).toEqual([]);
});

test('islands are listed among them, without their own imports', async () => {
  const parts = await partsOf({
    'page.tsx': `import './first.css'; import A from './a.island.tsx'; import { list } from './parts.ts'; import './last.css';`,
    'parts.ts': `export { default as list } from './b.react.tsx'; export { default } from './a.island.tsx';`,
    'a.island.tsx': `import './a.css'; import B from './c.island.tsx'; export default () => <B/>;`,
    'b.react.tsx': `import './shared.css'; export default () => null;`,
    'c.island.tsx': '',
  });
  expect(parts).toEqual(['first.css', 'a.island.tsx', 'b.react.tsx', 'last.css']);
});

test('a style sheet of an island is linked for server code that also imports it', async () => {
  const parts = await partsOf({
    'page.tsx': `import A from './a.island.tsx'; import './a.css';`,
    'a.island.tsx': `import './a.css';`,
  });
  expect(parts).toEqual(['a.island.tsx', 'a.css']);
});

test('directives are found in every file with markup', async () => {
  const { directives } = await reachOf({
    'page.tsx': `import './a.tsx'; import './b.ts'; <A client:load /> ; <B client:priority="low" client:on-hover/>`,
    'a.tsx': '<A client:visible="2px" />',
    'b.ts': '/* client:idle */',
  });
  expect([...directives].sort()).toEqual(['load', 'on-hover', 'priority', 'visible']);
});

test('a page reaches a region if a live view is among its imports', async () => {
  const view = { 'view.live.tsx': 'export default 1;', 'part.tsx': `import './view.live.tsx';` };
  expect((await reachOf({ 'page.tsx': `import './part.tsx';`, ...view })).regions).toBe(true);
  expect((await reachOf({ 'page.tsx': `import type { V } from './part.tsx';` })).regions).toBe(
    false,
  );
});

test('a page in MDX, and files that are imported by a pattern, are read', async () => {
  const reachable = await reachOf({
    'page.tsx': `const posts = import.meta.glob(['./*.mdx', '!./draft.mdx'], { eager: true });
      const texts = import.meta.glob('./*.island.tsx', { query: '?raw' });`,
    'post.mdx': `import A from './a.island.tsx';\n\nText, and import B from './b.react.tsx'\n\n<A client:idle />`,
    'draft.mdx': `import B from './b.react.tsx';`,
    'a.island.tsx': '',
    'b.react.tsx': '',
  });
  expect(reachable.parts).toMatchObject([{ island: 'a.island.tsx' }]);
  expect([...reachable.directives]).toEqual(['idle']);
});

test('an island inside a component of a framework is none of its own', async () => {
  const parts = await partsOf({
    'page.tsx': `import A from './a.island.tsx'; import './part.tsx';`,
    'part.tsx': `/** @jsxImportSource preact */ import B from './b.react.tsx';`,
    'a.island.tsx': '',
    'b.react.tsx': '',
  });
  expect(parts).toEqual(['a.island.tsx']);
});
