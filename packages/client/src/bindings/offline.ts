import { regionTag, stateAttribute } from '@skerry/wire';

import type { Core, Take } from './bindings.js';
import { attributeOf, optionOf } from './options.js';

/**
 * `lv-offline`: while there is no connection, `disable` and `hide` make an element unusable or invisible, and drop its events;
 * `queue` keeps them, as all other elements do.
 */
const isOffline = (element: Element): boolean =>
  Element.prototype.closest.call(element, regionTag)?.getAttribute(stateAttribute) === 'offline';

export const take: Take = (event, next) => {
  const mode = optionOf(event, 'offline');
  if (!mode || mode === 'queue' || !isOffline(event.element!)) next();
};

function showAll(): void {
  for (const element of document.querySelectorAll('[lv-offline]')) {
    const mode = attributeOf(element, 'lv-offline');
    const is = isOffline(element);
    if (mode === 'disable') element.toggleAttribute('inert', is);
    if (mode === 'hide') element.toggleAttribute('hidden', is);
  }
}

export function listen({ signal }: Core): void {
  const observer = new MutationObserver(showAll);
  observer.observe(document, { attributeFilter: [stateAttribute], subtree: true });
  signal.addEventListener('abort', () => observer.disconnect());
  showAll();
}
