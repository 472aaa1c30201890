import { holderTag, islandTag, regionTag, slotTag } from '@skerry/wire';

import type { Strategy } from './strategy.js';

/** Hydrates when the island comes into view, or within a margin around the view, in CSS units. */
export const visible: Strategy = (host, hydrate, rootMargin = '0px') => {
  const view = new IntersectionObserver(
    (entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) hydrate();
    },
    { rootMargin },
  );
  const observe = () => {
    view.disconnect();
    view.observe(boxOf(host));
  };
  // The surrounding region may bring other markup.
  const markup = new MutationObserver(observe);
  markup.observe(host, { childList: true, subtree: true });
  observe();
  return () => {
    view.disconnect();
    markup.disconnect();
  };
};

/**
 * The host itself has no box and never comes into view: the first element in it with a box does, now or when the surroundings of the
 * host are shown. If it holds only text, or nothing, the nearest element around it is used.
 */
const boxOf = (host: HTMLElement): Element =>
  firstBox(host) ??
  host.closest(`:not(${islandTag},${slotTag},${holderTag},${regionTag})`) ??
  (Reflect.get(Document.prototype, 'body', document) as HTMLElement);

function firstBox(parent: Element): Element | undefined {
  // The names of fields hide members of a form, so its class is asked.
  for (const child of Reflect.get(Element.prototype, 'children', parent) as HTMLCollection) {
    const { display } = getComputedStyle(child);
    const box = display === 'contents' ? firstBox(child) : display !== 'none' && child;
    if (box) return box;
  }
  return undefined;
}
