import { isInstance, islandTag, keyAttribute } from '@skerry/wire';

import type { IncomingUpdate } from './connection/live-event.js';
import { features } from './features.js';
import { fieldTags } from './patch/values.js';
import type { RegionHandle } from './region/region-handle.js';

/** Finds out which features a page needs, loads them and installs them. */

/** Matches markup that may hold a field or a form. */
const mayHoldFields = /<(input|textarea|select|form)|contenteditable/;
/** Matches an update that may hold a list or a patch of one. Changes of islands' props do not match. */
const mayHoldLists = /"[rl]":\[|[^i]":{"p":{/;

/** Matches a binding other than click, input and submit, or one with options. */
const mayBind = /lv-(?!(click|input|submit|ignore)[^\w-]\W{0,3}[^?"\\]{0,99}["\\}])/;

/** True once the code is requested: updates then wait for it. */
let wantsFields = false;
let wantsEvents = false;

/** Loads the features that the markup of a region needs. @returns the loads under way */
export function loadForJoin(region: RegionHandle): unknown[] {
  const { host } = region;
  // The join need not wait for lists: the first update of one loads them again if that failed.
  if (host.querySelector(`[${keyAttribute}]`)) loadLists().catch(() => {});
  return [
    // It moves nodes for browsers that cannot.
    'moveBefore' in Element.prototype || loadMorph(),
    host.querySelector(`${fieldTags},form`) && attendFields(region),
    host.querySelector(islandTag) && attendIslands(region),
    host.dataset.uses && attendBindings(host.dataset.uses),
  ];
}

/** Loads the features that an update needs. @returns the loads under way, none if all features are there */
export const loadForUpdate = (region: RegionHandle, arrival: IncomingUpdate): Promise<unknown>[] =>
  [
    features.coming,
    !features.events && wantsEvents && loadEvents(),
    (wantsFields || mayHoldFields.test(arrival.text)) && attendFields(region, arrival),
    mayBind.test(arrival.text) && attendBindings(arrival.text),
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

/** Loads the bindings and options that a text names. @returns a promise if some are not there */
export const attendBindings = (text: string): Promise<unknown> | undefined =>
  (features.bindings?.loadBindings ?? loadBindings)(text);

async function loadBindings(text: string): Promise<unknown> {
  features.bindings ??= await import('./bindings/bindings.js');
  return features.bindings.loadBindings(text);
}

/** Loads the code that shows the state of events and of the connection. */
export async function loadStatus(): Promise<void> {
  features.status = await import('./status/status.js');
}

/** Begins to watch the fields of a region. @returns a promise if they, or those in an update, need code that is not there */
const attendFields = (region: RegionHandle, arrival?: IncomingUpdate): Promise<void> | undefined =>
  (features.fields?.watchFields ?? loadFields)(region, arrival);

async function loadFields(region: RegionHandle, arrival?: IncomingUpdate): Promise<void> {
  wantsFields = true;
  [features.fields] = await Promise.all([import('./fields/fields.js'), loadEvents()]);
  features.events!.dropSpare(region);
  return features.fields.watchFields(region, arrival);
}

/** Begins to serve the islands in a region. */
async function attendIslands(region: RegionHandle): Promise<void> {
  const load = () => import('./islands/islands.js');
  [features.islands] = await Promise.all([
    load().catch(load),
    loadMorph().catch(loadMorph),
    // Islands work without the rules for events, as regions do.
    loadEvents().catch(() => {}),
  ]);
  features.islands.serveIslands(region);
}
