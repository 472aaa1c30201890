import type { Limits } from '../core/limits.js';
import { Rate } from './rate.js';

/** Bytes that count as one frame; a longer frame counts as several. */
const unit = 4096;

/** The fate of a frame. */
export type Verdict = 'take' | 'drop' | 'close';

/** Counts the frames of a connection, whatever their content. Above the rate, frames up to a tenth of it are dropped; then the connection closes. */
export class FrameRate {
  readonly #frames: Rate;
  #dropped: Rate | undefined;

  constructor({ frameRate, maxFrameBurst, eventRate, maxEventBurst }: Limits) {
    this.#frames = new Rate(Math.max(frameRate, eventRate), Math.max(maxFrameBurst, maxEventBurst));
  }

  judge(bytes: number, now: number): Verdict {
    const { perSecond, burst } = this.#frames;
    // The longest frame that the app allows must fit into the burst.
    const count = Math.min(Math.ceil(bytes / unit) || 1, burst);
    if (this.#frames.take(now, count)) return 'take';
    this.#dropped ??= new Rate(perSecond / 10, burst / 10);
    return this.#dropped.take(now) ? 'drop' : 'close';
  }
}
