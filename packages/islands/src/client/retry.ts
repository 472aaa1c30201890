/**
 * Loads a module that may be out of reach for a moment: three times, each after a longer pause; offline, after the network
 * is back. Browsers from before 2026 may remember a failure, and then fail again without asking.
 *
 * @param pause before the next time, in milliseconds
 */
export const retry = <T>(load: () => Promise<T>, pause = 500): Promise<T> =>
  load().catch((error: unknown) => {
    if (pause > 2000) throw error;
    return new Promise((go) =>
      navigator.onLine ? setTimeout(go, pause) : addEventListener('online', go),
    ).then(() => retry(load, pause * 4));
  });
