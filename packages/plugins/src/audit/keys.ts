import {
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  timingSafeEqual,
} from 'node:crypto';

import { AuditError } from './audit-error.js';

/** The uses of a key; each has a key of its own, derived by HKDF (RFC 5869). */
type Use = 'line' | 'session' | 'subject' | 'erasure';

/** One key of a ring. */
export interface AuditKey {
  /** Its public name: 8 URL-safe characters, derived from the key, that say nothing about it. */
  readonly id: string;
  /** Makes the HMAC-SHA-256 of a text for one use: 43 URL-safe characters. */
  sign(use: Use, text: string): string;
  /** Tells whether `sign` made this signature, in constant time. */
  isSignature(use: Use, text: string, signature: string): boolean;
}

const minimumBytes = 32;

/** The keys of an audit log: the first signs, all are accepted. */
export class AuditKeys {
  /** The key that signs. */
  readonly newest: AuditKey;
  /** All keys, the newest first. */
  readonly all: readonly AuditKey[];

  /**
   * Makes a ring of one key, or of several with the newest first; each is a text of at least 32 bytes.
   *
   * @throws AuditError `bad-option`, `short-key`
   */
  constructor(keys: string | readonly string[]) {
    const texts = [keys].flat() as unknown[];
    if (texts.length === 0 || !texts.every((text) => typeof text === 'string')) {
      throw new AuditError(
        'bad-option',
        'The option "keys" of the audit log is neither a text nor a list of texts. Give it a key of 32 random bytes: `openssl rand -base64 32`.',
      );
    }
    this.all = (texts as string[]).map(toKey);
    this.newest = this.all[0]!;
  }

  /** The key of that name, if the ring has it. */
  keyNamed(id: string): AuditKey | undefined {
    return this.all.find((key) => key.id === id);
  }

  /** The pseudonyms that a session may have in the records of this ring. */
  sessionHashes(session: string): ReadonlySet<string> {
    return new Set(this.all.map((key) => sessionHash(key, session)));
  }
}

/** The pseudonym of a session: without the key, nobody can tell which session it is, nor try ids out. 22 URL-safe characters. */
export const sessionHash = (key: AuditKey, session: string): string =>
  key.sign('session', session).slice(0, 22);

function toKey(text: string, index: number, { length }: readonly string[]): AuditKey {
  const bytes = Buffer.byteLength(text);
  if (bytes < minimumBytes) {
    throw new AuditError(
      'short-key',
      `Key ${index + 1} of ${length} of the audit log has ${bytes} bytes; a key needs at least ${minimumBytes}. Make one: \`openssl rand -base64 32\`.`,
    );
  }
  const derive = (use: string) =>
    Buffer.from(hkdfSync('sha256', text, '', `skerry audit ${use}`, 32));
  const derived = new Map<Use, KeyObject>();
  const hmac = (use: Use, message: string) => {
    const key = derived.get(use) ?? createSecretKey(derive(use));
    derived.set(use, key);
    return createHmac('sha256', key).update(message).digest();
  };
  return {
    id: derive('id').subarray(0, 6).toString('base64url'),
    sign: (use, message) => hmac(use, message).toString('base64url'),
    isSignature(use, message, signature) {
      const bytes = Buffer.from(signature, 'base64url');
      // Another spelling of the same bytes is another text.
      if (bytes.length !== 32 || bytes.toString('base64url') !== signature) return false;
      return timingSafeEqual(hmac(use, message), bytes);
    },
  };
}
