import { createHash, randomBytes } from 'node:crypto';

import { badOption } from './errors.js';
import type { AuthStore } from './stores/store.js';

/** The purposes of one-time codes. */
export type CodePurpose = 'login' | 'register' | 'reset';

/** Ten minutes, the longest that OWASP ASVS 5 (6.5.5) allows. */
const longestMaxAge = 10 * 60 * 1000;

/** The SHA-256 of a secret of at least 128 random bits, as 43 URL-safe characters. Nothing slower is needed for these. */
export const hashSecret = (secret: string): string =>
  createHash('sha256').update(secret).digest('base64url');

/** Checks the time for which codes are good. @throws AuthError `bad-options` */
export function checkCodeMaxAge(codeMaxAge = longestMaxAge): number {
  if (codeMaxAge > 0 && codeMaxAge <= longestMaxAge) return codeMaxAge;
  throw badOption(
    'codeMaxAge',
    `is ${codeMaxAge} ms`,
    'A code is good for at most ten minutes, 600,000 ms.',
  );
}

/**
 * One-time codes, for links in mails: of 256 random bits, kept as a hash, for one purpose and one user, good once, and replaced by the
 * next for the same purpose and user (OWASP ASVS 5, 6.5 and 6.6).
 */
export class Codes {
  readonly #store: AuthStore;
  readonly #maxAge: number;

  constructor(store: AuthStore, maxAge: number) {
    this.#store = store;
    this.#maxAge = maxAge;
  }

  /** Makes a code. `data` is anything that JSON can carry; whoever brings the code gets it back. */
  async issueCode(purpose: CodePurpose, owner: string, data: object): Promise<string> {
    const code = randomBytes(32).toString('base64url');
    await this.#store.putCode({
      id: idOf(purpose, code),
      slot: `${purpose}:${owner}`,
      data: JSON.stringify(data),
      until: Date.now() + this.#maxAge,
    });
    return code;
  }

  /** Takes a code, which is used up then; `undefined` if it is none, is of another purpose, too old or used. */
  async takeCode<Data extends object>(
    purpose: CodePurpose,
    code: unknown,
  ): Promise<Data | undefined> {
    if (typeof code !== 'string' || !/^[\w-]{43}$/.test(code)) return undefined;
    const record = await this.#store.takeCode(idOf(purpose, code));
    return record && (JSON.parse(record.data) as Data);
  }
}

const idOf = (purpose: CodePurpose, code: string): string => hashSecret(`${purpose}:${code}`);
