import type { Core } from './bindings.js';
import { attributeOf } from './options.js';

/** `lv-dblclick`, and `lv-mouseenter` and `lv-mouseleave`, which each element hears by itself. */
export function listen({ bindEvents, raiseAt, sendClick, signal }: Core): void {
  bindEvents('dblclick', sendClick);
  for (const type of ['mouseenter', 'mouseleave'] as const)
    document.addEventListener(
      type,
      (event) => {
        const { target } = event;
        if (target instanceof Element && attributeOf(target, `lv-${type}`) !== null)
          raiseAt(target, type, event, sendClick);
      },
      { capture: true, signal },
    );
}
