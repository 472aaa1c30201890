import { afterAll, vi } from 'vitest';

// Files share a worker: no file may leave clocks, mocks or globals to the next.
afterAll(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
});
