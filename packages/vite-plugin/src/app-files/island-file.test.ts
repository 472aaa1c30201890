import { expect, test } from 'vitest';

import {
  frameworkOf,
  isBrowserCode,
  isIslandFile,
  isIslandImport,
  islandName,
} from './island-file.js';

test('an import leads to an island by its ending', () => {
  for (const source of [
    './a.island.tsx',
    './a.island',
    '../b.react.js',
    'acme/gauge.island.mjs',
    '~/c.react',
  ])
    expect(isIslandImport(source), source).toBe(true);
  for (const source of [
    './island.tsx',
    './a.islands.tsx',
    'react',
    './a.island.css',
    './a.island.tsx?raw',
    './a.tsx',
  ])
    expect(isIslandImport(source), source).toBe(false);
  expect(isIslandFile('/app/a.island')).toBe(false);
  expect(frameworkOf('/app/a.react.tsx')).toBe('react');
  expect(frameworkOf('/app/react.island.tsx')).toBe('preact');
});

test.each([
  ['./chart.island', '/app/src/islands/chart.island.tsx', 'islands/chart.island'],
  ['~/parts/a.react.tsx', '/app/src/parts/a.react.tsx', 'parts/a.react'],
  ['./old.island.js', '/app/src/old.island.js', 'old.island.js'],
  ['acme/gauge.island.js', '/app/node_modules/acme/dist/gauge.island.js', 'acme/gauge.island.js'],
  ['@acme/ui/gauge.react.js', '/repo/ui/dist/gauge.react.js', '@acme/ui/gauge.react.js'],
  [
    './gauge.island.js',
    '/app/node_modules/.pnpm/acme@1/node_modules/acme/gauge.island.js',
    'acme/gauge.island.js',
  ],
  ['../../shared/a.island.tsx', '/shared/a.island.tsx', '../shared/a.island.tsx'],
])('the name of %s at %s is %s', (source, path, name) => {
  expect(islandName('/app', source, path)).toBe(name);
});

test('islands, and files in a folder of islands, are browser code', () => {
  for (const path of [
    '/app/src/a.island.tsx',
    '/app/src/islands/parts/a.tsx',
    '/app/src/harbour/islands/a.ts',
  ])
    expect(isBrowserCode(path), path).toBe(true);
  for (const path of [
    '/app/src/pages/a.tsx',
    '/islands/app/src/pages/a.tsx',
    '/app/islands/vite.config.ts',
    '/src/islands/app/src/a.tsx',
  ])
    expect(isBrowserCode(path), path).toBe(false);
});
