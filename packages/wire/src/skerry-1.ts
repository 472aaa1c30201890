import type { Update } from './grammar.js';
import { parseFrame } from './json.js';
import type { WireLimits } from './limits.js';
import {
  type Address,
  type ClientMessage,
  type Codec,
  type EventPayload,
  heartbeatAddress,
  heartbeatTopic,
  type Refusal,
  type ServerMessage,
  WireError,
} from './message.js';
import { isCount, isName, readEvent, readJoin } from './payload.js';
import { byteLength, tooLargeReason } from './size.js';

/** The compact form: a channel is a small number, and an event's reference is its number in its region. */
export const skerry1: Codec = {
  version: 'skerry-1',

  decode(frame, limits) {
    const parsed = parseFrame(frame, limits);
    if (!(parsed instanceof WireError)) return readClientFrame(parsed, limits);
    return parsed.code === 'too-large' ? addressed(parsed, frame, limits) : parsed;
  },

  encode(message) {
    const channel = message.address.channel === heartbeatTopic ? 0 : message.address.channel;
    switch (message.kind) {
      case 'ok':
        return message.reply === undefined
          ? JSON.stringify([channel, message.ref, message.diff ?? {}])
          : JSON.stringify([channel, message.ref, message.diff ?? {}, message.reply]);
      case 'refused':
        return JSON.stringify([channel, message.ref, null, message.error]);
      case 'diff':
        return JSON.stringify([channel, message.diff]);
      case 'crash':
        return JSON.stringify([channel, 'crash', message.error]);
      case 'close':
        return JSON.stringify([channel, 'close']);
    }
  },
};

/** Matches the beginning of an event whose name needs no escapes. */
const head = /^\[(\d+),(\d+),"([^"\\]+)"/;

/** The fault of a frame that is too large to be parsed. If the frame begins as an event does, it can be answered. */
function addressed(fault: WireError, frame: string | Uint8Array, limits: WireLimits): WireError {
  const [, channel, seq, event] = (typeof frame === 'string' && head.exec(frame)) || [];
  const [number, ref] = [Number(channel), Number(seq)];
  if (!isName(event, limits) || !isCount(number) || number === 0 || !isCount(ref)) return fault;
  const reason = tooLargeReason(event, byteLength(frame as string), limits.maxPayload);
  return new WireError('too-large', reason, { address: { channel: number, joinRef: null }, ref });
}

function readClientFrame(frame: unknown, limits: WireLimits): ClientMessage | WireError {
  if (!Array.isArray(frame) || frame.length > 5)
    return new WireError('bad-frame', 'A frame is an array of at most five items.');
  const [channel, ref, what, value, type] = frame as unknown[];
  if (!isCount(channel)) return new WireError('bad-frame', 'A frame starts with a channel number.');
  if (!isCount(ref)) return new WireError('bad-frame', 'The second item of a frame is a number.');
  if (channel === 0)
    return frame.length === 2
      ? { kind: 'heartbeat', ref }
      : new WireError(
          'bad-frame',
          'Channel 0 carries heartbeats alone; a region has one from 1 up.',
        );

  const address: Address = { channel, joinRef: null };
  if (frame.length === 2) return { kind: 'leave', address, ref };
  if (typeof what === 'string' || frame.length > 3) {
    const event = { event: what, value, seq: ref, ...(frame.length > 4 ? { type } : {}) };
    const payload = readEvent(event, limits, { address, ref });
    return payload instanceof WireError ? payload : { kind: 'event', address, ref, payload };
  }
  const payload = readJoin(what, limits, { address, ref });
  if (payload instanceof WireError) return payload;
  const { topic } = what as { topic?: unknown };
  if (!isName(topic, limits))
    return new WireError('bad-payload', 'A join names its `topic`, a short string.', {
      address,
      ref,
    });
  return { kind: 'join', address, ref, topic, payload };
}

/** Writes a frame as Skerry's browser client sends it; the server's `skerry1.decode` reads it. */
export function writeClientFrame(message: ClientMessage): string {
  if (message.kind === 'heartbeat') return JSON.stringify([0, message.ref]);
  return JSON.stringify([message.address.channel, message.ref, ...partsOf(message)]);
}

function partsOf(message: Exclude<ClientMessage, { kind: 'heartbeat' }>): unknown[] {
  if (message.kind === 'leave') return [];
  if (message.kind === 'join') return [{ topic: message.topic, ...message.payload }];
  return eventParts(message.payload);
}

/** The parts of an event's frame behind channel and reference. */
export const eventParts = ({ event, value, type }: EventPayload): unknown[] =>
  type === 'click' ? [event, value] : [event, value, type];

/**
 * A frame of the server, parsed: the channel, or 0 for the connection; then the reference of the request that it answers,
 * with the diff (`null` for a refusal) and the reply (or the reason); or an update alone; or `crash` with its reason, or `close`.
 */
export type ServerFrame = readonly [
  channel: number,
  what: number | Update | 'crash' | 'close',
  diff?: Update | Refusal | null,
  reply?: unknown,
];

/** Reads a frame that the server wrote with `skerry1.encode`. It trusts its server: shape is not checked. */
export function readServerFrame(text: string): ServerMessage {
  const [channel, second, third, reply] = JSON.parse(text) as ServerFrame;
  const address = channel === 0 ? heartbeatAddress : { channel, joinRef: null };
  if (typeof second === 'number') {
    if (third === null) return { kind: 'refused', address, ref: second, error: reply as Refusal };
    const ok = { kind: 'ok', address, ref: second, diff: third as Update } as const;
    return reply === undefined ? ok : { ...ok, reply };
  }
  if (second === 'crash') return { kind: 'crash', address, error: third as Refusal };
  if (second === 'close') return { kind: 'close', address };
  return { kind: 'diff', address, diff: second };
}
