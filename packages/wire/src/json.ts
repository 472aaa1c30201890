import type { WireLimits } from './limits.js';
import { WireError } from './message.js';
import { byteLength } from './size.js';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Parses one incoming frame under its bounds: size, nesting and number of values are checked on the text, before
 * anything is built from it.
 *
 * @returns the parsed value, or the error; it never throws.
 */
export function parseFrame(frame: string | Uint8Array, limits: WireLimits): unknown {
  if (exceeds(frame, limits.maxPayload)) return tooLarge(limits);
  const text = typeof frame === 'string' ? frame : decodeUtf8(frame);
  if (text === undefined) return new WireError('not-utf8', 'The frame is not valid UTF-8.');
  const fault = scan(text, limits);
  if (fault) return fault;
  try {
    return mayReachShared(text) ? JSON.parse(text, refuseShared) : JSON.parse(text);
  } catch (error) {
    return error instanceof WireError ? error : new WireError('not-json', 'The frame is not JSON.');
  }
}

/** The fault of a frame above its bound in bytes. */
export const tooLarge = (limits: WireLimits): WireError =>
  new WireError('too-large', `The frame is larger than ${limits.maxPayload} bytes.`);

/** The text that the bytes spell in UTF-8, or nothing. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

// One unit of UTF-16 is three bytes of UTF-8 at most, so that short frames are not counted.
const exceeds = (frame: string | Uint8Array, bytes: number): boolean =>
  frame.length > bytes ||
  (typeof frame === 'string' && frame.length * 3 > bytes && byteLength(frame) > bytes);

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;

/**
 * Counts brackets and commas outside strings; an empty array or object counts as two values. Well-formedness is
 * `JSON.parse`'s affair.
 */
function scan(text: string, limits: WireLimits): WireError | undefined {
  let depth = 0;
  let values = 1;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) {
      for (i++; i < text.length; i++) {
        const inner = text.charCodeAt(i);
        if (inner === QUOTE) break;
        if (inner === BACKSLASH) i++;
      }
    } else if (code === COMMA) {
      values++;
    } else if ((code | 0x20) === 0x7b) {
      values++;
      if (++depth > limits.maxDepth)
        return new WireError('too-deep', `The frame nests deeper than ${limits.maxDepth} levels.`);
    } else if ((code | 0x20) === 0x7d) {
      depth--;
    }
  }
  if (values > limits.maxValues)
    return new WireError('too-many-values', `The frame has more than ${limits.maxValues} values.`);
  return undefined;
}

// Any letter of the names may be escaped: `_` is \u005f, the others are \u0063 to \u0079.
const mayReachShared = (text: string): boolean =>
  text.includes('__proto__') || text.includes('constructor') || /\\u00[567]/.test(text);

/** Refuses the keys by which a merge of the data into an object would reach what all objects share. */
function refuseShared(key: string, value: unknown): unknown {
  if (key === '__proto__') throw new WireError('bad-frame', 'A key may not be "__proto__".');
  if (key === 'constructor' && isRecord(value))
    throw new WireError('bad-frame', 'The value of a key "constructor" may not be an object.');
  return value;
}

/** Tells whether a parsed value is an object that is no array. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
