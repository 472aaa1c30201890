/** A frame: text, or the bytes of a binary message. */
export type Frame = string | Uint8Array;

/** The carrier of a connection's frames, as `wrapTransport` hands it over. */
export interface Carrier<Reason extends string = string> {
  readonly buffered: number;
  deliverTo(receiver: Receiver): void;
  send(text: string): void;
  close(reason: Reason, message: string): void;
  pause(): void;
  resume(): void;
}

/** The connection behind a carrier. */
export interface Receiver {
  admitFrame(bytes: number): boolean;
  receiveFrame(frame: Frame): void;
  onDrained(): void;
  onClosed(code: number, message: string): void;
}
