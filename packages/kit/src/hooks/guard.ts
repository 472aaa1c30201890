import { AsyncSeriesBailHook, SyncBailHook } from 'tapable';
import { type Denial, failedDenial, isDenial, isRedirect, type Redirect } from '../core/deny.js';
import { toError } from '../core/thrown.js';
import { forget, isThenable } from '../core/within.js';
import { badAnswer, callTap, type Containment } from './contain.js';
import { nowOrLater } from '../core/now-or-later.js';
import type { Tap } from './order.js';

type Veto = Denial | Redirect;

/** Composes the taps of an asynchronous guard: the first veto ends it, and a failed tap is a veto. */
export function createGuard(
  taps: readonly Tap[],
  containment: Containment,
): (payload: object) => Veto | undefined | Promise<Veto | undefined> {
  const hook = new AsyncSeriesBailHook<[object], Veto | undefined>(['payload']);
  for (const tap of taps) {
    hook.tapAsync(tap.plugin, (payload, done) => {
      const refuse = (veto: Veto) => {
        containment.refused?.(tap, payload, veto);
        done(null, veto);
      };
      const failed = (error: Error) => {
        containment.failed(tap, payload, error);
        refuse(failedDenial());
      };
      const answered = (answer: unknown) => {
        if (isDenial(answer) || isRedirect(answer)) refuse(answer);
        else if (isNothing(answer)) done(null, undefined);
        else failed(badAnswer(tap, containment, answer));
      };
      void callTap(tap, payload, containment, answered, failed);
    });
  }
  return (payload) => nowOrLater((done) => hook.callAsync(payload, (_, veto) => done(veto)));
}

/** A payload on its way through the taps of a synchronous guard. */
interface Passage {
  payload: object;
  replaced: boolean;
}

/**
 * Composes the taps of a synchronous guard: the first denial ends it, a failed tap is a denial, and the answer of a
 * tap replaces `member` in the payload for later taps.
 */
export function createSyncGuard(
  taps: readonly Tap[],
  containment: Containment,
  member: string,
  accepts: (value: unknown) => boolean,
): (payload: object) => Denial | { value: unknown } | undefined {
  const hook = new SyncBailHook<[Passage], Denial | undefined>(['passage']);
  for (const tap of taps) {
    hook.tap(tap.plugin, (passage) => {
      const refuse = (denial: Denial) => {
        containment.refused?.(tap, passage.payload, denial);
        return denial;
      };
      try {
        const answer = tap.fn(passage.payload);
        if (isDenial(answer)) return refuse(answer);
        if (isNothing(answer)) return undefined;
        // Nobody handles the promise, so its rejection would end the process.
        if (isThenable(answer)) forget(answer);
        if (isRedirect(answer) || isThenable(answer) || !accepts(answer)) {
          throw badAnswer(tap, containment, answer);
        }
        passage.payload = { ...passage.payload, [member]: answer };
        passage.replaced = true;
        return undefined;
      } catch (thrown) {
        containment.failed(tap, passage.payload, toError(thrown));
        return refuse(failedDenial());
      }
    });
  }
  return (payload) => {
    const passage: Passage = { payload, replaced: false };
    const denial = hook.call(passage);
    if (denial !== undefined || !passage.replaced) return denial;
    return { value: Reflect.get(passage.payload, member) };
  };
}

const isNothing = (answer: unknown): boolean => answer === undefined || answer === null;
