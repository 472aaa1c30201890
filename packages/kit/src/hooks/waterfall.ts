import { AsyncSeriesWaterfallHook, SyncWaterfallHook } from 'tapable';
import { toError } from '../core/thrown.js';
import { type Containment, isNothing } from './ask-tap.js';
import { callSyncTap, callTap } from './contain.js';
import { nowOrLater } from '../core/now-or-later.js';
import type { Tap } from './order.js';

/**
 * Composes the taps of a waterfall: each receives the payload with the `member` of the one before; a failed tap
 * changes nothing.
 */
export function createWaterfall(
  taps: readonly Tap[],
  containment: Containment,
  member: string,
  accepts: (value: unknown) => boolean,
): (payload: object) => unknown {
  const hook = new AsyncSeriesWaterfallHook<[object]>(['payload']);
  for (const tap of taps) {
    hook.tapAsync(tap.plugin, (payload, done) => {
      const failed = (error: Error) => {
        containment.failed(tap, payload, error);
        done(null, payload);
      };
      const answered = (answer: unknown) => {
        done(null, isNothing(answer) ? payload : { ...payload, [member]: answer });
      };
      void callTap(tap, payload, containment, accepts, answered, failed);
    });
  }
  return (payload) =>
    nowOrLater((done) =>
      hook.callAsync(payload, (_, last) => done(Reflect.get(last ?? payload, member))),
    );
}

/** Composes the taps of a waterfall that nobody can wait for. */
export function createSyncWaterfall(
  taps: readonly Tap[],
  containment: Containment,
  member: string,
  accepts: (value: unknown) => boolean,
): (payload: object) => unknown {
  const hook = new SyncWaterfallHook<[object]>(['payload']);
  for (const tap of taps) {
    hook.tap(tap.plugin, (payload) => {
      try {
        const answer = callSyncTap(tap, payload, containment, accepts);
        return isNothing(answer) ? payload : { ...payload, [member]: answer };
      } catch (thrown) {
        containment.failed(tap, payload, toError(thrown));
        return payload;
      }
    });
  }
  return (payload) => Reflect.get(hook.call(payload), member);
}
