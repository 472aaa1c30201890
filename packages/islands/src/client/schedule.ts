/**
 * Resolves when an island may hydrate: high priority first, low priority last, and equals in the order of their calls. One
 * island hydrates in each task, so that the page answers to input in between.
 */
export const schedule = (priority: string | null): Promise<unknown> =>
  // Safari has no scheduler: there priority does not count.
  globalThis.scheduler
    ? scheduler.postTask(() => {}, { priority: urgency[priority as keyof typeof urgency] })
    : new Promise((go) => setTimeout(go));

const urgency = { high: 'user-blocking', low: 'background' } as const;
