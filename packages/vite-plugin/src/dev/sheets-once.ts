import { normalizePath, type Plugin } from 'vite';

import { isLinked } from '../modules/style-sheets.js';

/** Keeps a style sheet of an island from coming a second time when it hydrates: the page has it already, at its place among the others. */
export function sheetsOnce(): Plugin {
  let root: string;
  let base: string;
  return {
    name: 'skerry:sheets-once',
    apply: 'serve',
    enforce: 'post',
    applyToEnvironment: ({ config }) => config.consumer === 'client',
    configResolved(config) {
      ({ root, base } = config);
    },
    transform: {
      filter: { code: /^__vite__updateStyle\(/m },
      handler(code, id) {
        if (!isLinked(id)) return null;
        const [file = ''] = normalizePath(id).split('?');
        const url = file.startsWith(`${root}/`) ? file.slice(root.length + 1) : `@fs${file}`;
        const linked = JSON.stringify(base + url);
        const isLinkedCode = `[...document.querySelectorAll('link[rel=stylesheet]')].some(({ href }) => decodeURI(new URL(href).pathname) === ${linked})`;
        return {
          code: code.replace(/^__vite__updateStyle\(/m, `;${isLinkedCode} || __vite__updateStyle(`),
          map: null,
        };
      },
    },
  };
}
