import { fail } from '../../core/errors.js';
import type { RegionCore } from './parts.js';

/** Reports calls of a turn after its end, each name once. */
export class LateCalls {
  readonly #region: RegionCore;
  readonly #handler: string;
  readonly #reported = new Set<string>();

  constructor(region: RegionCore, handler: string) {
    this.#region = region;
    this.#handler = handler;
  }

  /** Notes a call; calls of an ended region are not reported, since nobody could miss their effect. */
  noteCall(call: string): void {
    if (this.#reported.has(call) || this.#region.ended) return;
    this.#reported.add(call);
    this.#region.reportError(this.errorOf(call), 'late');
  }

  errorOf(call: string): Error {
    return fail('turn-ended', { view: this.#region.view.id, handler: this.#handler, call });
  }
}
