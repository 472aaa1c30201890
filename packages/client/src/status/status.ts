import { regionTag } from '@skerry/wire';

import { features } from '../features.js';
import type { changesByOthers } from '../patch/owned.js';
import { nearest } from '../patch/values.js';
import type { RegionHandle } from '../region/region-handle.js';

/**
 * Shows which elements wait for an answer: the one that raised an event, its form and its region. Loaded when the first
 * region of a page is live.
 */

const { removeAttribute, setAttribute } = Element.prototype;

/** The elements that each region has marked. */
const marked = new WeakMap<RegionHandle, Set<Element>>();

/** Marks the elements of unanswered events as pending, and no others. */
export function showPending(region: RegionHandle, changesOf: typeof changesByOthers): void {
  const names = new Map<Element, Set<string>>();
  const note = (element: Element | null, name: string) =>
    element && names.set(element, (names.get(element) ?? new Set()).add(name));
  for (const { element, name } of region.queue)
    if (element) {
      note(element, name);
      note(nearest(element, 'form'), name);
      note(nearest(element, regionTag), name);
    }
  for (const element of marked.get(region) ?? []) if (!names.has(element)) unmark(element, changesOf);
  for (const [element, each] of names) mark(element, [...each].join(' '));
  marked.set(region, new Set(names.keys()));
}

/** The server's value of `aria-busy` is noted as changed by others. */
function mark(element: Element, names: string): void {
  setAttribute.call(element, 'aria-busy', 'true');
  setAttribute.call(element, 'data-pending', names);
}

function unmark(element: Element, changesOf: typeof changesByOthers): void {
  removeAttribute.call(element, 'data-pending');
  const value = changesOf(element)?.get('aria-busy');
  if (value === undefined) return;
  if (value === null) removeAttribute.call(element, 'aria-busy');
  else setAttribute.call(element, 'aria-busy', value);
  changesOf(element)?.delete('aria-busy');
}

// Browsers with scroll anchoring need no other.
if (!CSS.supports('overflow-anchor', 'auto'))
  void import('../region/scroll.js').then((scroll) => (features.scroll = scroll));
