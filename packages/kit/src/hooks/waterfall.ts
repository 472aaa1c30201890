import { AsyncSeriesWaterfallHook } from 'tapable';
import { badAnswer, callTap, type Containment } from './contain.js';
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
        if (answer === undefined || answer === null) done(null, payload);
        else if (accepts(answer)) done(null, { ...payload, [member]: answer });
        else failed(badAnswer(tap, containment, answer));
      };
      void callTap(tap, payload, containment, answered, failed);
    });
  }
  return (payload) =>
    nowOrLater((done) =>
      hook.callAsync(payload, (_, last) => done(Reflect.get(last ?? payload, member))),
    );
}
