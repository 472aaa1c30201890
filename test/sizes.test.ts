import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

import { build, type Rollup } from 'vite';
import { expect, test } from 'vitest';

interface Sizes {
  [what: string]: { gzip: number; budget: number };
}

const recorded = JSON.parse(readFileSync(new URL('../sizes.json', import.meta.url), 'utf8')) as Sizes;

/** What a page with live regions loads, and what it loads only when a whole tree has to be brought in. */
async function clientChunks(): Promise<{ entry: string; later: string }> {
  const entry = '\0entry';
  const { output } = (await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === 'entry' ? entry : undefined),
        load: (id) => (id === entry ? "import { start } from '@skerry/client'; start();" : undefined),
      },
    ],
    resolve: { alias: { '@skerry/client': new URL('../packages/client/dist/index.js', import.meta.url).pathname } },
    build: { write: false, modulePreload: false, rollupOptions: { input: 'entry' } },
  })) as Rollup.RollupOutput;
  const code = (isEntry: boolean) =>
    output.flatMap((chunk) => (chunk.type === 'chunk' && chunk.isEntry === isEntry ? chunk.code : [])).join('');
  return { entry: code(true), later: code(false) };
}

const gzip = (code: string): number => gzipSync(code, { level: 9 }).length;

test('the browser loads what sizes.json says, and that is within budget', async () => {
  const { entry, later } = await clientChunks();
  const measured = {
    'page with live regions': gzip(entry),
    'whole trees, loaded when one has to be brought in': gzip(later),
  };
  expect(Object.fromEntries(Object.entries(recorded).map(([what, { gzip: bytes }]) => [what, bytes]))).toEqual(measured);
  for (const { gzip: bytes, budget } of Object.values(recorded)) expect(bytes).toBeLessThanOrEqual(budget);
});
