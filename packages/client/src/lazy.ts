import type { Region } from './region.js';

/** The rules for whole trees in place of others: only pages that get such load them. */
export let reset: typeof import('./reset.js') | undefined;

/** The rules for islands: only pages with islands in their regions load them. */
export let islands: typeof import('./islands.js') | undefined;

/** The rules for events that wait or are large: only pages on which some are load them. */
export let queueRules: Partial<typeof import('./queue-rules.js')> | undefined;

/** Loads them. Out of reach, events go without. */
export async function loadQueueRules(): Promise<void> {
  queueRules ??= await import('./queue-rules.js').catch(() => ({}));
}

export async function loadReset(): Promise<void> {
  reset ??= await import('./reset.js');
}

/** Looks after the islands in a region from now on; settles once the rules are there. */
export async function noteIslands(region: Region): Promise<void> {
  const load = () => import('./islands.js');
  const rules = await load().catch(load);
  await rules.attend(region);
  islands = rules;
}
