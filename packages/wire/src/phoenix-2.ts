import { type Codec, WireError } from './message.js';
import { decodeUtf8, tooLarge } from './json.js';
import type { WireLimits } from './limits.js';
import { isName } from './payload.js';
import { type PhoenixFields, decodePhoenix, toPhoenixFields } from './phoenix.js';

/** Phoenix Channels, version 2: `[join_ref, ref, topic, event, payload]`. */
export const phoenix2: Codec = {
  version: '2.0.0',
  decode: (frame, limits) =>
    typeof frame === 'string'
      ? addressed(decodePhoenix(frame, limits, fieldsOf), frame, limits)
      : refuseBinary(frame, limits),
  encode(message) {
    const { joinRef, ref, topic, event, payload } = toPhoenixFields(message);
    return JSON.stringify([joinRef, ref, topic, event, payload]);
  },
};

/** Matches the beginning of a frame whose names need no escapes. */
const head = /^\[(?:null|"([^"\\]+)"),"([^"\\]+)","([^"\\]+)",/;

/** The fault of a frame that is too large to be parsed can be answered if the frame begins as it should. */
function addressed<T>(result: T, frame: string, limits: WireLimits): T | WireError {
  if (!(result instanceof WireError) || result.code !== 'too-large') return result;
  const [, joinRef = null, ref, topic] = head.exec(frame) ?? [];
  const isAddress = joinRef === null || isName(joinRef, limits);
  if (!isAddress || !isName(ref, limits) || !isName(topic, limits)) return result;
  const address = { channel: topic, joinRef };
  return new WireError('too-large', result.message, { address, ref });
}

function fieldsOf(parsed: unknown): PhoenixFields | undefined {
  if (!Array.isArray(parsed) || parsed.length !== 5) return undefined;
  const [joinRef, ref, topic, event, payload] = parsed as unknown[];
  return { joinRef, ref, topic, event, payload };
}

/**
 * A binary push is `0`, the lengths of join_ref, ref, topic and event (a byte each), those four, and the payload. The
 * four are read only so that the refusal reaches the push that waits for an answer.
 */
function refuseBinary(frame: Uint8Array, limits: WireLimits): WireError {
  if (frame.length > limits.maxPayload) return tooLarge(limits);
  const [joinRef, ref, topic, event] = readHead(frame);
  if (
    (joinRef !== '' && !isName(joinRef, limits)) ||
    !isName(ref, limits) ||
    !isName(topic, limits) ||
    !isName(event, limits)
  )
    return new WireError('bad-frame', 'Not a binary Phoenix push.');
  return new WireError('bad-payload', 'binary payloads are not accepted', {
    address: { channel: topic, joinRef: joinRef || null },
    ref,
  });
}

function readHead(frame: Uint8Array): (string | undefined)[] {
  let end = 5;
  const fields = [...frame.subarray(1, end)].map((length) =>
    decodeUtf8(frame.subarray(end, (end += length))),
  );
  return frame[0] === 0 && end <= frame.length ? fields : [];
}
