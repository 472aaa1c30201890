import { resolve } from 'node:path';
import { normalizePath, type Plugin, resolveConfig } from 'vite';

import { prerenderFolder } from '../build/prerender.js';

/** Keeps Vite from serving the server's build: it may contain values of the environment. */
export function outOfReach(): Plugin {
  return {
    name: 'skerry:out-of-reach',
    apply: 'serve',
    config: {
      // Other plugins set its folder here.
      order: 'post',
      async handler({ root = '.', server, environments }) {
        const folder = resolve(root, environments?.ssr?.build?.outDir ?? '');
        const own = [folder, prerenderFolder(folder)].map(patternOf);
        // A list replaces Vite's own.
        const deny = server?.fs?.deny ? own : [...(await denied()), ...own];
        return { server: { fs: { deny } } };
      },
    },
  };
}

const denied = async (): Promise<string[]> =>
  (await resolveConfig({ configFile: false, envDir: false }, 'serve')).server.fs.deny;

/** The pattern of everything in a folder. `?` replaces characters that have a meaning in patterns. */
const patternOf = (folder: string): string =>
  `${normalizePath(folder).replaceAll(/[^\w/:.-]/g, '?')}/**`;
