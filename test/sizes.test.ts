import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

import { build, type Rolldown } from 'vite';
import { expect, test } from 'vitest';

import { skerry } from '@skerry/vite-plugin';

/** By chunk: what it is for, its bytes after gzip, and what it may have. */
interface Sizes {
  [chunk: string]: { what: string; gzip: number; budget: number };
}

const recorded = JSON.parse(
  readFileSync(new URL('../sizes.json', import.meta.url), 'utf8'),
) as Sizes;

/** The chunks of a page whose only script is Skerry's client, as an app's build makes them. */
async function clientChunks(): Promise<Map<string, number>> {
  const entry = '\0entry';
  const { output } = (await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === 'entry' ? entry : undefined),
        load: (id) =>
          id === entry ? "import { start } from '@skerry/client'; start();" : undefined,
      },
      skerry().filter((plugin) => plugin.name === 'skerry:preload'),
    ],
    resolve: {
      alias: {
        '@skerry/client': fileURLToPath(
          new URL('../packages/client/dist/index.js', import.meta.url),
        ),
      },
    },
    build: {
      write: false,
      // Names with hashes in them would compress now so, now otherwise.
      rolldownOptions: {
        input: 'entry',
        output: { entryFileNames: 'entry.js', chunkFileNames: '[name].js' },
      },
    },
  })) as Rolldown.RolldownOutput;
  const chunks = output.filter((file) => file.type === 'chunk');
  return new Map(chunks.map((chunk) => [chunk.isEntry ? 'entry' : chunk.name, gzip(chunk.code)]));
}

const gzip = (code: string): number => gzipSync(code, { level: 9 }).length;

test('the browser loads what sizes.json says, and that is within budget', async () => {
  const chunks = await clientChunks();
  expect(
    Object.fromEntries(Object.entries(recorded).map(([chunk, { gzip: bytes }]) => [chunk, bytes])),
  ).toEqual(Object.fromEntries(chunks));
  for (const { gzip: bytes, budget } of Object.values(recorded))
    expect(bytes).toBeLessThanOrEqual(budget);
});
