import { skerry } from '@skerry/vite-plugin';
import { defineConfig } from 'vite';

// Tests that run at the same time do not share what the server keeps.
const cacheDir = process.env.SKERRY_TEST_CACHE;

export default defineConfig({
  plugins: [skerry()],
  // What fails here is meant to, and would cover the page.
  server: { hmr: { overlay: false } },
  ...(cacheDir && { cacheDir }),
});
