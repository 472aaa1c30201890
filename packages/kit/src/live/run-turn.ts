import { isThenable } from '../hooks/contain.js';
import type { Region } from './region.js';
import type { Turn } from './turn.js';
import { withinBudget } from './within-budget.js';

/** Why a turn failed. */
export interface TurnFailure {
  cause: unknown;
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
  let result: unknown;
  try {
    result = handler();
  } catch (cause) {
    return finish({ cause });
  }
  if (!isThenable(result)) return finish();
  // Query builders and the like run when they are awaited, and not before.
  return withinBudget(region, turn.handler, Promise.resolve(result), () => turn.end()).then(
    () => finish(),
    (cause: unknown) => finish({ cause }),
  );
}
