import { fileURLToPath } from 'node:url';

import { build, type Rolldown } from 'vite';

const path = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** The client in one script, for a page that has none of its own. */
export async function bundleClient(): Promise<string> {
  const result = (await build({
    configFile: false,
    logLevel: 'error',
    resolve: {
      alias: { '@skerry/client': path('../../packages/client/src/index.ts') },
    },
    build: {
      write: false,
      minify: false,
      modulePreload: false,
      rolldownOptions: {
        input: path('page-entry.ts'),
        output: { format: 'es', codeSplitting: false },
      },
    },
  })) as Rolldown.RolldownOutput;
  return (result.output[0] as Rolldown.OutputChunk).code;
}
