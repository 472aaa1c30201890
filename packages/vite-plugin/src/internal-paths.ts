import type { Plugin } from 'vite';

/** Puts Skerry's own paths under the path of the app, in the code for browsers: the modules there know no configuration. */
export function internalPaths(): Plugin {
  let base: string;
  return {
    name: 'skerry:internal-paths',
    applyToEnvironment: ({ config }) => config.consumer === 'client' && config.base.startsWith('/'),
    configResolved(config) {
      ({ base } = config);
    },
    transform: {
      filter: { id: /\/wire\/(?:dist|src)\/names\.[jt]s/, code: /'\/_skerry\// },
      // Vite would take the file of a constant for longer than it is: lines stay where they are.
      handler: (code) =>
        base === '/'
          ? null
          : { code: code.replaceAll("'/_skerry/", `'${base}_skerry/`), map: null },
    },
  };
}
