import type { Plugin } from 'vite';

import { compile } from './compile/index.js';
import { viewId } from './files.js';
import { isBrowserCode } from './islands/name.js';
import { strategiesBeside } from './strategies.js';

/** Compiles the JSX of pages, layouts and live views to templates. Islands keep theirs. */
export function jsx(): Plugin {
  let root: string;
  let isDevelopment = false;
  return {
    name: 'skerry:jsx',
    enforce: 'pre',
    applyToEnvironment: ({ config }) => config.consumer === 'server',
    configResolved(config) {
      root = config.root;
      isDevelopment = config.command === 'serve';
    },
    transform: {
      filter: { id: { include: /\.tsx$/, exclude: /\/node_modules\// } },
      handler(code, id) {
        if (isBrowserCode(id)) return null;
        const view = viewId(root, id);
        return compile(code, id, {
          ...(isDevelopment && { root }),
          ...(view !== undefined && { viewId: view }),
          strategies: code.includes('client:') ? strategiesBeside(id) : [],
        });
      },
    },
  };
}
