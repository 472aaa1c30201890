import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['packages/*/src/**/*.test.{ts,tsx}', 'test/**/*.test.ts', 'docs/**/*.test.ts'],
    // Browsers and builds share two cores.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
