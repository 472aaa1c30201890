import { skerry } from '@skerry/vite-plugin';
import { defineConfig } from 'vite';

// Tests that run at the same time do not share what the server keeps.
const cacheDir = process.env.SKERRY_TEST_CACHE;

export default defineConfig({
  plugins: [skerry()],
  ...(cacheDir && { cacheDir }),
});
