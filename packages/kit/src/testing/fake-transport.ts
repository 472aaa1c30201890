import { closeCodes, type CloseReason } from '../core/close-reason.js';
import type { FrameReceiver, Transport } from '../core/transport.js';

/** A carrier of frames without a network: a test plays the browser. */
export class FakeTransport implements Transport {
  /** The bytes that wait to be sent, as the connection sees it; a test may raise it. */
  buffered = 0;
  /** The frames that the server has sent. */
  readonly sent: string[] = [];
  /** The code with which the carrier was closed. */
  closedWith: number | undefined;
  /** True while the server does not want to read. */
  isPaused = false;
  #receiver: FrameReceiver | undefined;

  deliverTo(receiver: FrameReceiver): void {
    this.#receiver = receiver;
  }

  send(text: string): void {
    if (this.closedWith === undefined) this.sent.push(text);
  }

  close(reason: CloseReason, message: string): void {
    this.end(closeCodes[reason], message);
  }

  drop(): void {
    this.end(1006, '');
  }

  pause(): void {
    this.isPaused = true;
  }

  resume(): void {
    this.isPaused = false;
  }

  /** Hands a frame to the server, as if the browser had sent it. @returns false if the server does not take it */
  receiveText(text: string): boolean {
    if (this.closedWith !== undefined || !this.#receiver?.admitFrame(text.length)) return false;
    this.#receiver.receiveFrame(text);
    return true;
  }

  /** Ends the carrier. @param code as WebSocket defines it */
  end(code: number, message: string): void {
    if (this.closedWith !== undefined) return;
    this.closedWith = code;
    this.#receiver?.onClosed(code, message);
  }
}
