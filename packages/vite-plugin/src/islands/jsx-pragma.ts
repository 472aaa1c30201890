import { MagicString } from 'magic-string';
import type { Plugin, Rolldown } from 'vite';

import { checkBrowserCode } from '../compile/index.js';
import { frameworkOf, isBrowserCode, isIslandFile } from './island-file.js';

/** Sees to the code of islands, on the server and in the browser alike. */
export function islandCode(): Plugin {
  return {
    name: 'skerry:island-code',
    enforce: 'pre',
    transform: {
      filter: { id: { include: /\.[jt]sx$/, exclude: /\/node_modules\// } },
      handler(code, id) {
        if (!isBrowserCode(id)) return undefined;
        if (code.includes('client:')) checkBrowserCode(code, id);
        return isIslandFile(id) ? withRuntime(code, id) : undefined;
      },
    },
  };
}

/** Names the runtime of the JSX in a file, whatever the configuration of TypeScript there says. A file may name another. */
function withRuntime(code: string, id: string): Rolldown.TransformResult {
  const edited = new MagicString(code);
  edited.prepend(`/** @jsxRuntime automatic @jsxImportSource ${frameworkOf(id)} */ `);
  return { code: edited.toString(), map: edited.generateMap({ hires: 'boundary' }) };
}
