import { parseFrame } from './json.js';
import type { WireLimits } from './limits.js';
import {
  type Address,
  type ClientMessage,
  heartbeatTopic,
  type ServerMessage,
  WireError,
} from './message.js';
import { isName, readEvent, readJoin } from './payload.js';

/** The five fields of a Phoenix Channels message, whichever form its frame has. */
export interface PhoenixFields {
  joinRef: unknown;
  ref: unknown;
  topic: unknown;
  event: unknown;
  payload: unknown;
}

/** Reads a text frame in the form that `fieldsOf` knows; a fault is returned, never thrown. */
export function decodePhoenix(
  frame: string | Uint8Array,
  limits: WireLimits,
  fieldsOf: (parsed: unknown) => PhoenixFields | undefined,
): ClientMessage | WireError {
  const parsed = parseFrame(frame, limits);
  if (parsed instanceof WireError) return parsed;
  const fields = fieldsOf(parsed);
  return fields ? readFields(fields, limits) : new WireError('bad-frame', 'Not a Phoenix frame.');
}

function readFields(fields: PhoenixFields, limits: WireLimits): ClientMessage | WireError {
  const { joinRef, ref, topic, event, payload } = fields;
  const bad = (reason: string) => new WireError('bad-frame', reason);
  if (!isName(ref, limits)) return bad('`ref` is a short string.');
  if (!isName(topic, limits)) return bad('`topic` is a short string.');
  if (joinRef !== null && joinRef !== undefined && !isName(joinRef, limits))
    return bad('`join_ref` is a short string or null.');
  if (!isName(event, limits)) return bad('`event` is a short string.');

  const address: Address = { channel: topic, joinRef: joinRef ?? null };
  if (topic === heartbeatTopic && event === 'heartbeat') return { kind: 'heartbeat', ref };
  if (event === 'phx_join') {
    const own = { channel: topic, joinRef: joinRef ?? ref };
    const join = readJoin(payload, limits, { address: own, ref });
    return join instanceof WireError
      ? join
      : { kind: 'join', address: own, ref, topic, payload: join };
  }
  if (event === 'phx_leave') return { kind: 'leave', address, ref };
  if (event === 'event') {
    const push = readEvent(payload, limits, { address, ref });
    return push instanceof WireError ? push : { kind: 'event', address, ref, payload: push };
  }
  return new WireError('unknown-event', 'unmatched topic', { address, ref });
}

/** The fields of a message that the server sends. */
export function toPhoenixFields(
  message: ServerMessage,
): PhoenixFields & { joinRef: string | null; ref: string | number | null } {
  const { channel: topic, joinRef } = message.address;
  const reply = (ref: string | number, status: 'ok' | 'error', response: unknown) => ({
    joinRef,
    ref,
    topic,
    event: 'phx_reply',
    payload: { status, response },
  });
  const push = (ref: string | null, event: string, payload: unknown) => ({
    joinRef,
    ref,
    topic,
    event,
    payload,
  });
  switch (message.kind) {
    case 'ok':
      return reply(message.ref, 'ok', responseOf(message));
    case 'refused':
      return reply(message.ref, 'error', message.error);
    case 'diff':
      return push(null, 'diff', message.diff);
    // The end of a channel carries the reference of its join: all that a client of version 1 can tell a channel's
    // successor by.
    case 'crash':
      return push(joinRef, 'phx_error', message.error);
    case 'close':
      return push(joinRef, 'phx_close', {});
  }
}

function responseOf(message: ServerMessage & { kind: 'ok' }): Record<string, unknown> {
  return {
    ...(message.diff === undefined ? {} : { diff: message.diff }),
    ...(message.reply === undefined ? {} : { reply: message.reply }),
  };
}
