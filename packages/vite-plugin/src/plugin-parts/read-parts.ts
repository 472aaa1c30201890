import {
  type AppModules,
  noPluginParts,
  type PluginParts,
  readPluginParts,
} from '@skerry/kit/server';
import { type Plugin, runnerImport } from 'vite';

import type { AppFiles } from '../app-files/app-files.js';
import { isPluginList } from '../app-files/exports.js';

/** The parts of the plugins of an app, and the files that say so. */
export interface ReadParts {
  readonly parts: PluginParts;
  readonly files: ReadonlySet<string>;
}

const entry = 'virtual:skerry/plugin-lists';

/**
 * Reads the parts that the plugins of an app add: runs `src/app.ts`, the `_plugins.ts` of folders and the setups of the plugins, in a
 * module runner of its own. Packages are loaded by Node.
 *
 * @param failed receives the failure of a plugin's setup; the parts of the others are read all the same
 * @throws errors of these modules, and of the setups
 */
export async function readParts(
  root: string,
  { config, routes }: Pick<AppFiles, 'config' | 'routes'>,
  surroundings: { readonly mode: 'development' | 'production'; readonly base: string },
  failed: (error: Error) => void,
): Promise<ReadParts> {
  const lists = new Map([...routes].filter(([name]) => isPluginList(name)));
  if (config === undefined && lists.size === 0) return { parts: noPluginParts(), files: new Set() };
  const { module, dependencies } = await runnerImport<{ modules: AppModules }>(entry, {
    root,
    logLevel: 'silent',
    plugins: [listsModule(config, lists)],
  });
  return {
    parts: readPluginParts(module.modules, surroundings, failed),
    files: new Set(dependencies.filter((file) => typeof file === 'string')),
  };
}

/** Provides the module that imports the lists of plugins. */
function listsModule(config: string | undefined, lists: ReadonlyMap<string, string>): Plugin {
  const text = (value: unknown): string => JSON.stringify(value);
  const files = [...lists];
  const code = [
    ...(config ? [`import config from ${text(config)};`] : ['const config = {};']),
    ...files.map(([, file], i) => `import * as list${i} from ${text(file)};`),
    `const routes = { ${files.map(([name], i) => `${text(name)}: list${i}`).join(', ')} };`,
    'export const modules = { config, routes, views: {} };',
  ].join('\n');
  return {
    name: 'skerry:plugin-lists',
    resolveId: (id) => (id === entry ? `\0${entry}` : undefined),
    load: (id) => (id === `\0${entry}` ? code : undefined),
  };
}
