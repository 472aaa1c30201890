import { fileURLToPath } from 'node:url';

import { build, type Rolldown } from 'vite';

/** The client in one script, for a page that has none of its own. */
export async function bundleClient(): Promise<string> {
  const result = (await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      modulePreload: false,
      rolldownOptions: {
        input: fileURLToPath(new URL('page-entry.ts', import.meta.url)),
        output: { format: 'es', codeSplitting: false },
      },
    },
  })) as Rolldown.RolldownOutput;
  return (result.output[0] as Rolldown.OutputChunk).code;
}
