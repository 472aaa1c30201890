import type { Core } from './bindings.js';

/** `lv-click-away`: a click anywhere else, while the element can be seen. */
export const listen = ({ raiseAt, sendClick, signal }: Core): void =>
  addEventListener(
    'click',
    (event) => {
      const path = event.composedPath();
      for (const element of document.querySelectorAll('[lv-click-away]'))
        if (!path.includes(element) && element.checkVisibility())
          raiseAt(element, 'click-away', event, sendClick);
    },
    { signal },
  );
