import { holderTag, islandTag, regionTag, slotTag } from '@skerry/wire';

import type { Strategy } from './strategy.js';

/** When it comes into view, or within a margin around the view as CSS writes it. */
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
 * The host itself has no box and never comes into view: the first in it that has one does, now or when what is around the
 * host is shown. Where it holds nothing but text, or nothing, the nearest around it stands for it.
 */
const boxOf = (host: HTMLElement): Element =>
  firstBox(host) ??
  host.closest(`:not(${islandTag},${slotTag},${holderTag},${regionTag})`) ??
  (Reflect.get(Document.prototype, 'body', document) as HTMLElement);

function firstBox(parent: Element): Element | undefined {
  // A form answers to the names of its fields first, so it is asked by way of its class.
  for (const child of Reflect.get(Element.prototype, 'children', parent) as HTMLCollection) {
    const { display } = getComputedStyle(child);
    const box = display === 'contents' ? firstBox(child) : display !== 'none' && child;
    if (box) return box;
  }
  return undefined;
}
