import { printable } from './printable.js';

/** A value in a few words, for the reason of an error; its content is not shown. */
export function describe(value: unknown): string {
  try {
    return describeReadable(value);
  } catch {
    return `${typeof value === 'function' ? 'a function' : 'an object'} that cannot be read`;
  }
}

function describeReadable(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === 'function') return value.name ? `the function ${value.name}` : 'a function';
  if (typeof value !== 'object') return `a ${typeof value}`;
  if (Array.isArray(value)) return 'an array';
  const name: unknown = value.constructor?.name;
  // Where the object is a visitor's, so are its keys; one of them may be `constructor`.
  if (typeof name === 'string' && name !== 'Object')
    return `${/^[AEIO]/.test(name) ? 'an' : 'a'} ${printable(name, 80)}`;
  const members = printable(Object.keys(value).slice(0, 5).join(', '), 80);
  return members ? `an object with ${members}` : 'an empty object';
}
