import type { Binding } from '../events/events.js';
import type { Core } from './bindings.js';
import { optionOf } from './options.js';

/** Sends the key of an event, if `lv-key` has it: `Escape`, `ctrl+s`, or several with spaces between. @returns true if it does */
export const keySender =
  (core: Core) =>
  (binding: Binding, event: KeyboardEvent): boolean => {
    const { key, isComposing } = event;
    // A browser that fills in a field raises events without keys.
    if (isComposing || !key) return false;
    const wanted = optionOf(binding, 'key')?.toLowerCase();
    const match = wanted?.split(' ').find((each) => core.isKey?.(each, event));
    if (wanted && !match) return false;
    // Others than the browser's own shortcuts keep their effect.
    if (match && (event.ctrlKey || event.altKey || event.metaKey)) event.preventDefault();
    core.sendFields(binding, { key }, []);
    return true;
  };

/** `lv-keydown` and `lv-keyup`. */
export function listen(core: Core): void {
  core.bindAround('keydown', keySender(core));
  core.bindAround('keyup', keySender(core));
}
