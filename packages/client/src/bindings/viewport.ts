import type { Core } from './bindings.js';

/** `lv-viewport-top` and `lv-viewport-bottom`: the first or last element in a list has come into view. Each counts once. */
export function listen({ followUpdates, raiseAt, sendPayload }: Core): void {
  const seen = new WeakSet<Element>();
  const watch = (type: string, end: 'firstElementChild' | 'lastElementChild'): void => {
    const bound = `[lv-${type}]`;
    const observer = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        const list = target.parentElement;
        if (!isIntersecting || seen.has(target) || list?.[end] !== target) continue;
        if (!list.matches(bound)) continue;
        seen.add(target);
        // At the very top browsers do not keep the scroll position.
        if (end === 'firstElementChild') list.scrollTop ||= 1;
        raiseAt(list, type, new Event(type), sendPayload);
      }
    });
    followUpdates(() => {
      for (const list of document.querySelectorAll(bound))
        if (list[end]) observer.observe(list[end]);
    });
  };
  watch('viewport-top', 'firstElementChild');
  watch('viewport-bottom', 'lastElementChild');
}
