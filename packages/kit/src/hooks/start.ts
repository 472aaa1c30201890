import { fail } from '../core/errors.js';
import { callTap, type Containment } from './contain.js';
import type { Tap } from './order.js';

/** Composes the taps of the start: each waits for the one before it, and the first failure ends the start. */
export function createStart(
  taps: readonly Tap[],
  containment: Containment,
): (payload: object) => Promise<void> {
  return async (payload) => {
    for (const tap of taps) {
      let cause: Error | undefined;
      await callTap(
        tap,
        payload,
        containment,
        () => {},
        (error) => void (cause = error),
      );
      if (cause === undefined) continue;
      containment.failed(tap, payload, cause);
      throw fail(
        'start-failed',
        { plugin: tap.plugin, problem: (cause as Error).message },
        { cause },
      );
    }
  };
}
