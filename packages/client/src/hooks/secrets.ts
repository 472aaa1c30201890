import { call } from '../unclobbered.js';
import type { LiveEvent } from '../connection/live-event.js';

/** Selects fields with secrets: by type, by mark, or by the names of the HTML standard for what browsers fill in. */
const secret = [
  '[type=password]',
  '[data-secret]',
  ...['current-password', 'new-password', 'one-time-code', 'cc-number', 'cc-csc'].map(
    (name) => `[autocomplete~=${name} i]`,
  ),
].join();

const isSecret = (element: unknown): element is HTMLInputElement =>
  element instanceof Element && call(element, 'matches', secret);

/** A frozen copy of the payload of an event, without the fields in it that hold secrets. */
export function withoutSecrets({ value, took, target, element }: LiveEvent): unknown {
  const hidden = new Set(
    Array.from(took?.keys() ?? [])
      .filter(isSecret)
      .map(keyOf),
  );
  // A click sends the value of its element, and a key is a part of what is typed.
  if (isSecret(element) || isSecret(target)) hidden.add('value').add('key');
  const shown =
    hidden.size && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value ?? {}).filter(([key]) => !hidden.has(key)))
      : value;
  return JSON.parse(JSON.stringify(shown ?? null), (_, each: unknown) => Object.freeze(each));
}

/** The name of a field in a payload. */
const keyOf = ({ name }: HTMLInputElement): string => name || 'value';
