import { type Refusal, regionTag } from '@skerry/wire';

import { addListeners } from '../events/add-listeners.js';
import type { IncomingUpdate, LiveEvent } from '../connection/live-event.js';
import type { RegionHandle } from '../region/region-handle.js';
import { fieldTags, nearest } from '../patch/values.js';

/**
 * Fields that nobody has been at follow their attributes by themselves, most of them. This finds the first that does not,
 * loads the rules, and keeps what visitors do until these are there. Loaded with the first field of a page.
 */

/** The rules, once they are there. */
let edits: typeof import('./edits.js') | undefined;
/** Whether they are on their way, or have failed to come: what changes the page waits for them. */
let wantsEdits = false;

/** Milliseconds for which changes of the page wait: a request that was sent as the network went may never be answered. */
const patience = 5_000;
/** Whether they have waited in vain. */
let isLate = false;

/** What has happened, and no rule has heard of. */
const early: Event[] = [];
const regions = new WeakMap<Element, RegionHandle>();
let followed: AbortSignal | undefined;

async function load(): Promise<void> {
  wantsEdits = true;
  edits ??= await import('./edits.js');
  edits.takeOver(regions, early.splice(0));
}

/** The same, for no longer than changes of the page may wait, and that but once. */
function loadInTime(): Promise<void> | undefined {
  const coming = load();
  if (isLate) {
    // Whatever comes next tries again.
    coming.catch(() => {});
    return undefined;
  }
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      isLate = true;
      reject(new Error('The code for fields does not come.'));
    }, patience);
    coming.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** Looks after the fields of a region; gives a promise of the rules where these are needed, and not there. */
export function watchFields(
  region: RegionHandle,
  arrival?: IncomingUpdate,
): Promise<void> | undefined {
  const { host, connection } = region;
  const mayBeFilled = arrival?.joins || !regions.has(host);
  regions.set(host, region);
  follow(connection.signal);
  if (edits) return undefined;
  const found = mayBeFilled ? [...host.querySelectorAll<HTMLInputElement>(fieldTags)] : [];
  const needsRules =
    wantsEdits ||
    found.some(goesByItself) ||
    (arrival && /<select|\brange\b|contenteditable/.test(arrival.text));
  return needsRules ? loadInTime() : undefined;
}

/** Whether a field shows what the server has not said, or may do so without the visitor: browsers choose and correct. */
function goesByItself({ type, value, defaultValue, checked, defaultChecked }: HTMLInputElement) {
  if (/^(checkbox|radio)$/.test(type)) return checked !== defaultChecked;
  // Selects, and elements that are edited as a whole, have no value to begin with.
  return value !== defaultValue || defaultValue === undefined || type === 'range';
}

/** Takes note of what the visitor does. */
function follow(signal: AbortSignal): void {
  if (followed === signal) return;
  followed = signal;
  addListeners(
    document,
    'focusin input change focusout compositionstart compositionend reset',
    signal,
    hearEvent,
  );
}

function hearEvent(event: Event): void {
  const target = event.target as HTMLInputElement;
  const isField = nearest(target, regionTag) && nearest(target, fieldTags);
  if (isField && event.type === 'focusin') standStill(target);
  if (edits) return edits.hearEvent(event);
  if (!isField) return;
  early.push(event);
  // Whatever comes next tries again.
  load().catch(() => {});
}

/**
 * Browsers wipe half a date when the attribute `value` changes; they do not once somebody has set the value, be it to
 * what it is.
 */
function standStill(field: HTMLInputElement): void {
  if (/^(date|time|month|week)/.test(field.type) && !field.validity.badInput) field.value += '';
}

/** Notes a field before a patch changes it, or an option of it; tells whether the rules take the text that it would get. */
export const touchField = (element: Element, text?: string): boolean | undefined =>
  edits?.touchField(element, text);

/** Notes the fields of a region before an update; the function that it returns settles them after. */
export const holdFields = (
  region: RegionHandle,
  arrival: IncomingUpdate,
): (() => void) | undefined => edits?.holdFields(region, arrival);

/** Settles the fields that a refused event took along. */
export function refuseEvent({ code }: Refusal, event: LiveEvent): void {
  if (edits) edits.refuseEvent(code, event);
  else if (wantsEdits)
    load().then(
      () => edits!.refuseEvent(code, event),
      () => {},
    );
}
