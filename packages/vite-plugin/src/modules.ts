import type { AppFiles } from './files.js';

/** The modules that the plugin writes, by what they are for. */
export const virtual = {
  /** All modules of the app. */
  app: 'virtual:skerry/app',
  /** What a browser loads. */
  client: 'virtual:skerry/client',
  /** The entry of the production server. */
  server: 'virtual:skerry/server',
} as const;

const text = (value: unknown): string => JSON.stringify(value);

/** The module that gathers all modules of the app. */
export function appModule({ routes, views, config }: AppFiles): string {
  const imports: string[] = [];
  const load = (file: string): string => {
    const name = `file${imports.length}`;
    imports.push(`import * as ${name} from ${text(file)};`);
    return name;
  };
  const members = (files: ReadonlyMap<string, string>, part: string): string =>
    [...files].map(([name, file]) => `${text(name)}: ${load(file)}${part}`).join(', ');
  const parts = [`routes: { ${members(routes, '')} }`, `views: { ${members(views, '.default')} }`];
  if (config) parts.push(`config: ${load(config)}.default`);
  return `${imports.join('\n')}\nexport const modules = { ${parts.join(', ')} };\n`;
}

/** What the development server adds to it: the parts of kit that run the app, and word of every new version. */
export const hotPart = `
import { createApp, createListener } from '@skerry/kit/server';
export const kit = { createApp, createListener };
const data = import.meta.hot?.data ?? {};
export const watch = (watcher) => void (data.watcher = watcher);
import.meta.hot?.accept((next) => next ?? data.watcher?.failed());
data.watcher?.replaced({ modules, kit });
`;

/** The module that a browser loads: the app's own, then the regions start. */
export const clientModule = ({ client }: AppFiles): string =>
  `import { start } from '@skerry/client';\n${client ? `import ${text(client)};\n` : ''}start();\n`;

/** Stands in the server's code for the name of the build, which is known when all code is. */
export const buildMark = '__SKERRY_BUILD__';

/** The styles of each file under `src/pages`, and what the browser loads for regions. */
export interface BuiltAssets {
  styles: Record<string, readonly string[]>;
  client: { script: string; preloads: readonly string[]; styles: readonly string[] };
}

/** The entry of the production server. */
export const serverModule = ({ styles, client }: BuiltAssets): string => `
import { join } from 'node:path';
import { runServer } from '@skerry/kit/server';
import { modules } from '${virtual.app}';
const styles = ${text(styles)};
const assets = { scripts: [], client: ${text(client)}, styles: (file) => styles[file] ?? [] };
await runServer({ modules, assets, build: '${buildMark}', files: join(import.meta.dirname, '../client') });
`;
