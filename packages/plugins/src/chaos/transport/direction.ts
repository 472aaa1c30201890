import { drawTime, type Pace } from '../pace.js';
import type { DirectionFaults } from '../plan.js';
import type { Seeded } from '../seeded.js';
import type { Frame } from '@skerry/kit';

/** The faults of frames by their name, as they are counted. */
export type FrameFault = 'latency' | 'drop' | 'duplicate' | 'reorder' | 'truncate' | 'half-open';

/** The circumstances of one direction of a connection. */
export interface DirectionOptions {
  /** The faults at this moment; a panel may change them. */
  faults(): DirectionFaults;
  /** The draws of this direction. */
  readonly random: Seeded;
  readonly pace: Pace;
  /** Counts a fault. */
  note(fault: FrameFault): void;
}

/** A frame on its way in order. */
interface Waiting {
  readonly due: number;
  readonly deliver: () => void;
}

/** Milliseconds for which a frame is held back at least, so that others overtake it. */
const holdTime = 5;

/** Carries frames one way, with faults. Frames keep their order, except those that `reorder` holds back. */
export class Direction {
  readonly #options: DirectionOptions;
  /** Each fault has draws of its own, so that one never moves those of another. */
  readonly #draws: Record<FrameFault, Seeded>;
  readonly #waiting: Waiting[] = [];
  readonly #held = new Set<() => void>();
  #cancelNext: (() => void) | undefined;
  #isOver = false;

  constructor(options: DirectionOptions) {
    this.#options = options;
    const draw = (fault: FrameFault) => options.random.fork(fault);
    this.#draws = {
      latency: draw('latency'),
      drop: draw('drop'),
      duplicate: draw('duplicate'),
      reorder: draw('reorder'),
      truncate: draw('truncate'),
      'half-open': draw('half-open'),
    };
  }

  /** Carries a frame, and hands what arrives of it to a function: at once if nothing delays it. */
  carryFrame<Kind extends Frame>(frame: Kind, deliver: (frame: Kind) => void): void {
    if (this.#isOver) return;
    const { note } = this.#options;
    const faults = this.#options.faults();
    const hits = (fault: FrameFault, probability: number | undefined): boolean => {
      const isHit = this.#draws[fault].chance(probability);
      if (isHit) note(fault);
      return isHit;
    };
    if (hits('half-open', faults.halfOpen)) return this.endDirection();
    if (hits('drop', faults.drop)) return;
    const whole = !hits('truncate', faults.truncate);
    const arriving = whole ? frame : this.#truncate(frame);
    const copies = hits('duplicate', faults.duplicate) ? 2 : 1;
    const isLate = hits('reorder', faults.reorder);
    for (let copy = 0; copy < copies; copy++) this.#delay(faults, isLate, () => deliver(arriving));
  }

  /** Lets nothing arrive any more; what is on its way is lost. */
  endDirection(): void {
    this.#isOver = true;
    this.#cancelNext?.();
    this.#cancelNext = undefined;
    this.#waiting.length = 0;
    for (const cancel of this.#held) cancel();
    this.#held.clear();
  }

  #delay({ latency }: DirectionFaults, isLate: boolean, deliver: () => void): void {
    const { pace, note } = this.#options;
    const time = drawTime(this.#draws.latency, latency);
    if (time > 0) note('latency');
    if (isLate) return this.#hold(2 * time + holdTime, deliver);
    const last = this.#waiting.at(-1);
    const due = Math.max(pace.now() + time, last?.due ?? 0);
    if (time === 0 && !last) return deliver();
    this.#waiting.push({ due, deliver });
    if (!last) this.#waitForNext();
  }

  /** Holds a frame back, while others pass. */
  #hold(time: number, deliver: () => void): void {
    const cancel = this.#options.pace.after(time, () => {
      this.#held.delete(cancel);
      deliver();
    });
    this.#held.add(cancel);
  }

  #waitForNext(): void {
    const { pace } = this.#options;
    const [next] = this.#waiting;
    if (!next) return;
    this.#cancelNext = pace.after(Math.max(0, next.due - pace.now()), () => {
      // It counts as waiting meanwhile, so that a frame which follows from it queues behind. The receiver may end the direction.
      try {
        next.deliver();
      } finally {
        this.#waiting.shift();
        if (!this.#isOver) this.#waitForNext();
      }
    });
  }

  #truncate<Kind extends Frame>(frame: Kind): Kind {
    const length = this.#draws.truncate.below(frame.length);
    // seam: a part of a text is a text, and a part of bytes is bytes
    return frame.slice(0, length) as Kind;
  }
}
