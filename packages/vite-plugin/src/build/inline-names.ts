import type { Plugin } from 'vite';

/** Inlines constants, so that the names Skerry's scripts share cost no import, and no chunk of their own. */
export const inlineNames = (): Plugin => ({
  name: 'skerry:inline-names',
  apply: 'build',
  config: () => ({
    environments: {
      client: { build: { rolldownOptions: { optimization: { inlineConst: true } } } },
    },
  }),
});
