import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { fail } from './errors.js';

/**
 * The secrets of an app, for sealing (no other party can read or change it) and signing (no other party can change it). The
 * newest secret is used, all of them are accepted, so that secrets can be replaced one after the other.
 *
 * A `kind` says what the text is for. Each has keys of its own: what was made for one kind is nothing to another. Kinds
 * are kept for good, so they are named in code and never chosen by a browser.
 */
export interface KeyRing {
  /** Encrypts a text; the result is URL-safe. */
  seal(kind: string, text: string): string;
  /** Decrypts what `seal` made; `undefined` for anything else. */
  open(kind: string, sealed: string): string | undefined;
  /** Makes the signature of a text, 43 URL-safe characters. */
  sign(kind: string, text: string): string;
  /** Tells whether `sign` made this signature of this text. */
  verify(kind: string, text: string, signature: string): boolean;
}

const minimumBytes = 32;
const cipher = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;
/** A sealed text is: id of the secret, nonce, ciphertext, tag. */
const headBytes = 1 + nonceBytes;

/** Makes a key ring; the first secret is the newest. Each needs at least 32 bytes. */
export function createKeyRing(secrets: readonly string[]): KeyRing {
  if (secrets.length === 0) throw fail('missing-secret', {});
  const all = secrets.map(toSecret);
  const newest = all[0]!;
  return {
    seal: (kind, text) => sealWith(newest.id, newest.key(`seal ${kind}`), text),
    open(kind, sealed) {
      const bytes = fromBase64Url(sealed);
      if (bytes === undefined || bytes.length < headBytes + tagBytes) return undefined;
      for (const secret of all) {
        if (secret.id !== bytes[0]) continue;
        const text = openWith(secret.key(`seal ${kind}`), bytes);
        if (text !== undefined) return text;
      }
      return undefined;
    },
    sign: (kind, text) => hmac(newest.key(`sign ${kind}`), text).toString('base64url'),
    verify(kind, text, signature) {
      const bytes = fromBase64Url(signature);
      if (bytes?.length !== 32) return false;
      return all.some((secret) => timingSafeEqual(hmac(secret.key(`sign ${kind}`), text), bytes));
    },
  };
}

interface Secret {
  /** Tells which secret sealed a text; two secrets may share an id, then both are tried. */
  id: number;
  /** The key derived for a use; each is derived once. */
  key(use: string): KeyObject;
}

function toSecret(secret: string, index: number, { length }: readonly string[]): Secret {
  const bytes = Buffer.byteLength(secret);
  if (bytes < minimumBytes) throw fail('short-secret', { index, count: length, bytes });
  const derive = (use: string) => Buffer.from(hkdfSync('sha256', secret, '', `skerry ${use}`, 32));
  const keys = new Map<string, KeyObject>();
  return {
    id: derive('id')[0]!,
    key(use) {
      let key = keys.get(use);
      if (key === undefined) keys.set(use, (key = createSecretKey(derive(use))));
      return key;
    },
  };
}

function sealWith(id: number, key: KeyObject, text: string): string {
  const head = Buffer.allocUnsafe(headBytes);
  head[0] = id;
  nextNonce(head);
  const sealing = createCipheriv(cipher, key, head.subarray(1));
  sealing.setAAD(head.subarray(0, 1));
  const body = sealing.update(text, 'utf8');
  sealing.final();
  return Buffer.concat([head, body, sealing.getAuthTag()]).toString('base64url');
}

function openWith(key: KeyObject, bytes: Buffer): string | undefined {
  const opening = createDecipheriv(cipher, key, bytes.subarray(1, headBytes));
  opening.setAAD(bytes.subarray(0, 1));
  opening.setAuthTag(bytes.subarray(-tagBytes));
  const body = opening.update(bytes.subarray(headBytes, -tagBytes));
  try {
    opening.final();
  } catch {
    return undefined;
  }
  return body.toString('utf8');
}

/** Random bytes in stock: drawing them one nonce at a time costs half as much as the encryption. */
let stock = Buffer.alloc(0);
let drawn = 0;

// Random nonces are safe for 2^32 texts per secret and kind, months at a thousand pages a second.
function nextNonce(head: Buffer): void {
  if (drawn === stock.length) {
    stock = randomBytes(nonceBytes * 256);
    drawn = 0;
  }
  stock.copy(head, 1, drawn, (drawn += nonceBytes));
}

const hmac = (key: KeyObject, text: string): Buffer =>
  createHmac('sha256', key).update(text).digest();

/** The bytes of a text in canonical base64url; Buffer.from alone also reads many other spellings of the same bytes. */
function fromBase64Url(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : undefined;
}
