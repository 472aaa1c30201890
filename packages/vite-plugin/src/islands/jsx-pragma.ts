import { MagicString } from 'magic-string';
import type { Plugin, Rolldown } from 'vite';

import { jsxPragmas } from '../app-files/jsx-pragmas.js';
import { checkBrowserCode, checkIslandsImport, parse } from '../compile/index.js';
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
      filter: { id: [/\.[jt]sx(?:\?on=(?:preact|react))?$/, /\.[jt]sx\?worker_file\b/] },
      async handler(code, id) {
        if (!appParts.isCompiled(id)) return undefined;
        if (!(await appParts.jsxOwners.isBrowserCode(appParts.root, id, code))) return undefined;
        const file = fileOf(id);
        if (code.includes('client:')) checkBrowserCode(code, file);
        const framework = frameworkOfCopy(id) ?? (isIslandFile(id) ? frameworkOf(id) : undefined);
        if (framework && code.includes('@skerry/islands'))
          checkIslandsImport(code, file, framework);
        return framework && withPragma(code, file, framework);
      },
    },
  };
}

/**
 * Names the JSX runtime in a file, in place of the configuration of TypeScript there. A pragma in the file itself wins; one that is
 * text, which compilers may take for one, does not: the last one counts.
 *
 * @throws CompileError where its syntax is wrong: a compiler would count columns from what is added here
 */
function withPragma(
  code: string,
  file: string,
  framework: Framework,
): Rolldown.TransformResult | undefined {
  const first = parse(code, file).body.find((statement) => !('directive' in statement));
  const { mode = 'automatic', runtime = framework } = jsxPragmas(code);
  if (!first || mode !== 'automatic') return undefined;
  const edited = new MagicString(code);
  edited.appendLeft(first.start, `/** @jsxRuntime automatic @jsxImportSource ${runtime} */ `);
  return { code: edited.toString(), map: edited.generateMap({ hires: 'boundary' }) };
}
