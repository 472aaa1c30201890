import { readdir } from 'node:fs/promises';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { buildTestApp, serveBuilt } from '../../test/built-app.js';
import { createTestApp } from '../../test/test-app.js';

let app: Awaited<ReturnType<typeof createTestApp>>;

beforeEach(async () => {
  app = await createTestApp();
});
afterEach(() => app[Symbol.asyncDispose]());

test('the JSX of islands is that of their framework, regardless of the nearest tsconfig', async () => {
  await app.write(
    'src/islands/tsconfig.json',
    '{ "compilerOptions": { "jsx": "react", "jsxImportSource": "solid-js" } }',
  );
  await app.write('src/parts/lamp.island.tsx', `export default () => <i class="lamp" />;`);
  await app.write(
    'src/pages/lamp.tsx',
    `import Lamp from '../parts/lamp.island.tsx'; export default () => <Lamp client:load />;`,
  );
  await buildTestApp(app);
  const deployed = await serveBuilt(app);
  const html = async (path: string) => (await fetch(deployed.origin + path)).text();
  expect(await html('/lamp')).toContain('<i class="lamp"></i>');
  expect(await html('/islands')).toContain('Count: 1</button>');
  expect(await html('/react')).toContain('<button class="badge" aria-pressed="false">');
  await deployed[Symbol.asyncDispose]();
});

test('components beside the islands have the JSX that the configuration there names', async () => {
  await app.write('src/islands/parts/lamp.tsx', `export const Lamp = () => <i class="lamp" />;`);
  await app.edit(
    'src/islands/counter.island.tsx',
    'import styles',
    `import { Lamp } from './parts/lamp.tsx';\nimport styles`,
  );
  await app.edit('src/islands/counter.island.tsx', '{children}', '<Lamp />{children}');
  await buildTestApp(app);
  const deployed = await serveBuilt(app);
  const html = await (await fetch(`${deployed.origin}/islands`)).text();
  expect(html).toMatch(/<i class="lamp"><\/i><skerry-slot/);
  await deployed[Symbol.asyncDispose]();
});

test('a file may name another runtime', async () => {
  await app.write(
    'src/islands/runtime/jsx-runtime.ts',
    `export { jsx, jsxs } from 'preact/jsx-runtime'; console.log('my own runtime');`,
  );
  await app.write(
    'src/islands/runtime/jsx-dev-runtime.ts',
    `export { jsxDEV } from 'preact/jsx-runtime'; console.log('my own runtime');`,
  );
  await app.edit(
    'src/islands/counter.island.tsx',
    'import type',
    '/** @jsxImportSource ./runtime */ import type',
  );
  await buildTestApp(app);
  const files = await readdir(`${app.root}/dist/server`, { recursive: true });
  const scripts = files.filter((file) => file.endsWith('.js'));
  const codes = await Promise.all(scripts.map((file) => app.read(`dist/server/${file}`)));
  expect(codes.join('')).toContain('my own runtime');
});

test.each([
  [
    'src/islands/counter.island.tsx',
    'export const Counter = () => <b />;',
    'src/islands/counter.island.tsx has no default export. Write `export default function …`: the component is the island.',
  ],
  [
    'src/islands/badge.react.tsx',
    'export * from "./parts.tsx"; export type { A as default } from "./a.ts";',
    'src/islands/badge.react.tsx has no default export.',
  ],
  [
    'src/strategies/hover.ts',
    'export const hover = () => undefined;',
    'src/strategies/hover.ts has no default export. Write `export default (host, hydrate, value) => …`',
  ],
  [
    'src/islands/counter.island.tsx',
    'import Badge from "./badge.react.tsx";\nexport default () => <p><Badge client:load /></p>;',
    /counter\.island\.tsx:2:31[^]*`client:load` is inside an island/,
  ],
  [
    'src/islands/parts/tools.tsx',
    'export const Tools = () => <b client:idle />;',
    /parts\/tools\.tsx:1:30[^]*`client:idle` is inside an island/,
  ],
])('a build fails at %s that lacks the exports of its role', async (file, text, message) => {
  await app.write(file, text);
  if (file.includes('parts/'))
    await app.edit(
      'src/islands/counter.island.tsx',
      'import type',
      "import './parts/tools.tsx'; import type",
    );
  await expect(buildTestApp(app)).rejects.toThrow(message);
});

test('an island that takes useLive of the other framework ends the build, with its place', async () => {
  await app.write(
    'src/parts/tide.react.tsx',
    `import { useLive } from '@skerry/islands';\nexport default () => <i>{String(useLive())}</i>;`,
  );
  await app.write(
    'src/pages/tide.tsx',
    `import Tide from '../parts/tide.react.tsx'; export default () => <Tide client:load />;`,
  );
  const failure = (await buildTestApp(app).catch((error: unknown) => error)) as Error;
  expect(failure.message).toContain("Import it from '@skerry/islands/react'.");
  expect(failure.message).toMatch(/src\/parts\/tide\.react\.tsx:1:0/);
});
