import type { Core } from './bindings.js';

/** `lv-click-away`: a click anywhere else, while the element can be seen. */
export function listen({ raiseAt, sendPayload, signal }: Core): void {
  let isHeard = false;
  addEventListener(
    'click',
    (event) => {
      // Browsers repeat a click on a label as one on its field.
      if (isHeard) return;
      isHeard = true;
      setTimeout(() => (isHeard = false));
      const path = event.composedPath();
      for (const element of document.querySelectorAll('[lv-click-away]'))
        if (!path.includes(element) && element.checkVisibility({ visibilityProperty: true }))
          raiseAt(element, 'click-away', event, sendPayload);
    },
    { signal },
  );
}
