import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin, Rolldown } from 'vite';

import { virtual } from '../modules/modules.js';

const helper = '\0vite/preload-helper.js';

/**
 * Gives dynamic imports a smaller helper than Vite's. It waits for their style sheets as Vite's does, and does not preload
 * modules, which would cost a page more than everything that it may load later. Skerry's own later imports have their style
 * sheets on the page already, and get no helper.
 */
export function preload(): Plugin {
  let base: string;
  return {
    name: 'skerry:preload',
    enforce: 'pre',
    apply: 'build',
    config: () => ({ environments: { client: { build: { modulePreload: false } } } }),
    configResolved(config) {
      ({ base } = config);
    },
    applyToEnvironment: ({ config }) => config.consumer === 'client',
    resolveId: {
      filter: { id: /^\0vite\/preload-helper\.js$/ },
      async handler(id, importer = '') {
        return id + (await ownerOf(this, importer));
      },
    },
    load: {
      filter: { id: /^\0vite\/preload-helper\.js/ },
      handler: (id) => (id === helper ? source(base) : bareSource),
    },
    renderChunk: {
      filter: { code: /\bbareImport(?:\$\d+)?\(/ },
      // This matches the form in which Vite writes the calls, since 8.4 with a hash. Another form works too, and is longer.
      handler: (code) => ({
        code: code.replaceAll(
          /\bbareImport(?:\$\d+)?\(\(\) => (import\("[^"]+"\)), __VITE_PRELOAD__[\da-f]*\)/g,
          '$1',
        ),
        map: null,
      }),
    },
  };
}

/** The module of Skerry's own that an import is in, as a query: each has a helper of its own, which goes with its calls. */
async function ownerOf(context: Rolldown.PluginContext, importer: string): Promise<string> {
  if (importer === `\0${virtual.islands}`) return '?islands';
  if (importer === `\0${virtual.holes}`) return '?holes';
  for (const part of ['client', 'islands/client']) {
    const found = await context.resolve(`@skerry/${part}`, fileURLToPath(import.meta.url));
    if (found && importer.startsWith(`${dirname(found.id)}/`))
      return `?${part}/${importer.slice(dirname(found.id).length + 1)}`;
  }
  return '';
}

const bareSource = 'const bareImport = (run) => run(); export { bareImport as __vitePreload };';

const source = (base: string): string => `
const sheets = {};
const load = (href) => new Promise((done) => {
  if (document.querySelector('link[href="' + href + '"]')) return done();
  document.head.append(Object.assign(document.createElement('link'), { rel: 'stylesheet', href, onload: done, onerror: done }));
});
export const __vitePreload = (run, files = []) =>
  Promise.all(files.filter((file) => file.endsWith('.css')).map((file) => sheets[file] ??= load(${JSON.stringify(base)} + file))).then(run);
`;
