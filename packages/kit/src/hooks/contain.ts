import { describe } from '../core/describe.js';
import { fail } from '../core/errors.js';
import type { Limits } from '../core/limits.js';
import type { Tap } from './order.js';
import type { HookName } from './payloads.js';

/** What all taps of one hook share: their bounds, and where their failures go. */
export interface Containment {
  readonly hook: HookName;
  readonly limits: Limits;
  /** Takes note of a failed tap. */
  failed(tap: Tap, payload: object, error: unknown): void;
}

/**
 * Calls a tap and hands its answer, or its failure, to one of two functions: at once where the tap answers at once.
 * Otherwise returns a promise for when that was done, within `hookTime`; it is never rejected.
 */
export function callTap(
  tap: Tap,
  payload: object,
  { hook, limits }: Containment,
  answered: (answer: unknown) => void,
  failed: (error: unknown) => void,
): Promise<void> | undefined {
  let answer: unknown;
  let promised: boolean;
  try {
    answer = tap.fn(payload);
    promised = isThenable(answer);
  } catch (error) {
    failed(error);
    return undefined;
  }
  if (promised) {
    const milliseconds = limits.hookTime;
    const late = () => fail('hook-timeout', { plugin: tap.plugin, hook, milliseconds });
    return within(milliseconds, answer, late).then(answered, failed);
  }
  answered(answer);
  return undefined;
}

/** The failure of a tap whose answer means nothing to its hook. */
export const badAnswer = (tap: Tap, { hook }: Containment, answer: unknown): Error =>
  fail('bad-hook-answer', { plugin: tap.plugin, hook, answer: describe(answer) });

/** Whether a value is to be awaited. */
export const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  value !== null &&
  (typeof value === 'object' || typeof value === 'function') &&
  'then' in value &&
  typeof value.then === 'function';

/** The outcome of a promise, or a rejection with an error where it takes too long. */
function within(milliseconds: number, work: unknown, late: () => Error): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(late()), milliseconds);
    void Promise.resolve(work)
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
  });
}
