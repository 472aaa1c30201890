import type { CloseReason } from './close-reason.js';

/** A frame: text, or the bytes of a binary message. */
export type Frame = string | Uint8Array;

/** The carrier of a connection's frames, as the connection uses it. */
export interface Transport {
  /** Bytes that wait to be sent; `onDrained` follows when they have become fewer. */
  readonly buffered: number;
  /** Names the receiver of frames; called once, before anything else. */
  deliverTo(receiver: FrameReceiver): void;
  /** Sends a frame. */
  send(text: string): void;
  /** Closes the carrier, and calls `onClosed` at once. */
  close(reason: CloseReason, message: string): void;
  /** Ends the carrier without a word, as a network that fails, and calls `onClosed` with 1006. */
  drop(): void;
  /** Stops reading frames from the client. */
  pause(): void;
  /** Reads frames from the client again. */
  resume(): void;
}

/** A connection, as its transport uses it. */
export interface FrameReceiver {
  /** Counts a frame. Returns true if it must be read; the connection of a client that sends too many is closed. */
  admitFrame(bytes: number): boolean;
  /** Takes a frame that was admitted. */
  receiveFrame(frame: Frame): void;
  /** Notes that some waiting bytes were sent. */
  onDrained(): void;
  /** Notes that the carrier is closed. @param code as WebSocket defines it; 1006 for a dropped connection */
  onClosed(code: number, message: string): void;
}
