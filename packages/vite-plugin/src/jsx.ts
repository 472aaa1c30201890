import type { Plugin } from 'vite';

import { compile } from './compile/index.js';
import { viewId } from './files.js';

/** Compiles the JSX of pages, layouts and live views to templates. Islands keep theirs. */
export function jsx(): Plugin {
  let root: string;
  return {
    name: 'skerry:jsx',
    enforce: 'pre',
    applyToEnvironment: ({ config }) => config.consumer === 'server',
    configResolved(config) {
      root = config.root;
    },
    transform: {
      filter: {
        id: {
          include: /\.tsx$/,
          exclude: [/\/node_modules\//, /\/islands\//, /\.(?:island|react)\.tsx$/],
        },
      },
      handler(code, id) {
        const view = viewId(root, id);
        return compile(code, id, view === undefined ? {} : { viewId: view });
      },
    },
  };
}
