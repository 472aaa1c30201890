import { createHash } from 'node:crypto';
import { relative } from 'node:path';

import { type EnvironmentModuleNode, normalizePath, type Plugin } from 'vite';

import { isCssModule } from '../modules/style-sheets.js';

/** The code of CSS modules on the server: the names of their classes. */
const codes = new WeakMap<EnvironmentModuleNode, string>();

/** The code that the names of the classes of a CSS module make; `undefined` if it has not been compiled. */
export const classNamesOf = (module: EnvironmentModuleNode): string | undefined =>
  codes.get(module);

/**
 * Lets an edit of a CSS module leave the names of its classes, so that pages which are open show its new rules. Vite would
 * derive the names from its content.
 */
export function cssModules(): Plugin {
  let root = '';
  return {
    name: 'skerry:css-modules',
    apply: 'serve',
    // After Vite has made code of them.
    enforce: 'post',
    config({ css }) {
      if (css?.modules === false || css?.modules?.generateScopedName) return undefined;
      return {
        css: {
          modules: {
            generateScopedName: (name, file) => `_${name}_${hashOf(relative(root, file))}`,
          },
        },
      };
    },
    configResolved(config) {
      ({ root } = config);
    },
    transform: {
      filter: { id: /\.module\.\w+$/ },
      handler(code, id) {
        const { environment } = this;
        if (environment.mode !== 'dev' || environment.config.consumer === 'client') return;
        const module = environment.moduleGraph.getModuleById(id);
        if (module && isCssModule(module.url)) codes.set(module, code);
      },
    },
  };
}

const hashOf = (path: string): string =>
  createHash('sha256').update(normalizePath(path)).digest('hex').slice(0, 6);
