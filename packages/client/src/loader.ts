import { isInstance, islandTag, keyAttribute } from '@skerry/wire';

import type { IncomingUpdate } from './connection/live-event.js';
import { features } from './features.js';
import { fieldTags } from './patch/values.js';
import type { RegionHandle } from './region/region-handle.js';

/** Which code a page needs: the one place that loads and installs features. */

/** Markup in which there may be such. */
const mayHoldFields = /<(input|textarea|select|form)|contenteditable/;
/** An update in which there may be a list, or a patch of one. Changes of islands' props are none. */
const mayHoldLists = /"[rl]":\[|[^i]":{"p":{/;

/** Whether the code was asked for: from then on, what changes the page waits for it. */
let wantsFields = false;
let wantsEvents = false;

/** Loads what the markup of a region needs. @returns what is under way */
export function loadForJoin(region: RegionHandle): unknown[] {
  const { host } = region;
  // A list is not patched before the join, which need not wait; the first update of one asks again.
  if (host.querySelector(`[${keyAttribute}]`)) loadLists().catch(() => {});
  return [
    // It has the moves that such a browser lacks.
    'moveBefore' in Element.prototype || loadMorph(),
    host.querySelector(`${fieldTags},form`) && attendFields(region),
    host.querySelector(islandTag) && attendIslands(region),
  ];
}

/** Loads what an update needs. @returns what is under way: nothing where all is there */
export const loadForUpdate = (region: RegionHandle, arrival: IncomingUpdate): Promise<unknown>[] =>
  [
    !features.events && wantsEvents && loadEvents(),
    (wantsFields || mayHoldFields.test(arrival.text)) && attendFields(region, arrival),
    !features.lists && mayHoldLists.test(arrival.text) && loadLists(),
    !region.host.live && arrival.text.includes('"i":{') && attendIslands(region),
    isInstance(arrival.update) && !features.morph && region.host.firstChild && loadMorph(),
  ].filter((each) => !!each);

export async function loadLists(): Promise<void> {
  features.lists ??= await import('./patch/list.js');
}

export async function loadMorph(): Promise<void> {
  features.morph ??= await import('./patch/morph.js');
  await features.morph.loadMoves();
}

export async function loadEvents(): Promise<void> {
  wantsEvents = true;
  features.events ??= await import('./events/event-rules.js');
}

/** Loads it in browsers without scroll anchoring. */
export async function loadScroll(): Promise<void> {
  if (!CSS.supports('overflow-anchor', 'auto'))
    features.scroll = await import('./region/scroll.js');
}

/** Looks after the fields in a region; gives a promise where these, or those in an update, need code that is not there. */
const attendFields = (region: RegionHandle, arrival?: IncomingUpdate): Promise<void> | undefined =>
  features.fields ? features.fields.watchFields(region, arrival) : loadFields(region, arrival);

async function loadFields(region: RegionHandle, arrival?: IncomingUpdate): Promise<void> {
  wantsFields = true;
  [features.fields] = await Promise.all([import('./fields/fields.js'), loadEvents()]);
  features.events!.dropSpare(region);
  return features.fields.watchFields(region, arrival);
}

/** Looks after the islands in a region from now on. */
async function attendIslands(region: RegionHandle): Promise<void> {
  const load = () => import('./islands/islands.js');
  [features.islands] = await Promise.all([
    load().catch(load),
    loadMorph().catch(loadMorph),
    // Without the rules for events islands do what regions do without them.
    loadEvents().catch(() => {}),
  ]);
  features.islands.serveIslands(region);
}
