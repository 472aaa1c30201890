import { createHash, randomBytes } from 'node:crypto';

import { canonicalJson, type Json, type JsonObject, parseCanonical } from './canonical.js';
import type { AuditKey, AuditKeys } from './keys.js';
import type { AuditRecord } from './record.js';

/** The kinds of lines: `open` begins a file, `close` ends it, `dropped` stands for records that had no room. */
export type LineKind = 'open' | 'record' | 'dropped' | 'checkpoint' | 'close';

/** The place of a line in a chain, to be kept where whoever can write the log cannot write. */
export interface AuditHead {
  /** Name of the file, or of the stream where a log has none. */
  readonly file: string;
  /** Number of the last record. */
  readonly seq: number;
  /** HMAC of the line. */
  readonly mac: string;
}

/** A line as it is read, with the members that every line has. */
export interface AuditLine extends AuditHead {
  readonly kind: LineKind;
  /** The number of the last record that it stands for. */
  readonly last: number;
  /** The HMAC of the line before it; empty in the first line of a file. */
  readonly prev: string;
  /** The name of the key that signed it. */
  readonly key: string;
  /** All members. */
  readonly members: Readonly<Record<string, Json>>;
}

/** Members outside of the HMAC: it itself, and what `erase` takes away, which the member `personalHash` stands for. */
const unsigned: ReadonlySet<string> = new Set(['mac', 'personal', 'salt', 'erased']);

const fileName = /^[\w.-]{1,255}$/;
const signature = /^[\w-]{43}$/;
const keyName = /^[\w-]{8}$/;

const isText = (member: Json | undefined, pattern: RegExp): boolean =>
  typeof member === 'string' && pattern.test(member);

const kinds: ReadonlySet<unknown> = new Set(['open', 'record', 'dropped', 'checkpoint', 'close']);

/** The text that the HMAC of a line is made of. */
function signedText(members: JsonObject): string {
  const signed: Record<string, Json | undefined> = { ...members };
  for (const name of unsigned) delete signed[name];
  return canonicalJson(signed);
}

/** Adds the HMAC to the members of a line, and writes it. */
export function writeLine(members: JsonObject, key: AuditKey): { text: string; mac: string } {
  const mac = key.sign('line', signedText(members));
  return { text: canonicalJson({ ...members, mac }), mac };
}

/** The members of a record's line: the HMAC covers a salted hash of the personal ones, which can be taken away later. */
export function recordMembers({ lasting, personal }: AuditRecord): JsonObject {
  if (personal === undefined) return lasting;
  const salt = randomBytes(16).toString('base64url');
  return { ...lasting, personal: personal as Json, salt, personalHash: hashOf(salt, personal) };
}

const hashOf = (salt: string, personal: Json | JsonObject): string =>
  createHash('sha256')
    .update(`${salt}\n${canonicalJson(personal)}`)
    .digest('base64url');

/** Reads a line, without its line break; `undefined` if it is not the canonical text of a line. Says nothing about who wrote it. */
export function readLine(text: string): AuditLine | undefined {
  const members = parseCanonical(text);
  if (members === undefined) return undefined;
  const { kind, file, seq, mac, prev, key, to } = members;
  const isLine =
    members['v'] === 1 &&
    kinds.has(kind) &&
    isText(file, fileName) &&
    isText(mac, signature) &&
    (prev === '' || isText(prev, signature)) &&
    isText(key, keyName) &&
    Number.isSafeInteger(seq) &&
    (kind !== 'dropped' || Number.isSafeInteger(to));
  if (!isLine) return undefined;
  const last = kind === 'dropped' ? to : seq;
  return { kind, file, seq, last, mac, prev, key, members } as unknown as AuditLine;
}

/** Tells whether a line is as it was written: `wrong-key` if the ring has not the key that it names. */
export function checkLine(
  { key, mac, members }: AuditLine,
  keys: AuditKeys,
): 'authentic' | 'altered' | 'wrong-key' {
  const known = keys.keyNamed(key);
  if (known === undefined) {
    // Where another key of the ring made the HMAC, only the name of the key was changed.
    const isRenamed = keys.all.some((each) =>
      each.isSignature('line', signedText({ ...members, key: each.id }), mac),
    );
    return isRenamed ? 'altered' : 'wrong-key';
  }
  if (!known.isSignature('line', signedText(members), mac)) return 'altered';
  return isWhole(members, mac, keys) ? 'authentic' : 'altered';
}

/** Tells whether the members outside of the HMAC are as they were written, or were erased by somebody with a key. */
function isWhole(members: AuditLine['members'], mac: string, keys: AuditKeys): boolean {
  const { personalHash, personal, salt, erased } = members;
  if (personalHash === undefined) return [personal, salt, erased].every((m) => m === undefined);
  if (erased !== undefined) {
    return personal === undefined && salt === undefined && isErasure(erased, mac, keys);
  }
  return (
    personal !== undefined && typeof salt === 'string' && hashOf(salt, personal) === personalHash
  );
}

/** Takes the personal members of a record's line away, with their salt, and signs that it was done. */
export function eraseLine({ members, mac }: AuditLine, key: AuditKey, time: string): string {
  const rest = Object.entries(members).filter(([name]) => name !== 'personal' && name !== 'salt');
  const erased = { time, key: key.id, mac: key.sign('erasure', `${mac}\n${time}`) };
  return canonicalJson({ ...Object.fromEntries(rest), erased });
}

function isErasure(erased: Json, mac: string, keys: AuditKeys): boolean {
  if (typeof erased !== 'object' || erased === null || Array.isArray(erased)) return false;
  const { time, key, mac: signature, ...rest } = erased as Record<string, Json>;
  if (typeof time !== 'string' || typeof key !== 'string' || typeof signature !== 'string')
    return false;
  return (
    Object.keys(rest).length === 0 &&
    keys.keyNamed(key)?.isSignature('erasure', `${mac}\n${time}`, signature) === true
  );
}
