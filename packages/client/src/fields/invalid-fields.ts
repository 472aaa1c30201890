import { announceEvent, appEventPrefix, type Issue, regionTag } from '@skerry/wire';

import type { LiveEvent } from '../connection/live-event.js';
import { features } from '../features.js';
import { nearest } from '../patch/values.js';
import type { RegionHandle } from '../region/region-handle.js';

/** Marks the fields whose values a schema refuses. Loaded when an event with fields is refused for the first time. */

// Forms answer to the names of their fields first.
const { getAttribute, removeAttribute, setAttribute } = Element.prototype;

/** The marked fields, each with its region. */
const marked = new Map<Element, RegionHandle>();

/** Marks the fields that a refused event carried, each with what the schema says of it, and no others of them. */
export function markFields(
  issues: readonly Issue[],
  event: LiveEvent,
  regions: WeakMap<Element, RegionHandle>,
): void {
  acceptFields(event);
  const { took, element, type } = event;
  const region = took && regions.get(nearest(element!, regionTag)!);
  if (!region) return;
  const fields = [...took.keys()].filter((each) => (each as HTMLInputElement).type !== 'hidden');
  for (const { path, message } of issues)
    for (const field of fieldsAt(path, fields)) {
      marked.set(field, region);
      setAttribute.call(field, 'aria-invalid', 'true');
      setAttribute.call(field, 'title', message);
    }
  // Who cannot see the marks hears of them; not at every key.
  const detail = issues.map(({ message }) => message).join(' ');
  if (type === 'submit')
    region.host.dispatchEvent(
      new CustomEvent(appEventPrefix + announceEvent, { bubbles: true, detail }),
    );
}

/** Takes the marks from the fields that an event carried. */
const acceptFields = (event: LiveEvent | undefined): void =>
  event?.took?.forEach((_, field) => unmark(field));

const nameOf = (field: Element): string | null => getAttribute.call(field, 'name');

/** The fields of a path: its first member is a name, and a number behind it counts the fields of that name. */
function fieldsAt([name, place]: Issue['path'], fields: readonly Element[]): Element[] {
  const all = fields.filter((each) => nameOf(each) === `${name}`);
  const one = all[1] && typeof place === 'number' ? all[place] : undefined;
  return one ? [one] : all;
}

/** Writes back what the server has, unless it has written something else since. */
function unmark(field: Element): void {
  const region = marked.get(field);
  marked.delete(field);
  for (const name of ['aria-invalid', 'title']) {
    const value = region?.changesOf(field)?.get(name);
    if (value === undefined) continue;
    if (value === null) removeAttribute.call(field, name);
    else setAttribute.call(field, name, value);
    // This has been noted too by now.
    region!.changesOf(field)!.delete(name);
  }
}

const rules = features.fields!;
features.fields = {
  ...rules,
  holdFields(region, arrival) {
    acceptFields(arrival.answer);
    return rules.holdFields(region, arrival);
  },
};

for (const type of ['input', 'change'])
  document.addEventListener(type, ({ target }) => {
    const { form } = target as HTMLInputElement;
    for (const field of marked.keys())
      if ((field as HTMLInputElement).form === form && nameOf(field) === nameOf(target as Element))
        unmark(field);
  });
