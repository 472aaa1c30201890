import type { Core } from './bindings.js';
import { keySender } from './keys.js';
import type { Binding } from '../events/events.js';

/** `lv-window-<type>`: an event of the window. */
export function listen(core: Core): void {
  const { addListeners, raiseAt, sendFields, sendPayload, signal } = core;
  const sendKey = keySender(core);
  const sendEvent = (binding: Binding, event: Event): void => {
    const { type } = event;
    if (type.startsWith('key')) return void sendKey(binding, event as KeyboardEvent);
    if (type === 'focus' || type === 'blur') return sendPayload(binding);
    const values =
      type === 'scroll' ? { x: scrollX, y: scrollY } : { width: innerWidth, height: innerHeight };
    sendFields(binding, values, []);
  };
  addListeners(window, 'keydown keyup scroll resize focus blur', signal, (event) => {
    if (event.defaultPrevented) return;
    const type = `window-${event.type}`;
    for (const element of document.querySelectorAll(`[lv-${type}]`))
      raiseAt(element, type, event, sendEvent);
  });
}
