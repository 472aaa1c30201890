import { gzipSync } from 'node:zlib';

import type { Plugin, Rolldown } from 'vite';

import { resolveIn } from '../modules/resolve-import.js';
import type { AppParts } from './app-parts.js';

/** Gives the browser module of each plugin a chunk of its own, and prints its bytes after the build. */
export function pluginBytes(appParts: AppParts): Plugin {
  /** The names of the plugins, by the files of their browser modules. */
  const names = new Map<string, string>();
  /** Those among them that the entry of regions imports. */
  const imported = new Map<string, string>();
  return {
    name: 'skerry:plugin-bytes',
    apply: 'build',
    applyToEnvironment: ({ name }) => name === 'client',
    config: () => ({
      environments: {
        client: {
          build: {
            rolldownOptions: { output: { codeSplitting: { groups: [pluginChunks(imported)] } } },
          },
        },
      },
    }),
    async buildStart() {
      const { clients } = await appParts.readParts();
      const resolve = resolveIn(this);
      for (const { plugin, part, where } of clients) {
        const file = await resolve(part, `${appParts.root}/src/app.ts`);
        if (file === undefined) continue;
        names.set(file, plugin);
        if (where === 'live') imported.set(file, plugin);
        else this.emitFile({ type: 'chunk', id: file, name: chunkName(plugin) });
      }
    },
    writeBundle: {
      order: 'post',
      handler(_, bundle) {
        for (const [plugin, bytes] of bytesOf(names, Object.values(bundle)))
          this.environment.logger.info(`plugin ${plugin}: ${bytes} B gzip in browsers`);
      },
    },
  };
}

const chunkName = (plugin: string): string => `plugin-${plugin.replaceAll(/[^a-z0-9]+/g, '-')}`;

const pluginChunks = (names: ReadonlyMap<string, string>) => ({
  name: (id: string) => chunkName(names.get(id) ?? ''),
  debugName: 'plugins',
  test: (id: string) => names.has(id),
});

/** The bytes of the chunks of each plugin. */
function bytesOf(
  names: ReadonlyMap<string, string>,
  outputs: readonly (Rolldown.OutputChunk | Rolldown.OutputAsset)[],
): Map<string, number> {
  const bytes = new Map<string, number>();
  for (const output of outputs) {
    if (output.type !== 'chunk') continue;
    const owner = output.moduleIds.map((id) => names.get(id)).find((name) => name !== undefined);
    if (owner === undefined) continue;
    bytes.set(owner, (bytes.get(owner) ?? 0) + gzipSync(output.code, { level: 9 }).length);
  }
  return bytes;
}
