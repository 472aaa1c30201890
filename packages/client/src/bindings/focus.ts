import type { Binding } from '../events/events.js';
import type { Core } from './bindings.js';

const { contains } = Node.prototype;
const { matches } = Element.prototype;

/** `lv-focus` and `lv-blur`: the focus comes to an element, or leaves it. */
export function listen({ bindAround, sendField, sendPayload }: Core): void {
  const sendFocus = (binding: Binding, { relatedTarget }: FocusEvent): void => {
    const { element } = binding;
    // It has moved inside the element.
    if (contains.call(element, relatedTarget as Node | null)) return;
    const isField = matches.call(element, 'input,textarea,select,[contenteditable]');
    // An element that is taken away has not been left by the visitor.
    queueMicrotask(() => element.isConnected && (isField ? sendField : sendPayload)(binding));
  };
  bindAround('focus', sendFocus, 'focusin');
  bindAround('blur', sendFocus, 'focusout');
}
