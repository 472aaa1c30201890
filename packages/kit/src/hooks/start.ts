import { AsyncSeriesHook } from 'tapable';
import { framesOf } from '../core/error-text.js';
import { fail, SkerryError } from '../core/errors.js';
import type { Containment } from './ask-tap.js';
import { anything, callTap } from './contain.js';
import { nowOrLater } from '../core/now-or-later.js';
import type { Tap } from './order.js';

/**
 * Composes the taps of the start: each waits for the one before it, and the first failure ends the start. The result is a
 * promise only if a tap is asynchronous or fails.
 */
export function createStart(
  taps: readonly Tap[],
  containment: Containment,
): (payload: object) => Promise<void> | undefined {
  const hook = new AsyncSeriesHook<[object]>(['payload']);
  for (const tap of taps) {
    hook.tapAsync(tap.plugin, (payload, done) => {
      const failed = (cause: Error) => {
        containment.failed(tap, payload, cause);
        done(startFailed({ plugin: tap.plugin }, cause));
      };
      void callTap(tap, payload, containment, anything, () => done(), failed);
    });
  }
  return (payload) => {
    const failure = nowOrLater<Error | null | undefined>((done) => hook.callAsync(payload, done));
    if (failure instanceof Promise) return failure.then((error) => raise(error));
    return failure ? Promise.reject(failure) : undefined;
  };
}

function raise(error: Error | null | undefined): void {
  if (error) throw error;
}

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
