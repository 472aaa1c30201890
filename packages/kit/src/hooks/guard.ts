import { AsyncSeriesBailHook, SyncBailHook } from 'tapable';
import {
  type Denial,
  failedDenial,
  isDenial,
  isInterrupt,
  isRedirect,
  type Redirect,
} from '../core/deny.js';
import { toError } from '../core/thrown.js';
import { type Containment, isNothing } from './ask-tap.js';
import { callSyncTap, callTap } from './contain.js';
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
      const answered = (answer: unknown) =>
        isVeto(answer) ? refuse(answer) : done(null, undefined);
      void callTap(tap, payload, containment, isVeto, answered, failed);
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
  const isAnswer = (answer: unknown) =>
    isDenial(answer) || (!isRedirect(answer) && accepts(answer));
  for (const tap of taps) {
    hook.tap(tap.plugin, (passage) => {
      const refuse = (denial: Denial) => {
        containment.refused?.(tap, passage.payload, denial);
        return denial;
      };
      try {
        const answer = callSyncTap(tap, passage.payload, containment, isAnswer);
        if (isDenial(answer)) return refuse(answer);
        if (isNothing(answer)) return undefined;
        passage.payload = { ...passage.payload, [member]: answer };
        passage.replaced = true;
        return undefined;
      } catch (thrown) {
        if (isDenial(thrown)) return refuse(thrown);
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

const isVeto = (answer: unknown): answer is Veto => isInterrupt(answer);
