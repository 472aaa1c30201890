import type { Denial, Redirect } from '../../core/deny.js';
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
 * is over: its `live` is revoked and its signal aborts, even if the handler still runs. Nothing is committed here.
 */
export function runTurn(
  turn: Turn,
  budget: Budget,
  handler: () => unknown,
): TurnFailure | undefined | Promise<TurnFailure | undefined> {
  const close = (failure?: TurnFailure): TurnFailure | undefined => {
    turn.closeTurn();
    return failure;
  };
  const failed = (thrown: unknown) => close({ cause: caught(thrown) });
  let work: PromiseLike<unknown> | undefined;
  try {
    const result = handler();
    if (isThenable(result)) work = result;
  } catch (thrown) {
    return failed(thrown);
  }
  // Query builders and the like run when they are awaited, and not before.
  if (!work) return close();
  return withinDeadline(budget, turn.handler, work, () => turn.end()).then(() => close(), failed);
}
