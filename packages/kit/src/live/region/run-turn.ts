import type { Denial, Redirect } from '../../core/deny.js';
import { caught } from '../../core/thrown.js';
import { isThenable } from '../../hooks/contain.js';
import type { Region } from './region.js';
import type { Turn } from './turn.js';
import { withinBudget } from './deadline.js';

/** Why a turn failed. */
export interface TurnFailure {
  cause: Denial | Redirect | Error;
}

/**
 * Runs the handler of a turn within its time budget, then `done`. When the budget or the region ends, the turn is over:
 * its `live` is revoked and its signal aborts, whatever the handler still does.
 */
export function runTurn(
  turn: Turn,
  region: Region,
  handler: () => unknown,
  done: (failure?: TurnFailure) => void,
): void | Promise<void> {
  region.underway = turn;
  const finish = (failure?: TurnFailure) => {
    done(failure);
    turn.end();
    region.underway = undefined;
  };
  const failed = (thrown: unknown) => finish({ cause: caught(thrown) });
  const later = (failure?: TurnFailure) => {
    const started = performance.now();
    finish(failure);
    region.worked(started);
  };
  let work: PromiseLike<unknown> | undefined;
  try {
    const result = handler();
    if (isThenable(result)) work = result;
  } catch (thrown) {
    return failed(thrown);
  }
  // Query builders and the like run when they are awaited, and not before.
  if (!work) return finish();
  return withinBudget(region, turn.handler, work, () => turn.end()).then(
    () => later(),
    (thrown: unknown) => later({ cause: caught(thrown) }),
  );
}
