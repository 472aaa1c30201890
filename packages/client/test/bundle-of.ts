import { fileURLToPath } from 'node:url';

import { build, type Rolldown } from 'vite';

/** A module with its imports, as a browser loads it. */
export async function bundleOf(file: URL): Promise<string> {
  const [{ output }] = (await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      lib: { entry: fileURLToPath(file), formats: ['es'] },
    },
  })) as [Rolldown.RolldownOutput];
  return output[0].code;
}
