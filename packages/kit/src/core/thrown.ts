import { inspect, types } from 'node:util';

import { type Denial, isInterrupt, type Redirect } from './deny.js';
import { describe } from './describe.js';
import { quote } from './error-entry.js';
import { fail, SkerryError } from './errors.js';

/**
 * Turns whatever was thrown into an Error that is safe to read, to compare and to print: an Error as it is, unless it
 * cannot be read; in place of anything else a SkerryError `thrown-value` that says what it was.
 */
export function toError(thrown: unknown): Error {
  if (known.has(thrown as Error)) return thrown as Error;
  const error = isReadable(thrown) ? thrown : standIn(thrown);
  known.add(error);
  return error;
}

/** Whatever was thrown: a denial or a redirect as it is, anything else as an Error that is safe to look at. */
export const caught = (thrown: unknown): Denial | Redirect | Error =>
  isInterrupt(thrown) ? thrown : toError(thrown);

/** Errors that have been looked at. */
const known = new WeakSet<Error>();

/** Tells whether a value is an Error that can be read and printed. Getters may throw at any touch. */
function isReadable(thrown: unknown): thrown is Error {
  // A Proxy may answer differently the next time.
  if (types.isProxy(thrown)) return false;
  try {
    // Errors that visitors provoke must cost little.
    if (thrown instanceof SkerryError) return true;
    if (!types.isNativeError(thrown) && !(thrown instanceof Error)) return false;
    const { name, message, stack } = thrown;
    inspect(thrown);
    // Vite leaves the name and the stack of some undefined.
    return [name ?? '', message, stack ?? ''].every((text) => typeof text === 'string');
  } catch {
    return false;
  }
}

function standIn(thrown: unknown): Error {
  // The promise is not waited for; it may be rejected with another one.
  if (types.isPromise(thrown)) void new Promise((settle) => settle(thrown)).catch(toError);
  return fail('thrown-value', { value: inWords(thrown) });
}

function inWords(thrown: unknown): string {
  if (typeof thrown === 'string') return `the text ${quote(thrown, 500)}`;
  const isPrimitive = typeof thrown !== 'object' && typeof thrown !== 'function';
  if (isPrimitive && thrown !== undefined) return `the ${typeof thrown} ${String(thrown)}`;
  const kind = types.isNativeError(thrown) ? 'an Error' : describe(thrown);
  const message = messageOf(thrown);
  return message ? `${kind}, ${quote(message, 500)}` : kind;
}

function messageOf(thrown: unknown): string | undefined {
  try {
    const { message } = thrown as Error;
    return typeof message === 'string' ? message : undefined;
  } catch {
    return undefined;
  }
}
