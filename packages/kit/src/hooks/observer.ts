import { SyncHook } from 'tapable';
import { fail } from '../core/errors.js';
import type { Containment } from './ask-tap.js';
import { anything, callTap } from './contain.js';
import type { Tap } from './order.js';

/**
 * Composes the taps of an observer: all of them run, whichever fails. Asynchronous work is in `running`
 * until it ends, and nobody waits for it.
 */
export function createObserver(
  taps: readonly Tap[],
  containment: Containment,
  running: Set<Promise<void>>,
): (payload: object) => void {
  const hook = new SyncHook<[object]>(['payload']);
  for (const tap of taps) hook.tap(tap.plugin, bounded(tap, containment, running));
  return (payload) => hook.call(payload);
}

/** A tap of which at most `maxHookCalls` calls run at the same time. */
function bounded(
  tap: Tap,
  containment: Containment,
  running: Set<Promise<void>>,
): (payload: object) => void {
  const limit = containment.limits.maxHookCalls;
  let calls = 0;
  /** The calls of this burst that were skipped. */
  let skipped = 0;
  return (payload) => {
    const failed = (error: Error) => containment.failed(tap, payload, error);
    const { plugin } = tap;
    const { hook } = containment;
    if (calls >= limit) {
      if (skipped++ === 0) failed(fail('hook-busy', { plugin, hook, limit }));
      return;
    }
    const work = callTap(tap, payload, containment, anything, () => {}, failed);
    if (work === undefined) return;
    calls += 1;
    const done = work.then(() => {
      calls -= 1;
      if (calls === 0 && skipped > 0) {
        failed(fail('hook-skipped', { plugin, hook, count: skipped }));
        skipped = 0;
      }
      running.delete(done);
    });
    running.add(done);
  };
}
