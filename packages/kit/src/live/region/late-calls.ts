import { fail } from '../../core/errors.js';
import type { RegionCore } from './parts.js';

/** What is asked of one turn after it has ended: it is reported, each call once. */
export class LateCalls {
  readonly #region: RegionCore;
  readonly #handler: string;
  readonly #reported = new Set<string>();

  constructor(region: RegionCore, handler: string) {
    this.#region = region;
    this.#handler = handler;
  }

  /** Takes note of a call; of a region that has ended nobody is left who could miss anything. */
  add(call: string): void {
    if (this.#reported.has(call) || this.#region.ended) return;
    this.#reported.add(call);
    this.#region.report(this.error(call), 'late');
  }

  error(call: string): Error {
    return fail('turn-ended', { view: this.#region.view.id, handler: this.#handler, call });
  }
}
