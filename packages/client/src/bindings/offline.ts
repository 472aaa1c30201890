import { regionTag, stateAttribute } from '@skerry/wire';

import type { Core, Take } from './bindings.js';
import { attributeOf, optionOf } from './options.js';

/**
 * `lv-offline`: while there is no connection, `disable` and `hide` make an element unusable or invisible, and drop its events;
 * `queue` keeps them, as all other elements do.
 */
const isOffline = (element: Element): unknown =>
  Element.prototype.closest.call(element, `${regionTag}[${stateAttribute}=offline]`);

export const take: Take = (event, next) => {
  const mode = optionOf(event, 'offline');
  if (!mode || mode === 'queue' || !isOffline(event.element!)) next();
};

export function listen({ writeAttribute }: Core): void {
  /** The elements that are disabled or hidden now. */
  const shown = new WeakSet<Element>();
  const showAll = (): void => {
    for (const element of document.querySelectorAll('[lv-offline=disable],[lv-offline=hide]')) {
      const isHidden = attributeOf(element, 'lv-offline') === 'hide';
      const name = isHidden ? 'hidden' : 'disabled' in element ? 'disabled' : 'inert';
      if (!isOffline(element)) {
        if (shown.delete(element)) writeAttribute(element, name, null);
      } else if (attributeOf(element, name) === null) {
        shown.add(element);
        writeAttribute(element, name, '');
      }
    }
  };
  new MutationObserver(showAll).observe(document, {
    attributeFilter: [stateAttribute],
    subtree: true,
  });
  showAll();
}
