import { isDenial } from '../../core/deny.js';
import { caught, toError } from '../../core/thrown.js';
import type { UnmountReason } from '../author/contexts.js';
import type { Respond, UpdateSink } from '../render/update-sink.js';
import type { RegionCore } from './parts.js';
import { isRefused, refusal, regionFailed, resetBy } from './refusal.js';

/** A region whose work may fail. */
interface FailingRegion extends RegionCore {
  readonly renderer: { readonly sink: UpdateSink | undefined };
  endRegion(reason: UnmountReason): void;
}

/** Contains the failures of a region: reports them, and resets a region that cannot go on. */
export class Failures {
  readonly #region: FailingRegion;
  /** The name of the last event, for `onPanic`. */
  lastEvent: string | undefined;
  #lastTurn = Number.NEGATIVE_INFINITY;

  constructor(region: FailingRegion) {
    this.#region = region;
  }

  /** Does work that renders. A denial is answered; an error resets the region. Returns `false` if the work failed. */
  containWork(work: () => void, respond?: Respond): boolean {
    try {
      work();
      return true;
    } catch (thrown) {
      const cause = caught(thrown);
      if (isDenial(cause)) respond?.(refusal(cause));
      else {
        this.#region.reportError(cause, 'render');
        this.resetRegion(cause, respond);
      }
      return false;
    }
  }

  /** Notes a failed turn. The second one in a short time resets the region. */
  noteTurn(failure: unknown, where: string): void {
    const { ended, services } = this.#region;
    if (!failure || ended || isRefused(failure)) return;
    this.#region.reportError(failure, where);
    const before = this.#lastTurn;
    this.#lastTurn = Date.now();
    if (this.#lastTurn - before <= services.limits.failureMaxAge) this.resetRegion(failure);
  }

  /** Ends the region, and has its browser mount it again. */
  resetRegion(thrown: unknown, respond?: Respond): void {
    const { services, info: region } = this.#region;
    services.hooks.onPanic.call({ error: toError(thrown), region, lastEvent: this.lastEvent });
    this.endForRemount(() => respond?.(resetBy(thrown)));
  }

  /** Ends the region, and has its browser mount it again once `answer` is done. */
  endForRemount(answer?: () => void): void {
    const { sink } = this.#region.renderer;
    sink?.forgetTemplates();
    this.#region.endRegion('reset');
    answer?.();
    sink?.crash(regionFailed);
  }
}
