import { fail } from '../core/errors.js';
import type { Region } from './region.js';
import type { Turn } from './turn.js';

/** Why a turn failed. */
export interface TurnFailure {
  cause: unknown;
  /** Whether its time budget ran out. */
  late: boolean;
}

/**
 * Runs the handler of a turn within its time budget, then `done`. When the budget ends the turn is over: its `live` is
 * revoked and its signal aborts, whatever the handler still does.
 */
export function runTurn(
  turn: Turn,
  region: Region,
  handler: () => unknown,
  done: (failure: TurnFailure | undefined) => void | Promise<void>,
): void | Promise<void> {
  const finish = (failure?: TurnFailure) => {
    const settled = done(failure);
    turn.end();
    return settled;
  };
  let result: unknown;
  try {
    result = handler();
  } catch (cause) {
    return finish({ cause, late: false });
  }
  if (!(result instanceof Promise)) return finish();
  return waitFor(turn, region, result).then(finish);
}

async function waitFor(
  turn: Turn,
  region: Region,
  result: Promise<unknown>,
): Promise<TurnFailure | undefined> {
  const milliseconds = region.services.limits.turnTime;
  let timer: NodeJS.Timeout | undefined;
  const budget = new Promise<TurnFailure>((resolve) => {
    timer = setTimeout(() => {
      turn.end();
      const details = { view: region.view.id, handler: turn.handler, milliseconds };
      resolve({ cause: fail('handler-timeout', details), late: true });
    }, milliseconds);
  });
  const outcome = result.then(
    () => undefined,
    (cause: unknown): TurnFailure => ({ cause, late: false }),
  );
  try {
    return await Promise.race([outcome, budget]);
  } finally {
    clearTimeout(timer);
  }
}
