import { MagicString } from 'magic-string';
import type { Plugin, Rolldown } from 'vite';

import { checkBrowserCode, checkIslandsImport } from '../compile/index.js';
import type { AppParts } from '../plugin-parts/app-parts.js';
import {
  fileOf,
  type Framework,
  frameworkOf,
  frameworkOfCopy,
  isIslandFile,
} from '../app-files/island-file.js';

/** Checks the code of islands, and names the framework of their JSX, on the server and in the browser. */
export function jsxPragma(appParts: AppParts): Plugin {
  return {
    name: 'skerry:jsx-pragma',
    enforce: 'pre',
    transform: {
      filter: { id: /\.[jt]sx(?:\?on=(?:preact|react))?$/ },
      async handler(code, id) {
        if (!appParts.isCompiled(id)) return undefined;
        if (!(await appParts.jsxOwners.isBrowserCode(appParts.root, id, code))) return undefined;
        const file = fileOf(id);
        if (code.includes('client:')) checkBrowserCode(code, file);
        const framework = frameworkOfCopy(id) ?? (isIslandFile(id) ? frameworkOf(id) : undefined);
        if (framework && code.includes('@skerry/islands'))
          checkIslandsImport(code, file, framework);
        return framework && withPragma(code, framework);
      },
    },
  };
}

/** Names the JSX runtime in a file, in place of the configuration of TypeScript there. A pragma in the file itself wins. */
function withPragma(code: string, framework: Framework): Rolldown.TransformResult {
  const edited = new MagicString(code);
  edited.prepend(`/** @jsxRuntime automatic @jsxImportSource ${framework} */ `);
  return { code: edited.toString(), map: edited.generateMap({ hires: 'boundary' }) };
}
