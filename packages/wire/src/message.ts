import type { Update } from './grammar.js';
import type { WireLimits } from './limits.js';

/** A reference that a client chose for a message; its reply carries the same. */
export type Ref = string | number;

/**
 * Which channel of a connection a message belongs to. Phoenix frames name the topic and the reference of the join that
 * made the channel; `skerry-1` frames give the channel's number, and no `joinRef`.
 */
export interface Address {
  channel: string | number;
  joinRef: string | null;
}

/** The payload with which a client joins a region's channel. */
export interface JoinPayload {
  /** The region's token, from `data-token` of its host element. */
  token: string;
  /** Version of the tree that the client shows; absent when it shows none. */
  have?: number;
  /** A random name of the page that asks, the same for every join of it. */
  page?: string;
}

/** A declared event of a live view, with its payload. */
export interface EventPayload {
  /** The type of the DOM event that raised it: `click`, `submit`, `input`, … */
  type: string;
  event: string;
  value: unknown;
  /** Number of the event in its region, rising from 1; a resend carries the same number. */
  seq?: number;
}

/** The messages of clients. */
export type ClientMessage =
  | { kind: 'join'; address: Address; ref: Ref; topic: string; payload: JoinPayload }
  | { kind: 'event'; address: Address; ref: Ref; payload: EventPayload }
  | { kind: 'leave'; address: Address; ref: Ref }
  | { kind: 'heartbeat'; ref: Ref };

/** What a schema says of one value of a payload that it refuses. */
export interface Issue {
  /** The members and places that lead to the value; empty for the whole payload. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Why something was refused: a permanent code, and the reason in words. */
export interface Refusal {
  code: string;
  reason: string;
  /** What the schema of an event says of its payload, for `invalid-payload`. */
  issues?: readonly Issue[];
  /** True if the view has taken the issues: then it shows them itself. */
  isTaken?: true;
}

/** The messages of the server on a channel. */
export type ServerMessage =
  | { kind: 'ok'; address: Address; ref: Ref; diff?: Update; reply?: unknown }
  | { kind: 'refused'; address: Address; ref: Ref; error: Refusal }
  | { kind: 'diff'; address: Address; diff: Update }
  | { kind: 'crash'; address: Address; error: Refusal }
  | { kind: 'close'; address: Address };

/** The topic whose only event is the heartbeat. */
export const heartbeatTopic = 'phoenix';

/** The address that heartbeats are answered on. */
export const heartbeatAddress: Address = { channel: heartbeatTopic, joinRef: null };

/** Why a frame could not be read: a permanent code, and the reason in words. */
export class WireError extends Error {
  override readonly name = 'WireError';
  readonly code: WireErrorCode;
  /** Whom to answer; absent where the frame does not say, so that the connection can only be closed. */
  readonly answerTo: { address: Address; ref: Ref } | undefined;

  constructor(code: WireErrorCode, reason: string, answerTo?: { address: Address; ref: Ref }) {
    super(reason);
    this.code = code;
    this.answerTo = answerTo;
  }
}

/** The faults a frame can have. */
export type WireErrorCode =
  | 'too-large'
  | 'too-deep'
  | 'too-many-values'
  | 'not-utf8'
  | 'not-json'
  | 'bad-frame'
  | 'bad-payload'
  | 'unknown-event';

/** One format of frames, as the server reads and writes them. */
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
