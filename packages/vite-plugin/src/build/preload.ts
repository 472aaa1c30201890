import type { Plugin } from 'vite';

/**
 * Gives dynamic imports a smaller helper than Vite's. It waits for their style sheets as Vite's does, and leaves out the
 * preloading of modules, which would cost a page more than all it may ever load later.
 */
export function preload(): Plugin {
  let base: string;
  return {
    name: 'skerry:preload',
    enforce: 'pre',
    apply: 'build',
    configResolved(config) {
      ({ base } = config);
    },
    applyToEnvironment: ({ config }) => config.consumer === 'client',
    resolveId: { filter: { id: /^\0vite\/preload-helper\.js$/ }, handler: (id) => id },
    load: { filter: { id: /^\0vite\/preload-helper\.js$/ }, handler: () => source(base) },
  };
}

const source = (base: string): string => `
const sheets = {};
const load = (href) => new Promise((done) => {
  if (document.querySelector('link[href="' + href + '"]')) return done();
  document.head.append(Object.assign(document.createElement('link'), { rel: 'stylesheet', href, onload: done, onerror: done }));
});
export const __vitePreload = (run, files = []) =>
  Promise.all(files.filter((file) => file.endsWith('.css')).map((file) => sheets[file] ??= load(${JSON.stringify(base)} + file))).then(run);
`;
