import { fileURLToPath } from 'node:url';

import { build, type Rolldown } from 'vite';

const path = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** Bundles one module of this package for browsers, as an app's build does; the rest of it is imported by nothing. */
export async function bundle(input: string): Promise<string> {
  const { output } = (await build({
    configFile: false,
    root: path('..'),
    logLevel: 'silent',
    build: {
      write: false,
      modulePreload: false,
      rolldownOptions: { input, preserveEntrySignatures: 'strict' },
    },
  })) as Rolldown.RolldownOutput;
  const [chunk] = output;
  return chunk.code;
}

/** The browser part of analytics. */
export const browserPart = (): Promise<string> => bundle(path('../src/analytics/browser/index.ts'));

/** The package `web-vitals`, to compare with. */
export const webVitals = (): Promise<string> =>
  bundle(path('../node_modules/web-vitals/dist/web-vitals.js'));
