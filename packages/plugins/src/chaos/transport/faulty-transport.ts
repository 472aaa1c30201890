import type { CloseReason, Frame, FrameReceiver, Transport } from '@skerry/kit';

import type { Pace } from '../pace.js';
import { type ConnectionFaults, directionOf } from '../plan.js';
import type { Seeded } from '../seeded.js';
import { Direction, type FrameFault } from './direction.js';

/** The circumstances of a connection with faults. */
export interface FaultyOptions {
  /** The faults at this moment. */
  faults(): ConnectionFaults;
  /** The draws of this connection. */
  readonly random: Seeded;
  readonly pace: Pace;
  /** Counts a fault; the direction is that of the frame which it met. */
  note(fault: FrameFault | 'cut', direction: 'up' | 'down'): void;
}

/** Wraps the carrier of a connection: the frames that its server sends, and those that reach the server, meet faults. */
export const withTransportFaults = (inner: Transport, options: FaultyOptions): Transport =>
  new FaultyTransport(inner, options);

class FaultyTransport implements Transport {
  readonly #inner: Transport;
  readonly #options: FaultyOptions;
  readonly #cuts: Seeded;
  readonly #up: Direction;
  readonly #down: Direction;
  #isCut = false;

  constructor(inner: Transport, options: FaultyOptions) {
    this.#inner = inner;
    this.#options = options;
    this.#cuts = options.random.fork('cut');
    this.#up = this.#directionOf('up');
    this.#down = this.#directionOf('down');
  }

  get buffered(): number {
    return this.#inner.buffered;
  }

  deliverTo(receiver: FrameReceiver): void {
    this.#inner.deliverTo({
      admitFrame: (bytes) => receiver.admitFrame(bytes),
      receiveFrame: (frame) => this.#receive(frame, receiver),
      onDrained: () => receiver.onDrained(),
      onClosed: (code, message) => {
        this.#endDirections();
        receiver.onClosed(code, message);
      },
    });
  }

  send(text: string): void {
    if (!this.#isCutBy('down')) this.#down.carryFrame(text, (frame) => this.#inner.send(frame));
  }

  close(reason: CloseReason, message: string): void {
    this.#endDirections();
    this.#inner.close(reason, message);
  }

  drop(): void {
    this.#endDirections();
    this.#inner.drop();
  }

  pause(): void {
    this.#inner.pause();
  }

  resume(): void {
    this.#inner.resume();
  }

  #receive(frame: Frame, receiver: FrameReceiver): void {
    if (this.#isCutBy('up')) return;
    let count = 0;
    this.#up.carryFrame(frame, (arriving) => {
      // The server counts a frame that comes twice twice.
      if (count++ === 0 || receiver.admitFrame(arriving.length)) receiver.receiveFrame(arriving);
    });
  }

  #isCutBy(direction: 'up' | 'down'): boolean {
    if (this.#isCut) return true;
    if (!this.#cuts.chance(this.#options.faults().cut)) return false;
    this.#isCut = true;
    this.#options.note('cut', direction);
    this.#endDirections();
    // The server is at work for this connection, and hears of its end when that is done.
    queueMicrotask(() => this.#inner.drop());
    return true;
  }

  #endDirections(): void {
    this.#up.endDirection();
    this.#down.endDirection();
  }

  #directionOf(direction: 'up' | 'down'): Direction {
    const { faults, random, pace, note } = this.#options;
    return new Direction({
      faults: () => directionOf(faults(), direction),
      random: random.fork(direction),
      pace,
      note: (fault) => note(fault, direction),
    });
  }
}
