import { fileURLToPath } from 'node:url';

import { build, type Rollup } from 'vite';

/** The exports that a test uses before the client starts. */
export type EarlyClient = Pick<typeof import('@skerry/client/hooks'), 'hooks'>;

/** A page with the client and this body only. @param prepare runs before the client starts */
export const documentOf = (body: string, prepare?: (client: EarlyClient) => void): string =>
  `<!doctype html><meta charset="utf-8"><title>Test</title><script type="module" async>
    import * as client from '/client.js';
    ${prepare ? `(${prepare})(client);` : ''}
    window.client = { ...client, ...client.start() };
  </script><body>${body}`;

/** The client as a browser loads it: files by path. */
export const bundle = (async () => {
  const result = (await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      target: 'es2022',
      lib: {
        entry: fileURLToPath(new URL('entry.ts', import.meta.url)),
        formats: ['es'],
        fileName: () => 'client.js',
      },
    },
  })) as Rollup.RollupOutput[];
  const chunks = result[0]!.output.filter((file) => file.type === 'chunk');
  return new Map(chunks.map(({ fileName, code }) => [fileName, code]));
})();
