import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { findStyles } from './styles.js';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'skerry-'));
});
afterEach(() => rm(root, { recursive: true }));

async function stylesOf(files: Record<string, string>): Promise<string[]> {
  for (const [name, text] of Object.entries(files)) await writeFile(join(root, name), text);
  const resolve = async (source: string) =>
    source.startsWith('./') ? join(root, source) : undefined;
  const found = await findStyles([join(root, 'page.tsx')], resolve);
  return (found.get(join(root, 'page.tsx')) ?? []).map((file) => file.slice(root.length + 1));
}

test('style sheets come in the order in which they are imported, through modules, once each', async () => {
  const styles = await stylesOf({
    'page.tsx': `import './first.css'; import { A } from './a.tsx'; export * from './b.ts'; import './last.css'; import('./c.ts');
      export default () => <A x={'</A>'} />;`,
    'a.tsx': `import './a.css'; import './first.css'; import './page.tsx'; export const A = () => <p />;`,
    'b.ts': `import './b.scss'; import 'node:fs'; import z from 'zod';`,
    'c.ts': `import './c.css';`,
  });
  expect(styles).toEqual(['first.css', 'a.css', 'last.css', 'b.scss', 'c.css']);
});

test('what is imported as a text, an address or a type is not linked', async () => {
  const styles = await stylesOf({
    'page.tsx': `import text from './a.css?inline'; import url from './b.css?url'; import type { C } from './c.ts'; import './d.json';`,
    'c.ts': `import './c.css';`,
    'd.json': '{}',
  });
  expect(styles).toEqual([]);
});
