import type { Denial, Redirect } from '../core/deny.js';
import { describe } from '../core/describe.js';
import { fail } from '../core/errors.js';
import type { Limits } from '../core/limits.js';
import { forget, isThenable, within } from '../core/within.js';
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

/** Returns true for an answer that means something to a hook. */
export type Accepts = (answer: unknown) => boolean;

/** Calls a tap. @throws what the tap throws; SkerryError `bad-hook-answer` */
export type AskTap = (
  tap: Tap,
  payload: object,
  containment: Containment,
  accepts: Accepts,
) => unknown;

/** The answer of a tap, or a promise of it within `hookTimeout`. */
export const askTap: AskTap = (tap, payload, containment, accepts) => {
  const answer = tap.fn(payload);
  if (!isThenable(answer)) return checked(answer, tap, containment, accepts);
  const milliseconds = containment.limits.hookTimeout;
  const { plugin } = tap;
  const late = () => fail('hook-timeout', { plugin, hook: containment.hook, milliseconds });
  // It was reported as late; nobody needs its result.
  return within(milliseconds, answer, late, () => {}).then((settled) =>
    checked(settled, tap, containment, accepts),
  );
};

/** The answer of a tap that nobody can wait for. */
export const askSyncTap: AskTap = (tap, payload, containment, accepts) => {
  const answer = tap.fn(payload);
  if (!isThenable(answer)) return checked(answer, tap, containment, accepts);
  // Nobody handles the promise, so its rejection would end the process.
  forget(answer);
  throw badAnswer(tap, containment, answer);
};

function checked(answer: unknown, tap: Tap, containment: Containment, accepts: Accepts): unknown {
  if (isNothing(answer) || accepts(answer)) return answer;
  throw badAnswer(tap, containment, answer);
}

/** Returns true for the answer of a tap that has nothing to say. */
export const isNothing = (answer: unknown): answer is undefined | null =>
  answer === undefined || answer === null;

/** The failure of a tap whose answer means nothing to its hook. */
const badAnswer = (tap: Tap, { hook }: Containment, answer: unknown): Error =>
  fail('bad-hook-answer', { plugin: tap.plugin, hook, answer: describe(answer) });
