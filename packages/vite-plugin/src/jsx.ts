import type { Plugin } from 'vite';

import { resolveIn } from './modules/resolve-import.js';
import { compile, type CompileError } from './compile/index.js';
import { isRouteFile, viewId } from './app-files/app-files.js';
import { findForeignTag } from './islands/foreign-tags.js';
import { ImportedModules } from './modules/imported-modules.js';
import type { AppParts } from './plugin-parts/app-parts.js';
import { strategiesBeside } from './app-files/strategies.js';

/** Compiles the JSX of pages, layouts and live views to templates. Islands keep theirs. */
export function jsx(appParts: AppParts): Plugin {
  let root: string;
  let isDevelopment = false;
  let imported = new ImportedModules();
  return {
    name: 'skerry:jsx',
    enforce: 'pre',
    applyToEnvironment: ({ config }) => config.consumer === 'server',
    configResolved(config) {
      root = config.root;
      isDevelopment = config.command === 'serve';
    },
    buildStart() {
      imported = new ImportedModules();
    },
    transform: {
      filter: { id: /\.[jt]sx$/ },
      async handler(code, id) {
        if (!appParts.isCompiled(id)) return null;
        const { jsxOwners } = appParts;
        if (await jsxOwners.isBrowserCode(root, id, code)) return null;
        const resolve = resolveIn(this);
        const foreign = await findForeignTag(code, id, { root, jsxOwners, resolve });
        if (foreign && !isDevelopment) throw foreign;
        // In development the mend may be an edit of the other file, which Vite knows only if this one is loaded.
        const warn = ({ message, loc }: CompileError) => this.warn({ message, loc, id });
        if (foreign) warn(foreign);
        const view = appParts.viewIdInPackage(id) ?? viewId(root, id);
        return compile(code, id, {
          // In development pages are inspected as they are rendered, which finds more.
          ...(isDevelopment
            ? { root, warn }
            : { modules: await imported.modulesOf(code, id, resolve) }),
          ...(view !== undefined && { viewId: view }),
          isPage: isRouteFile(root, id),
          strategies: code.includes('client:')
            ? [...strategiesBeside(id), ...(await appParts.strategyNames())]
            : [],
        });
      },
    },
  };
}
