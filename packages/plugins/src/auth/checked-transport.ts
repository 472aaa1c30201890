import type { CloseReason, FrameReceiver, Transport } from '@skerry/kit';

/** The identity behind a connection, as its carrier asks about it. */
export interface CheckedIdentity {
  /** The reading of identity that is going on. */
  readonly checking: Promise<unknown> | undefined;
  /** True once the login is over. */
  readonly isEnded: boolean;
}

/** A carrier that holds frames back while identity is read, and drops them if the login is over: nothing is shown to who is gone. */
export class CheckedTransport implements Transport {
  readonly #inner: Transport;
  readonly #identity: () => CheckedIdentity | undefined;
  #receiver: FrameReceiver | undefined;
  #held: string[] = [];
  #heldLength = 0;

  constructor(inner: Transport, identity: () => CheckedIdentity | undefined) {
    this.#inner = inner;
    this.#identity = identity;
  }

  get buffered(): number {
    return this.#inner.buffered + this.#heldLength;
  }

  deliverTo(receiver: FrameReceiver): void {
    this.#receiver = receiver;
    this.#inner.deliverTo(receiver);
  }

  send(text: string): void {
    const checking = this.#identity()?.checking;
    if (!checking && this.#held.length === 0) return this.#inner.send(text);
    this.#held.push(text);
    this.#heldLength += text.length;
    const release = () => this.#release();
    // Where it fails, those who wait for it decide, and they were there before.
    if (this.#held.length === 1) void Promise.resolve(checking).then(release, release);
  }

  close(reason: CloseReason, message: string): void {
    this.#takeHeld();
    this.#inner.close(reason, message);
  }

  drop(): void {
    this.#takeHeld();
    this.#inner.drop();
  }

  pause(): void {
    this.#inner.pause();
  }

  resume(): void {
    this.#inner.resume();
  }

  #takeHeld(): string[] {
    const held = this.#held;
    this.#held = [];
    this.#heldLength = 0;
    return held;
  }

  #release(): void {
    const held = this.#takeHeld();
    if (held.length === 0) return;
    if (!this.#identity()?.isEnded) for (const text of held) this.#inner.send(text);
    this.#receiver?.onDrained();
  }
}
