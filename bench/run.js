// Builds the benchmarks as an app would be built, runs them, and prints one table. It writes nothing but its own build.
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { skerry } from '@skerry/vite-plugin';
import { build } from 'vite';

import { withoutHooks } from './without-hooks.js';

// The benchmarks are no app, but have templates and islands as one has.
const wanted = new Set(['skerry:jsx', 'skerry:islands', 'skerry:modules']);

const at = (path) => fileURLToPath(new URL(path, import.meta.url));

await build({
  configFile: false,
  root: at('.'),
  logLevel: 'warn',
  plugins: skerry().filter(({ name }) => wanted.has(name)),
  build: {
    ssr: true,
    outDir: at('dist'),
    emptyOutDir: true,
    rollupOptions: {
      input: {
        main: at('src/main.ts'),
        server: at('src/site-server.ts'),
        'http-server': at('src/http-server.tsx'),
        'chat-server': at('src/chat-server.ts'),
        'hooks-pair': at('src/hooks-pair.ts'),
        visitors: at('src/visitors.ts'),
        'astro-server': at('src/astro/server.ts'),
      },
      output: { chunkFileNames: '[name].js' },
    },
  },
});

// A counter, as if kit had no hooks.
await build({
  configFile: false,
  root: at('.'),
  logLevel: 'warn',
  plugins: [...skerry().filter(({ name }) => wanted.has(name)), withoutHooks()],
  build: {
    ssr: true,
    outDir: at('dist/unhooked'),
    rollupOptions: { input: at('src/events.ts'), output: { chunkFileNames: '[name].js' } },
  },
});

await build({
  configFile: false,
  root: at('.'),
  logLevel: 'warn',
  build: {
    outDir: at('dist'),
    emptyOutDir: false,
    modulePreload: false,
    rollupOptions: {
      input: at('src/client.ts'),
      output: { entryFileNames: 'client.js', codeSplitting: false },
    },
  },
});

process.env.NODE_ENV = 'production';
const { fetch } = globalThis;
try {
  // liveviewjs asks the network for a list of file types when it is loaded, and needs none here.
  globalThis.fetch = () => Promise.resolve(new Response('{}'));
  const { main } = await import('./dist/main.js');
  globalThis.fetch = fetch;
  await main(process.argv.slice(2));
} finally {
  rmSync(at('dist'), { recursive: true, force: true });
}
process.exit();
