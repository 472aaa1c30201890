import { afterAll, vi } from 'vitest';

// An app that ends its process would take with it the other tests of the worker. Vitest sees to that for its first files only.
process.exit = (code) => {
  throw new Error(`process.exit(${code}) was called.`);
};

// Files share a worker: no file may leave clocks, mocks or globals to the next.
afterAll(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
});
