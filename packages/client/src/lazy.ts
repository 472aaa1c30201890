import type { IncomingUpdate } from './connection/channel.js';
import type { Region } from './region/region.js';

/** The rules for whole trees in place of others: only pages that get such load them. */
export let reset: typeof import('./patch/morph.js') | undefined;

/** The rules for lists: only pages on which one is built or patched load them. */
export let lists: typeof import('./patch/list.js') | undefined;

export async function loadLists(): Promise<void> {
  lists ??= await import('./patch/list.js');
}

/** The rules for islands: only pages with islands in their regions load them. */
export let islands: typeof import('./islands/islands.js') | undefined;

/** What keeps the view where it is: only browsers that do not do so by themselves load it. */
export let scroll: typeof import('./region/scroll.js') | undefined;

export async function loadScroll(): Promise<void> {
  if (!CSS.supports('overflow-anchor', 'auto')) scroll = await import('./region/scroll.js');
}

export async function loadReset(): Promise<void> {
  reset ??= await import('./patch/morph.js');
  await reset.loadMoves();
}

/** Looks after the islands in a region from now on; settles once the rules are there. */
export async function noteIslands(region: Region): Promise<void> {
  const load = () => import('./islands/islands.js');
  const rules = await load().catch(load);
  await rules.attend(region);
  islands = rules;
}

/** What the rules for fields begin with: only pages with fields in their regions load it. */
export let fields: typeof import('./fields/fields.js') | undefined;
/** Whether that is on its way: what changes the page waits for it. */
export let loadsFields = false;

/** The rules for events: only pages with fields, forms or islands in regions, or on which some event waits, load them. */
export let eventRules: typeof import('./events/event-rules.js') | undefined;
/** Whether they are on their way: what changes the page waits for them. */
export let loadsEventRules = false;

export async function loadEventRules(): Promise<void> {
  loadsEventRules = true;
  eventRules ??= await import('./events/event-rules.js');
}

async function loadFields(): Promise<void> {
  loadsFields = true;
  [fields] = await Promise.all([import('./fields/fields.js'), loadEventRules()]);
}

/** Looks after the fields in a region; gives a promise where these, or those in an update, need code that is not there. */
export const noteFields = (region: Region, arrival?: IncomingUpdate): Promise<void> | undefined =>
  fields
    ? fields.attend(region, arrival)
    : loadFields().then(() => {
        eventRules!.tidy(region);
        return fields!.attend(region, arrival);
      });
