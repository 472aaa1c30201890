import { type ESTree, parseSync, type Plugin, type PluginOption } from 'vite';

import { fileOf } from '../app-files/island-file.js';
import { innerNodes, type Node, unwrap } from '../compile/index.js';
import { resolveIn } from '../modules/resolve-import.js';
import type { BrowserModules } from './browser-modules.js';
import { refuse } from './guard.js';
import { serverOnlyHint } from './server-only.js';

/**
 * Gives the modules of workers the plugins that those of pages have: Vite bundles a worker by itself.
 *
 * @param plugins makes them, for each worker anew
 */
export const workers = (plugins: () => PluginOption[]): Plugin => ({
  name: 'skerry:workers',
  config: () => ({ worker: { plugins } }),
});

/**
 * Notes the files that browser code names by `new URL('./w.ts', import.meta.url)`: workers, which lead on, and files that Vite
 * copies as they are.
 */
export function urlReferences(modules: BrowserModules): Plugin {
  return {
    name: 'skerry:url-references',
    applyToEnvironment: ({ config }) => config.consumer === 'client',
    // After the syntax of TypeScript is gone, and before Vite replaces them.
    transform: {
      filter: { code: /\bimport\.meta\.url\b/ },
      async handler(code, id) {
        const resolve = (source: string) => resolveIn(this)(source, id).catch(() => undefined);
        const files = new Set<string>();
        for (const url of relativeUrls(parseSync('module.js', code).program)) {
          const found = (await resolve(`./${url}`)) ?? (await resolve(url));
          if (found !== undefined && !found.startsWith('\0')) files.add(fileOf(found));
        }
        modules.noteUrls(id, [...files]);
        for (const file of files) {
          if (serverOnlyHint(modules.root(), file) === undefined) continue;
          if (this.environment.mode !== 'dev') modules.serverOnly.add(file);
          else await refuse(this, modules, file, this.environment.moduleGraph);
        }
      },
    },
  };
}

/** The texts of `new URL(…, import.meta.url)` in a part of a module. */
function* relativeUrls(node: Node): Generator<string> {
  if (node.type === 'NewExpression' && isRelativeUrl(node)) {
    const [text] = node.arguments;
    const url = text && unwrap(text);
    if (url?.type === 'Literal' && typeof url.value === 'string') yield url.value;
    // Vite makes a glob of one with holes.
    if (url?.type === 'TemplateLiteral' && url.expressions.length === 0)
      yield url.quasis[0]?.value.cooked ?? '';
  }
  for (const inner of innerNodes(node)) yield* relativeUrls(inner);
}

const isRelativeUrl = ({ callee, arguments: [, base] }: ESTree.NewExpression): boolean =>
  callee.type === 'Identifier' &&
  callee.name === 'URL' &&
  base?.type === 'MemberExpression' &&
  base.object.type === 'MetaProperty' &&
  base.property.type === 'Identifier' &&
  base.property.name === 'url';
