import { keyAttribute } from '@skerry/wire';

import type { RegionHandle } from '../region/region-handle.js';

/**
 * Moves the focus on when an update takes away the element that has it: to the same row, the next or the one before, to the list, or to the
 * region. Otherwise somebody who uses the keyboard would begin at the top of the page again.
 */

/** The element with the focus before an update, and the places where the focus may go, best first. */
interface Held {
  element: Element;
  places: Element[];
}

const held = new WeakMap<RegionHandle, Held>();

const focusable =
  'a[href],button:not(:disabled),input:not(:disabled,[type=hidden]),select:not(:disabled),textarea:not(:disabled),summary,[contenteditable],[tabindex]:not([tabindex="-1"])';

// Forms answer to the names of their fields first.
const { closest } = Element.prototype;
const { contains } = Node.prototype;
const { focus } = HTMLElement.prototype;

/** Notes the focus in a region, or moves it on if the element is gone. Called before and after each update. */
export function keepFocus(region: RegionHandle): void {
  const { host } = region;
  const active = document.activeElement;
  const before = held.get(region);
  if (active && active !== document.body) {
    if (contains.call(host, active))
      held.set(region, { element: active, places: placesOf(active, host) });
    else held.delete(region);
  } else if (before && !before.element.isConnected) {
    held.delete(region);
    moveOn(before, host);
  }
}

function placesOf(element: Element, host: Element): Element[] {
  const row = closest.call(element, `[${keyAttribute}]`);
  const isInside = row && contains.call(host, row);
  const near = isInside
    ? [row, row.nextElementSibling, row.previousElementSibling, row.parentElement]
    : [];
  return [...near, host].filter((place) => place !== null);
}

function moveOn({ element, places }: Held, host: Element): void {
  for (const place of places) {
    if (!place.isConnected) continue;
    const all = [...place.querySelectorAll<HTMLElement>(focusable)].filter((each) =>
      each.checkVisibility(),
    );
    const next = all.find((each) => isLike(each, element)) ?? all[0];
    if (next) return focus.call(next);
  }
  const [first] = host.children as HTMLCollectionOf<HTMLElement>;
  if (!first) return;
  // Nothing in it can have the focus: it is read from its beginning.
  first.tabIndex = -1;
  focus.call(first);
  first.addEventListener('blur', () => first.removeAttribute('tabindex'), { once: true });
}

/** Returns true if two elements are bound to the same event: the same button of another row. */
const isLike = (a: Element, b: Element): boolean =>
  eventOf(a) !== undefined && eventOf(a) === eventOf(b);

const eventOf = (element: Element): string | undefined =>
  Element.prototype.getAttribute.call(element, 'lv-click')?.split(/[ ?]/, 1)[0];
