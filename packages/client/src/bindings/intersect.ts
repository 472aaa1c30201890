import type { Binding } from '../events/events.js';
import type { Core } from './bindings.js';
import { optionOf } from './options.js';

const bound = '[lv-intersect]';

/** `lv-intersect`: the element has come into view. */
export function listen({ followUpdates, raiseAt, sendPayload }: Core): void {
  const watched = new WeakSet<Element>();
  const raise = (element: Element, then: (binding: Binding) => void) =>
    raiseAt(element, 'intersect', new Event('intersect'), then);

  const watch = (binding: Binding): void => {
    const option = (name: string) => optionOf(binding, name);
    const { element } = binding;
    watched.add(element);
    const observer = new IntersectionObserver(
      (entries) => {
        if (!element.isConnected || !element.matches(bound)) {
          watched.delete(element);
          return observer.disconnect();
        }
        if (!entries.at(-1)!.isIntersecting) return;
        if (option('once') !== undefined) observer.disconnect();
        raise(element, sendPayload);
      },
      { threshold: +(option('threshold') ?? 0), rootMargin: option('margin') ?? '0px' },
    );
    observer.observe(element);
  };
  followUpdates(() => {
    for (const element of document.querySelectorAll(bound))
      if (!watched.has(element)) raise(element, watch);
  });
}
