import type { Denial, Redirect } from '../core/deny.js';
import { describe } from '../core/describe.js';
import { fail } from '../core/errors.js';
import type { Limits } from '../core/limits.js';
import { toError } from '../core/thrown.js';
import { isThenable, within } from '../core/within.js';
import type { Tap } from './order.js';
import type { HookName } from './payloads.js';

/** The setting that all taps of one hook share: their bounds, and the receiver of their failures. */
export interface Containment {
  readonly hook: HookName;
  readonly limits: Limits;
  /** Reports a failed tap. */
  failed(tap: Tap, payload: object, error: Error): void;
  /** Reports a step that a tap of a guard has refused. */
  refused?: (tap: Tap, payload: object, veto: Denial | Redirect) => void;
}

/**
 * Calls a tap and hands its answer, or its failure, to one of two functions: at once if the tap is synchronous.
 * Otherwise returns a promise that resolves afterwards, within `hookTimeout`, and never rejects.
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
    // It was reported as late; nobody needs its result.
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
