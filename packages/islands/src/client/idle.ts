import type { Strategy } from './strategy.js';

/** Hydrates when the browser is idle, or after so many milliseconds. */
export const idle: Strategy = (_, hydrate, timeout) => {
  // Safari has no idle callbacks.
  if (!globalThis.requestIdleCallback) {
    const timer = setTimeout(hydrate, Math.min(Number(timeout ?? 200), 200));
    return () => clearTimeout(timer);
  }
  const request = requestIdleCallback(() => hydrate(), timeout ? { timeout: +timeout } : {});
  return () => cancelIdleCallback(request);
};
