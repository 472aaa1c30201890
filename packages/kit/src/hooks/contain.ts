import type { Denial, Redirect } from '../core/deny.js';
import { describe } from '../core/describe.js';
import { fail } from '../core/errors.js';
import type { Limits } from '../core/limits.js';
import { toError } from '../core/thrown.js';
import { forget, isThenable, within } from '../core/within.js';
import { channels } from '../tracing/channels.js';
import type { Tap } from './order.js';
import type { HookName } from './payloads.js';
import { traceTap } from './trace-tap.js';

/** The setting that all taps of one hook share: their bounds, and the receiver of their failures. */
export interface Containment {
  readonly hook: HookName;
  readonly limits: Limits;
  /** Reports a failed tap. */
  failed(tap: Tap, payload: object, error: Error): void;
  /** Reports a step that a tap of a guard has refused. */
  refused?: (tap: Tap, payload: object, veto: Denial | Redirect) => void;
}

/** Calls a tap. @throws what the tap throws; SkerryError `bad-hook-answer` */
export type AskTap = (
  tap: Tap,
  payload: object,
  containment: Containment,
  accepts: Accepts,
) => unknown;

/** Returns true for an answer that means something to a hook. */
export type Accepts = (answer: unknown) => boolean;

/** Accepts the answers of taps whose hook ignores them. */
export const anything: Accepts = () => true;

/**
 * Calls a tap and hands its answer, or its failure, to one of two functions: at once if the tap is synchronous.
 * Otherwise returns a promise that resolves afterwards, within `hookTimeout`, and never rejects.
 */
export function callTap(
  tap: Tap,
  payload: object,
  containment: Containment,
  accepts: Accepts,
  answered: (answer: unknown) => void,
  failed: (error: Error) => void,
): Promise<void> | undefined {
  const caught = (thrown: unknown) => failed(toError(thrown));
  try {
    const answer = channels.hook.hasSubscribers
      ? traceTap(askTap, tap, payload, containment, accepts)
      : askTap(tap, payload, containment, accepts);
    if (!(answer instanceof Promise)) return void answered(answer);
    return answer.then(answered).catch(caught);
  } catch (thrown) {
    return void caught(thrown);
  }
}

/** The answer of a tap, or a promise of it. @throws what the tap throws; SkerryError `bad-hook-answer` */
function askTap(tap: Tap, payload: object, containment: Containment, accepts: Accepts): unknown {
  const answer = tap.fn(payload);
  if (!isThenable(answer)) return checked(answer, tap, containment, accepts);
  const milliseconds = containment.limits.hookTimeout;
  const { plugin } = tap;
  const late = () => fail('hook-timeout', { plugin, hook: containment.hook, milliseconds });
  // It was reported as late; nobody needs its result.
  return within(milliseconds, answer, late, () => {}).then((settled) =>
    checked(settled, tap, containment, accepts),
  );
}

/** The answer of a tap that nobody can wait for. @throws what the tap throws; SkerryError `bad-hook-answer` */
export const callSyncTap = (
  tap: Tap,
  payload: object,
  containment: Containment,
  accepts: Accepts,
): unknown =>
  channels.hook.hasSubscribers
    ? traceTap(askSyncTap, tap, payload, containment, accepts)
    : askSyncTap(tap, payload, containment, accepts);

function askSyncTap(
  tap: Tap,
  payload: object,
  containment: Containment,
  accepts: Accepts,
): unknown {
  const answer = tap.fn(payload);
  if (!isThenable(answer)) return checked(answer, tap, containment, accepts);
  // Nobody handles the promise, so its rejection would end the process.
  forget(answer);
  throw badAnswer(tap, containment, answer);
}

const checked = (
  answer: unknown,
  tap: Tap,
  containment: Containment,
  accepts: Accepts,
): unknown => {
  if (isNothing(answer) || accepts(answer)) return answer;
  throw badAnswer(tap, containment, answer);
};

/** Returns true for the answer of a tap that has nothing to say. */
export const isNothing = (answer: unknown): answer is undefined | null =>
  answer === undefined || answer === null;

/** The failure of a tap whose answer means nothing to its hook. */
const badAnswer = (tap: Tap, { hook }: Containment, answer: unknown): Error =>
  fail('bad-hook-answer', { plugin: tap.plugin, hook, answer: describe(answer) });
