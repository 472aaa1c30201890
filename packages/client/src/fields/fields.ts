import { type Refusal, regionTag } from '@skerry/wire';

import { addListeners } from '../events/add-listeners.js';
import type { IncomingUpdate, LiveEvent } from '../connection/live-event.js';
import type { RegionHandle } from '../region/region-handle.js';
import { fieldTags, nearest } from '../patch/values.js';

/**
 * Most untouched fields follow their attributes by themselves. This finds the first field that does not, loads the rules
 * in `edits.ts`, and keeps the events of fields until these are there. Loaded with the first field of a page.
 */

/** The rules, once they are loaded. */
let edits: typeof import('./edits.js') | undefined;
/** True once the rules are requested: updates then wait for them. */
let wantsEdits = false;

/** Milliseconds for which updates wait: a request that was sent as the network went may never be answered. */
const patience = 5_000;
/** True once they have waited in vain. */
let isLate = false;

/** Events of fields before the rules were there. */
const early: Event[] = [];
const regions = new WeakMap<Element, RegionHandle>();
let followed: AbortSignal | undefined;

async function load(): Promise<void> {
  wantsEdits = true;
  edits ??= await import('./edits.js');
  edits.start(regions, early.splice(0));
}

/** Loads the rules, and fails if that takes too long; the next time updates do not wait. */
function loadInTime(): Promise<void> | undefined {
  const coming = load();
  if (isLate) {
    // The next event or update tries again.
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

/** Watches the fields of a region. @returns a promise if the rules are needed and not there */
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

/** Returns true if a field does not show the server's value, or may not do so, since browsers choose and correct some by themselves. */
function goesByItself({ type, value, defaultValue, checked, defaultChecked }: HTMLInputElement) {
  if (/^(checkbox|radio)$/.test(type)) return checked !== defaultChecked;
  // Selects and editable elements have no default value.
  return value !== defaultValue || defaultValue === undefined || type === 'range';
}

/** Listens to the fields of the page. */
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
  // The next event or update tries again.
  load().catch(() => {});
}

/**
 * Sets a date field to its own value. Browsers then no longer wipe half a date when the attribute `value` changes.
 */
function standStill(field: HTMLInputElement): void {
  if (/^(date|time|month|week)/.test(field.type) && !field.validity.badInput) field.value += '';
}

/** Notes a field before a patch changes it, or an option of it. @returns true if the rules take the new text */
export const touchField = (element: Element, text?: string): boolean | undefined =>
  edits?.touchField(element, text);

/** Notes the fields of a region before an update. @returns a function that settles them after it */
export const holdFields = (
  region: RegionHandle,
  arrival: IncomingUpdate,
): (() => void) | undefined => edits?.holdFields(region, arrival);

/** Settles the fields that a refused event carried, and marks those that a schema refuses. */
export function refuseEvent({ code, issues, isTaken }: Refusal, event: LiveEvent): void {
  if (issues && !isTaken)
    import('./invalid-fields.js').then(
      ({ markFields }) => markFields(issues, event, regions),
      () => {},
    );
  if (edits) edits.refuseEvent(code, event);
  else if (wantsEdits)
    load().then(
      () => edits!.refuseEvent(code, event),
      () => {},
    );
}
