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
  // The region around may bring other markup.
  const markup = new MutationObserver(observe);
  markup.observe(host, { childList: true, subtree: true });
  observe();
  return () => {
    view.disconnect();
    markup.disconnect();
  };
};

/**
 * The host itself has no box and never comes into view: the first in it that has one does, or will have one when what is
 * around it is shown; or else the nearest around it.
 */
function boxOf(host: HTMLElement): Element {
  const all = [...host.querySelectorAll('*')];
  return (
    all.find((element) => element.checkVisibility()) ??
    all.find((element) => getComputedStyle(element).display !== 'contents') ??
    host.parentElement!.closest(':not(skerry-island,skerry-slot,skerry-live)')!
  );
}
