import type { Core } from './bindings.js';

const names = ['ctrl', 'alt', 'meta', 'shift'] as const;

/** Tells whether a key of the keyboard, with its modifiers, is the wanted one. `mod` is the command key of a Mac. */
function isKey(wanted: string, event: KeyboardEvent): boolean {
  const mod = /^(Mac|iP)/.test(navigator.platform) ? 'meta' : 'ctrl';
  const modifiers = wanted.replace('mod', mod).split('+');
  const key = modifiers.pop()! || '+';
  const typed = event.key.toLowerCase().replace(' ', 'space');
  // With modifiers a key may type a sign, or a letter of another script.
  const place =
    modifiers[0] &&
    !/^[a-z\d]$/.test(typed) &&
    event.code.replace(/^(Key|Digit)/, '').toLowerCase();
  return (
    (typed === key || place === key) &&
    names.every(
      (name) =>
        modifiers.includes(name) === event[`${name}Key`] ||
        // Signs such as `?` need it on some keyboards.
        (name === 'shift' && event.shiftKey && /^[^a-z]$/.test(key)),
    )
  );
}

/** `lv-key` names the keys that count. */
export function listen(core: Core): void {
  core.isKey = isKey;
}
