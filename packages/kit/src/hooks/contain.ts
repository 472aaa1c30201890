import { isInterrupt } from '../core/deny.js';
import { toError } from '../core/thrown.js';
import { channels } from '../tracing/channels.js';
import { type Accepts, askSyncTap, askTap, type AskTap, type Containment } from './ask-tap.js';
import type { Tap } from './order.js';
import { traceTap } from './trace-tap.js';

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
  const isAnswer = (thrown: unknown) =>
    accepts !== anything && isInterrupt(thrown) && accepts(thrown);
  const caught = (thrown: unknown) =>
    isAnswer(thrown) ? answered(thrown) : failed(toError(thrown));
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

/** Calls a tap that nobody can wait for. @throws what the tap throws; SkerryError `bad-hook-answer` */
export const callSyncTap: AskTap = (tap, payload, containment, accepts) =>
  channels.hook.hasSubscribers
    ? traceTap(askSyncTap, tap, payload, containment, accepts)
    : askSyncTap(tap, payload, containment, accepts);
