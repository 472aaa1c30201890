import type { Binding } from '../events/events.js';
import type { Core } from './bindings.js';
import { optionOf } from './options.js';

/** Sends the key of an event, if `lv-key` has it: `Escape`, `ctrl+s`, or several with spaces between. */
export const keySender =
  ({ sendFields }: Core) =>
  (binding: Binding, event: KeyboardEvent): void => {
    if (event.isComposing) return;
    const wanted = optionOf({ ...binding, value: null }, 'key')?.toLowerCase();
    const match = wanted?.split(' ').find((each) => isKey(each, event));
    if (wanted && !match) return;
    // Others than the browser's own shortcuts keep their effect.
    if (/^(ctrl|alt|meta|mod)\+/.test(match ?? '')) event.preventDefault();
    sendFields(binding, { key: event.key }, []);
  };

/** Tells whether a key of the keyboard, with its modifiers, is the wanted one. `mod` is the command key of a Mac. */
function isKey(wanted: string, event: KeyboardEvent): boolean {
  const mod = /^(Mac|iP)/.test(navigator.platform) ? 'meta' : 'ctrl';
  const modifiers = wanted.replace('mod', mod).split('+');
  const key = modifiers.pop()! || '+';
  const typed = event.key.toLowerCase().replace(' ', 'space');
  return (
    typed === key &&
    (['ctrl', 'alt', 'meta', 'shift'] as const).every(
      (name) =>
        // Signs such as `?` need it on some keyboards.
        (name === 'shift' && /^[^a-z]$/.test(key)) ||
        event[`${name}Key`] === modifiers.includes(name),
    )
  );
}
