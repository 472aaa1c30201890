import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { JsxOwners } from './jsx-owners.js';
import { namedRuntime } from './jsx-pragmas.js';

let root: string;

beforeEach(async () => {
  root = join(await mkdtemp(join(tmpdir(), 'skerry-')), 'app');
  const configs = {
    'app/tsconfig.json':
      '{ "compilerOptions": { "jsx": "react-jsx", "jsxImportSource": "@skerry/kit" } }',
    'app/src/kit-of-preact/tsconfig.json': '{ /* Preact */ "extends": "./base.json" }',
    'app/src/kit-of-preact/base.json':
      '{ "compilerOptions": { "jsx": "react-jsx", "jsxImportSource": "preact" } }',
    'ui/tsconfig.json': '{ "compilerOptions": { "jsx": "react-jsx", "jsxImportSource": "react" } }',
    'ui/src/button.tsx': '',
  };
  for (const [file, text] of Object.entries(configs)) {
    await mkdir(dirname(join(root, '..', file)), { recursive: true });
    await writeFile(join(root, '..', file), text);
  }
});
afterEach(() => rm(dirname(root), { recursive: true }));

const preact = '/** @jsxImportSource preact */\n';
const react = '// Ours\n/** @jsxRuntime automatic @jsxImportSource react */ ';
const skerry = '/** @jsxImportSource @skerry/kit */';

test.each([
  ['src/components/button.tsx', preact, true],
  ['src/components/button.tsx', react, true],
  ['src/components/button.jsx', preact, true],
  ['src/components/button.tsx', '', false],
  ['src/components/button.tsx', skerry, false],
  ['src/islands/parts/button.tsx', '', true],
  ['src/islands/parts/card.tsx', skerry, false],
  ['src/islands/chart.island.tsx', '', true],
  ['src/parts/chart.react.tsx', skerry, true],
  ['src/kit-of-preact/button.tsx', '', true],
  ['src/kit-of-preact/deep/button.tsx', '', true],
  ['src/kit-of-preact/button.tsx', skerry, false],
  ['../ui/src/button.tsx', '', true],
  ['../ui/src/button.tsx', skerry, false],
  ['src/pages/index.tsx', preact, false],
  ['src/live/view.live.tsx', preact, false],
  ['src/parts/helper.ts', '', false],
])('%s that begins with %j is browser code: %s', async (file, code, is) => {
  const owners = new JsxOwners();
  const path = join(root, file);
  expect(await owners.isBrowserCode(root, `${path}?v=1`, code)).toBe(is);
  expect(owners.isKnownBrowserCode(path)).toBe(is);
  expect(owners.isKnownBrowserCode(`${path}?on=preact`)).toBe(true);
});

const text = '/** @jsxImportSource preact */';

test.each([
  ['in a line of text', `// Islands begin with ${text}\n`, undefined],
  ['in a string', `export const line = "${text}";`, undefined],
  ['in a child', `export const Shown = () => <pre>{"${text}"}</pre>;`, undefined],
  ['after the first statement', `import './a.css';\n${text}\n`, undefined],
  ['in quotes', '/** `@jsxImportSource preact` is for islands. */', undefined],
  ['in the middle of a word', '/** me@jsxImportSource preact */', undefined],
  ['after other comments', `#!/usr/bin/env node\n// One\n/* Two */ ${text}`, 'preact'],
  ['after a directive', `'use client';\n${text}`, 'preact'],
  [
    'among other lines',
    '/**\n * A lamp.\n * @jsxImportSource preact\n * @license MIT\n */',
    'preact',
  ],
  ['twice', `/** @jsxImportSource react */ ${text}`, 'preact'],
])('a pragma %s counts where compilers look for it', (_, code, runtime) => {
  expect(namedRuntime(code)).toBe(runtime);
});

test.each([
  ['src/components/button.tsx', '', undefined],
  ['src/components/button.tsx', preact, 'preact'],
  ['src/components/button.tsx', skerry, '@skerry/kit'],
  ['src/pages/index.tsx', '', '@skerry/kit'],
  ['src/islands/chart.island.tsx', '', 'preact'],
  ['src/islands/parts/button.tsx', '', undefined],
  ['../ui/src/button.tsx', '', 'react'],
  ['../plain/button.tsx', '', undefined],
])('the JSX of %s that begins with %j is that of %s', async (file, code, runtime) => {
  expect(await new JsxOwners().runtimeOf(root, join(root, file), code)).toBe(runtime);
});
