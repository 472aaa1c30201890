import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

import type { Chunks } from './page.js';
import type { AstroPackages } from './packages.js';

const signals = fileURLToPath(
  new URL('../../packages/islands/node_modules/@preact/signals', import.meta.url),
);

/** Builds the counter and Astro's renderer for browsers, with the settings of Astro's own build. */
export async function buildAstroChunks(packages: AstroPackages, outDir: string): Promise<Chunks> {
  const result = await build({
    configFile: false,
    root: fileURLToPath(new URL('..', import.meta.url)),
    logLevel: 'warn',
    resolve: { alias: { '@preact/signals': signals }, dedupe: ['preact'] },
    build: {
      outDir,
      target: 'esnext',
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: {
          counter: fileURLToPath(new URL('../src/app/src/islands/counter.tsx', import.meta.url)),
          client: join(packages.preact, 'dist/client.js'),
        },
        preserveEntrySignatures: 'exports-only',
        output: {
          entryFileNames: '_astro/[name].[hash].js',
          chunkFileNames: '_astro/[name].[hash].js',
        },
      },
    },
  });
  if (!('output' in result)) throw new Error('Vite has watched instead of building.');
  const addressOf = (name: string): string => {
    const chunk = result.output.find((file) => file.type === 'chunk' && file.name === name);
    return `/${chunk?.fileName}`;
  };
  return { component: addressOf('counter'), renderer: addressOf('client') };
}
