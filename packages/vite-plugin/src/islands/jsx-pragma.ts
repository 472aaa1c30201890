import { MagicString } from 'magic-string';
import type { Plugin, Rolldown } from 'vite';

import { checkBrowserCode } from '../compile/index.js';
import { frameworkOf, isBrowserCode, isIslandFile } from '../app-files/island-file.js';

/** Checks the code of islands, and names the framework of their JSX, on the server and in the browser. */
export function jsxPragma(): Plugin {
  return {
    name: 'skerry:jsx-pragma',
    enforce: 'pre',
    transform: {
      filter: { id: { include: /\.[jt]sx$/, exclude: /\/node_modules\// } },
      handler(code, id) {
        if (!isBrowserCode(id)) return undefined;
        if (code.includes('client:')) checkBrowserCode(code, id);
        return isIslandFile(id) ? withPragma(code, id) : undefined;
      },
    },
  };
}

/** Names the JSX runtime in a file, in place of the configuration of TypeScript there. A pragma in the file itself wins. */
function withPragma(code: string, id: string): Rolldown.TransformResult {
  const edited = new MagicString(code);
  edited.prepend(`/** @jsxRuntime automatic @jsxImportSource ${frameworkOf(id)} */ `);
  return { code: edited.toString(), map: edited.generateMap({ hires: 'boundary' }) };
}
