import type { Plugin } from 'vite';

/** The adapter of a framework with the framework itself: one chunk that all its islands import. */
const groups = [
  {
    name: 'preact',
    // A single island is smaller in one chunk with its framework.
    minShareCount: 2,
    test: /[\\/](?:node_modules[\\/]preact[\\/](?:dist|hooks[\\/]dist|jsx-runtime[\\/]dist)|islands[\\/]dist[\\/]preact)[\\/]/,
  },
  {
    name: 'react',
    test: /[\\/](?:node_modules[\\/](?:react|react-dom|scheduler)|islands[\\/]dist[\\/]react)[\\/]/,
  },
];

/** Sets up the chunks of islands: one for each island, and one for each framework. */
export function islandChunks(): Plugin {
  return {
    name: 'skerry:island-chunks',
    enforce: 'pre',
    apply: 'build',
    applyToEnvironment: ({ config }) => config.consumer === 'client',
    config: () => ({
      environments: {
        client: { build: { rolldownOptions: { output: { codeSplitting: { groups } } } } },
      },
    }),
    // A module shared by both would make pages with one framework load the other.
    resolveId: {
      filter: { id: /^\.\.\/[\w-]+\.js$/ },
      async handler(source, importer = '') {
        if (!/[\\/]islands[\\/]dist[\\/]react[\\/]/.test(importer)) return undefined;
        const found = await this.resolve(source, importer, { skipSelf: true });
        return found && `${found.id}?react`;
      },
    },
  };
}
