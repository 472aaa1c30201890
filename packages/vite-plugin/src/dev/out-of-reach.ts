import { resolve } from 'node:path';
import { normalizePath, type Plugin, resolveConfig } from 'vite';

import { prerenderFolder } from '../build/prerender.js';

/** Keeps Vite from serving what a build has made for the server: it may hold values of the environment. */
export function outOfReach(): Plugin {
  return {
    name: 'skerry:out-of-reach',
    apply: 'serve',
    config: {
      // Others say here where it is.
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

/** The pattern of all that is in a folder: `?` stands for a character that means something in patterns. */
const patternOf = (folder: string): string =>
  `${normalizePath(folder).replaceAll(/[^\w/:.-]/g, '?')}/**`;
