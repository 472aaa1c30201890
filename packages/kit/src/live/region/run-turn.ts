import { type Denial, isInterrupt, isRedirect, type Redirect } from '../../core/deny.js';
import { caught } from '../../core/thrown.js';
import { isThenable } from '../../core/within.js';
import { type Budget, withinDeadline } from './deadline.js';
import type { Turn } from './turn.js';

/** The failure of a turn. */
export interface TurnFailure {
  readonly cause: Denial | Redirect | Error;
}

/**
 * Runs the handler of a turn within its time budget, and closes the turn. When the budget or the region ends, the turn
 * is over: its `live` is revoked and its signal aborts, even if the handler still runs. What the handler returns or throws by
 * `deny` and `notFound` is a failure; a redirect is staged. Nothing is committed here.
 */
export function runTurn(
  turn: Turn,
  budget: Budget,
  handler: () => unknown,
): TurnFailure | undefined | Promise<TurnFailure | undefined> {
  const close = (cause?: TurnFailure['cause']): TurnFailure | undefined => {
    turn.closeTurn();
    // It is an outcome as good as any other: the turn is committed.
    if (isRedirect(cause)) turn.leaveFor(cause);
    else if (cause) return { cause };
    return undefined;
  };
  const finished = (result: unknown) => close(isInterrupt(result) ? result : undefined);
  const failed = (thrown: unknown) => close(caught(thrown));
  let work: PromiseLike<unknown>;
  try {
    const result = handler();
    if (!isThenable(result)) return finished(result);
    work = result;
  } catch (thrown) {
    return failed(thrown);
  }
  // Query builders and the like run when they are awaited, and not before.
  return withinDeadline(budget, turn.handler, work, () => turn.end()).then(finished, failed);
}
