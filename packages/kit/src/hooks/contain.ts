import { describe } from '../core/describe.js';
import { fail } from '../core/errors.js';
import type { Limits } from '../core/limits.js';
import { toError } from '../core/thrown.js';
import { within } from '../core/within.js';
import type { Tap } from './order.js';
import type { HookName } from './payloads.js';

/** What all taps of one hook share: their bounds, and where their failures go. */
export interface Containment {
  readonly hook: HookName;
  readonly limits: Limits;
  /** Takes note of a failed tap. */
  failed(tap: Tap, payload: object, error: Error): void;
}

/**
 * Calls a tap and hands its answer, or its failure, to one of two functions: at once where the tap answers at once.
 * Otherwise returns a promise for when that was done, within `hookTimeout`; it is never rejected.
 */
export function callTap(
  tap: Tap,
  payload: object,
  { hook, limits }: Containment,
  answered: (answer: unknown) => void,
  failed: (error: Error) => void,
): Promise<void> | undefined {
  const caught = (thrown: unknown) => failed(toError(thrown));
  try {
    const answer = tap.fn(payload);
    if (!isThenable(answer)) return void answered(answer);
    const milliseconds = limits.hookTimeout;
    const late = () => fail('hook-timeout', { plugin: tap.plugin, hook, milliseconds });
    // It was reported as late; what comes of it is nobody's.
    return within(milliseconds, answer, late, () => {})
      .then(answered)
      .catch(caught);
  } catch (thrown) {
    return void caught(thrown);
  }
}

/** The failure of a tap whose answer means nothing to its hook. */
export const badAnswer = (tap: Tap, { hook }: Containment, answer: unknown): Error =>
  fail('bad-hook-answer', { plugin: tap.plugin, hook, answer: describe(answer) });

/** Whether a value is to be awaited. @throws what reading its `then` throws, as `await` does */
export const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  value !== null &&
  (typeof value === 'object' || typeof value === 'function') &&
  'then' in value &&
  typeof value.then === 'function';
