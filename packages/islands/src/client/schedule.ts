/**
 * Resolves when an island may hydrate: high priority first, low priority last, and equals in the order of their calls. One
 * island hydrates in each task, so that the page handles input in between.
 */
export const schedule = (priority: string | null): Promise<unknown> =>
  // Safari has no scheduler, and so ignores priorities.
  globalThis.scheduler
    ? scheduler.postTask(() => {}, { priority: urgency[priority as keyof typeof urgency] })
    : new Promise((go) => setTimeout(go));

const urgency = { high: 'user-blocking', low: 'background' } as const;

/**
 * Loads a module that may be unreachable for a moment: tries three times, with growing pauses; offline, once the network
 * is back. Browsers from before 2026 may remember a failure, and then fail again without asking.
 *
 * @param most longest pause, in milliseconds, after which it gives up; each pause is four times the one before
 */
export const retry = <T>(load: () => Promise<T>, most?: number, pause = 500): Promise<T> =>
  load().catch((error: unknown) => {
    if (pause > most!) throw error;
    return new Promise((go) =>
      navigator.onLine ? setTimeout(go, pause) : addEventListener('online', go),
    ).then(() => retry(load, most, pause * 4));
  });
