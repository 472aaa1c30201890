import type { Core } from './bindings.js';

/** `lv-change`: a field has its new value. Editable elements raise no such event by themselves. */
export function listen({ addListeners, bindEvents, sendField, signal }: Core): void {
  bindEvents('change', sendField);
  let before: string | null;
  addListeners(document, 'focusin focusout', signal, ({ type, target }) => {
    const { isContentEditable, textContent } = target as HTMLElement;
    if (type === 'focusin') before = textContent;
    else if (isContentEditable && textContent !== before)
      target!.dispatchEvent(new Event('change', { bubbles: true }));
  });
}
