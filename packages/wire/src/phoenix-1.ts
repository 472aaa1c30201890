import type { Codec } from './message.js';
import { isRecord } from './json.js';
import { type PhoenixFields, decodePhoenix, toPhoenixFields } from './phoenix.js';

/** Phoenix Channels, version 1: an object; what the server sends carries no `join_ref`. */
export const phoenix1: Codec = {
  version: '1.0.0',
  decode: (frame, limits) => decodePhoenix(frame, limits, fieldsOf),
  encode(message) {
    const { ref, topic, event, payload } = toPhoenixFields(message);
    return JSON.stringify({ topic, event, payload, ref });
  },
};

function fieldsOf(parsed: unknown): PhoenixFields | undefined {
  if (!isRecord(parsed)) return undefined;
  const { join_ref: joinRef, ref, topic, event, payload } = parsed;
  return { joinRef, ref, topic, event, payload };
}
