import { join, resolve } from 'node:path';
import { loadEnvFiles } from '@skerry/kit/start';
import type { Plugin, UserConfig, ViteBuilder } from 'vite';

import { baseOption } from './app-files/base.js';
import type { PageExtensions } from './app-files/page-extensions.js';
import { writeDeployment } from './build/deployment.js';
import { outsideOf } from './build/outside.js';
import { precompress } from './build/precompress.js';
import { prerender } from './build/prerender.js';
import { islandDependencies } from './islands/dependencies.js';
import { virtual } from './modules/modules.js';
import type { AppParts } from './plugin-parts/app-parts.js';
import { pluginPackages } from './plugin-parts/packages.js';
import { packagesInside } from './plugin-parts/inside.js';

/** Sets up Vite for an app: one build for browsers, one for the server, no HTML files. */
export function appConfig({ pageExtensions }: AppParts): Plugin {
  return {
    name: 'skerry:config',
    config({ root = '.', base, build, envDir, environments }, { command, mode }): UserConfig {
      loadEnv(resolve(root), envDir, mode);
      const packages = pluginPackages(resolve(root)).map(({ name }) => name);
      const folder = build?.outDir ?? 'dist';
      return {
        appType: 'custom',
        base: baseOption(base, command),
        // Two copies of a framework on one page would not share state.
        resolve: {
          dedupe: [
            'preact',
            '@preact/signals',
            '@preact/signals-core',
            'react',
            'react-dom',
            // A plugin that is linked, from a folder beside the app, has its own.
            '@skerry/kit',
            '@skerry/client',
            '@skerry/islands',
            '@skerry/wire',
          ],
        },
        environments: {
          client: {
            // They are modules already. Optimised on first use, they would make the first page load again.
            optimizeDeps: {
              entries: [
                'src/client.ts',
                'src/strategies/*.ts',
                'src/**/*.{island,react}.{jsx,tsx}',
              ],
              exclude: ['@skerry/client', '@skerry/islands', '@skerry/wire', ...packages],
              include: islandDependencies(resolve(root)),
            },
            build: {
              outDir: join(folder, 'client'),
              manifest: true,
              rolldownOptions: {
                input: {
                  client: virtual.client,
                  late: virtual.late,
                  'late-styles': virtual.lateStyles,
                  holes: virtual.holes,
                },
              },
            },
          },
          ssr: {
            // There must be one copy of kit. For the build, `outsidePackages` says what is outside.
            resolve: {
              noExternal:
                command === 'build'
                  ? true
                  : [/^@skerry\//, ...new Set(packagesInside(resolve(root)).values())],
            },
            // Otherwise the server of an app with React contains its development version as well.
            ...(command === 'build' && {
              define: { 'process.env.NODE_ENV': JSON.stringify(process.env.NODE_ENV) },
            }),
            build: {
              outDir: join(folder, 'server'),
              copyPublicDir: false,
              target: 'node20',
              // Stack traces name the files of the author.
              sourcemap: environments?.ssr?.build?.sourcemap ?? build?.sourcemap ?? true,
              rolldownOptions: {
                input: { index: virtual.server, app: virtual.builtApp },
                // Paths in comments would differ on every machine for the same sources.
                experimental: { attachDebugInfo: 'none' },
                output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
                // Optional dependencies of ws, which works without them.
                external: ['bufferutil', 'utf-8-validate'],
              },
            },
          },
        },
        builder: { buildApp: (builder) => buildApp(builder, pageExtensions) },
      };
    },
  };
}

/** Puts the variables of the `.env` files where server code finds them. */
function loadEnv(root: string, envDir: string | false | undefined, mode: string): void {
  if (envDir !== false) loadEnvFiles(resolve(root, envDir ?? ''), mode);
}

/** The server's build names the files of the browser's build. */
async function buildApp(builder: ViteBuilder, pageExtensions: PageExtensions): Promise<void> {
  const { client, ssr } = builder.environments;
  if (!client || !ssr)
    throw new Error('The environments "client" and "ssr" are missing from the configuration.');
  await builder.build(client);
  await precompress(resolve(builder.config.root, client.config.build.outDir));
  await builder.build(ssr);
  const isStatic = await prerender(builder, pageExtensions);
  await writeDeployment(builder.config, outsideOf(ssr), isStatic);
}

/** Inlines constants, so that the names Skerry's scripts share cost no import, and no chunk of their own. */
export const inlineNames = (): Plugin => ({
  name: 'skerry:inline-names',
  apply: 'build',
  config: () => ({
    environments: {
      client: { build: { rolldownOptions: { optimization: { inlineConst: true } } } },
    },
  }),
});
