import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

import { build, type Plugin, type Rolldown } from 'vite';
import { expect, test } from 'vitest';

/** Bytes after gzip of the modules that a page with one counter loads until the counter works. */
const budget = 7000;

const path = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

const modules: Record<string, string> = {
  entry: `
    import { load, startIslands } from ${JSON.stringify(path('index.ts'))};
    startIslands({
      islands: new Map([["islands/counter.island", () => import("island")]]),
      strategies: new Map([["load", load]]),
    });`,
  island: `
    export * from ${JSON.stringify(path('../preact/client.ts'))};
    export { default } from "counter.jsx";`,
  'counter.jsx': `
    /** @jsxImportSource preact */
    import { useState } from 'preact/hooks';
    export default function Counter({ start = 0 }) {
      const [count, setCount] = useState(start);
      return <button onClick={() => setCount(count + 1)}>{count}</button>;
    }`,
  // Vite's wrapper of imports; a page without style sheets for islands needs none.
  'vite/preload-helper.js': 'export const __vitePreload = (run) => run();',
};

const generated: Plugin = {
  name: 'generated',
  enforce: 'pre',
  resolveId: (id) => (id.replace('\0', '') in modules ? `\0${id.replace('\0', '')}` : undefined),
  load: (id) => modules[id.slice(1)],
};

const nameOf = ({ name, facadeModuleId }: Rolldown.PreRenderedChunk): string =>
  facadeModuleId === '\0island' ? 'island.js' : `${name}.js`;

async function filesOf(): Promise<Map<string, string>> {
  const { output } = (await build({
    configFile: false,
    root: path('../..'),
    logLevel: 'silent',
    plugins: [generated],
    build: {
      write: false,
      modulePreload: false,
      rolldownOptions: {
        input: 'entry',
        // As Skerry's plugin sets it.
        optimization: { inlineConst: true },
        // Names with hashes would change the compressed size.
        output: { entryFileNames: 'entry.js', chunkFileNames: nameOf },
      },
    },
  })) as Rolldown.RolldownOutput;
  return new Map(output.map((file) => [file.fileName, 'code' in file ? file.code : '']));
}

test('a page with one counter loads little until it is interactive', async () => {
  const files = await filesOf();
  const sizes = Object.fromEntries(
    ['entry.js', 'island.js'].map((file) => [
      file,
      gzipSync(files.get(file)!, { level: 9 }).length,
    ]),
  );
  const sum = Object.values(sizes).reduce((a, b) => a + b);
  console.log(`One counter island: ${sum} of ${budget} bytes after gzip`, sizes);
  expect(sum).toBeLessThanOrEqual(budget);
  // All other modules are loaded on demand.
  expect([...files.keys()].sort()).toEqual([
    'deferred.js',
    'entry.js',
    'failure.js',
    'island.js',
    'late-strategy.js',
    'mend.js',
    'report.js',
    'typed.js',
  ]);
});
