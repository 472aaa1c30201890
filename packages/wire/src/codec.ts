import type { WireLimits } from './limits.js';
import type { ClientMessage, ServerMessage, WireError } from './message.js';

/** One form of frames, as the server reads and writes them. */
export interface Codec {
  /** The `vsn` that selects this form. */
  readonly version: string;
  /**
   * Reads one frame: the string of a text message, the bytes of a binary one. A fault is returned, never thrown.
   */
  decode(frame: string | Uint8Array, limits: WireLimits): ClientMessage | WireError;
  /** Writes one message. */
  encode(message: ServerMessage): string;
}
