import { expect, test } from 'vitest';

import { checkIslandsImport } from './index.js';

test.each([
  ["import { useLive } from '@skerry/islands';", 'react', '@skerry/islands/react'],
  ["import { type RegionClient, useLive as live } from '@skerry/islands';", 'react', '/react'],
  ["import * as islands from '@skerry/islands';", 'react', '@skerry/islands/react'],
  ["import { useLive } from '@skerry/islands/react';", 'preact', "'@skerry/islands'"],
] as const)('%s in an island of %s names what to import', (code, framework, entry) => {
  const file = framework === 'react' ? '/src/tide.react.tsx' : '/src/tide.island.tsx';
  expect(() =>
    checkIslandsImport(`import { useState } from '${framework}';\n${code}`, file, framework),
  ).toThrow(
    expect.objectContaining({
      message: expect.stringContaining('`useLive` of @skerry/islands'),
      loc: expect.objectContaining({ line: 2, column: 0 }),
      hint: expect.stringContaining(entry),
    }),
  );
});

test.each([
  ["import { useLive } from '@skerry/islands/react';", 'react'],
  ["import type { RegionClient } from '@skerry/islands';", 'react'],
  ["import { type RegionClient } from '@skerry/islands';", 'react'],
  ["import { useLive } from '@skerry/islands';", 'preact'],
  ["import { useLive } from './islands.js';", 'react'],
] as const)('%s is right in an island of %s', (code, framework) => {
  checkIslandsImport(code, '/src/tide.tsx', framework);
});
