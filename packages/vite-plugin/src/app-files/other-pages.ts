import type { Plugin } from 'vite';

import { fileWithDuty } from './app-files.js';
import { checkExports, FileError, isModule } from './exports.js';
import { hasPageExtension, type PageExtensions } from './page-extensions.js';

/** Checks that a plugin of the app has made modules of pages in other languages, once all plugins have seen them. */
export function otherPages({ pageExtensions }: { pageExtensions: PageExtensions }): Plugin {
  let root: string;
  return {
    name: 'skerry:other-pages',
    enforce: 'post',
    applyToEnvironment: ({ config }) => pageExtensions.length > 0 && config.consumer === 'server',
    configResolved(config) {
      root = config.root;
    },
    transform: {
      filter: { id: /\/src\/pages\// },
      handler(code, id) {
        if (!hasPageExtension(id, pageExtensions)) return;
        const file = fileWithDuty(root, id, pageExtensions);
        if (file === undefined) return;
        if (!isModule(code))
          throw new FileError(
            `src/${file} is a page, and no Vite plugin has made a module of it.`,
            'Add one to the plugins of vite.config.ts, such as `@mdx-js/rollup` for MDX.',
          );
        checkExports(file, code);
      },
    },
  };
}
