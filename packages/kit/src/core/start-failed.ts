import { framesOf } from './error-text.js';
import { fail, SkerryError } from './errors.js';

/** The error of a start that a plugin, or a file of the app, has failed; it has the stack of the cause. */
export function startFailed(
  who: { readonly plugin: string } | { readonly file: string },
  cause: Error,
): Error {
  const step = cause instanceof SkerryError ? ` ${cause.hint}` : '';
  const end = /[.!?]$/.test(cause.message) ? '' : '.';
  const failure = fail('start-failed', { ...who, problem: cause.message + end + step }, { cause });
  failure.stack = [`${failure.name}: ${failure.message}`, ...framesOf(cause)].join('\n');
  return failure;
}
