import type { WireLimits } from './limits.js';
import type { ClientMessage, ServerMessage, WireError } from './message.js';
import { phoenix1 } from './phoenix-1.js';
import { phoenix2 } from './phoenix-2.js';
import { skerry1 } from './skerry-1.js';

/** One form of frames: how the server reads what a client sends, and writes what it answers. */
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

const codecs: readonly Codec[] = [skerry1, phoenix2, phoenix1];

/** The codec that `vsn` names, or nothing: such a connection is refused with 403. */
export const codecOf = (version: string | null): Codec | undefined =>
  codecs.find((codec) => codec.version === version);
