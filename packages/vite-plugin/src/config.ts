import { join, resolve } from 'node:path';
import type { Plugin, UserConfig, ViteBuilder } from 'vite';

import { precompress } from './build/precompress.js';
import { prerender } from './build/prerender.js';
import { islandDependencies } from './islands/dependencies.js';
import { virtual } from './modules/modules.js';

/** Sets up Vite for an app: one build for browsers, one for the server, no HTML files. */
export function appConfig(): Plugin {
  return {
    name: 'skerry:config',
    config: ({ root = '.' }, { command }): UserConfig => ({
      appType: 'custom',
      // Two copies of a framework on one page know nothing of each other.
      resolve: {
        dedupe: ['preact', '@preact/signals', '@preact/signals-core', 'react', 'react-dom'],
      },
      environments: {
        client: {
          // They are modules already; optimised on first use, they would load the first page again.
          optimizeDeps: {
            entries: ['src/client.ts', 'src/strategies/*.ts', 'src/**/*.{island,react}.{jsx,tsx}'],
            exclude: ['@skerry/client', '@skerry/islands', '@skerry/wire'],
            include: islandDependencies(resolve(root)),
          },
          build: {
            outDir: 'dist/client',
            manifest: true,
            rolldownOptions: { input: { client: virtual.client } },
          },
        },
        ssr: {
          // kit must be there once. The built server needs no packages beside it.
          resolve: { noExternal: command === 'build' ? true : [/^@skerry\//] },
          // Else the server of an app with React has its development version in it as well.
          ...(command === 'build' && {
            define: { 'process.env.NODE_ENV': JSON.stringify(process.env.NODE_ENV) },
          }),
          build: {
            outDir: 'dist/server',
            copyPublicDir: false,
            target: 'node20',
            rolldownOptions: {
              input: { index: virtual.server },
              // Paths in comments would name the same sources differently on every machine.
              experimental: { attachDebugInfo: 'none' },
              output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
              // ws tries these two and does without.
              external: ['bufferutil', 'utf-8-validate'],
            },
          },
        },
      },
      builder: { buildApp },
    }),
  };
}

/** The server's build names the files that the browser's has made. */
async function buildApp(builder: ViteBuilder): Promise<void> {
  const { client, ssr } = builder.environments;
  if (!client || !ssr)
    throw new Error('The environments "client" and "ssr" are missing from the configuration.');
  await builder.build(client);
  await precompress(join(builder.config.root, client.config.build.outDir));
  await builder.build(ssr);
  await prerender(builder);
}
