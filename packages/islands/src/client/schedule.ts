/**
 * Resolves when it is one's turn to hydrate: those with high priority first, those with low priority last, among equals the
 * first that came. There is one turn in each task, so that the page answers to input in between.
 */
export const schedule = (priority: string | null): Promise<unknown> =>
  // Safari has no scheduler: there it goes by who came first.
  globalThis.scheduler
    ? scheduler.postTask(() => {}, { priority: urgency[priority as keyof typeof urgency] })
    : new Promise((go) => setTimeout(go));

const urgency = { high: 'user-blocking', low: 'background' } as const;
