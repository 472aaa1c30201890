import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

import { AuthError, badOption } from '../errors.js';
import { WorkQueue, type WorkQueueOptions } from './work-queue.js';

/** The cost of a hash, as RFC 7914 names its parameters; memory is 128 · 2^ln · r bytes. */
export interface ScryptCost {
  /** Logarithm of N to the base 2. */
  readonly ln: number;
  readonly r: number;
  readonly p: number;
}

/** The first recommendation of OWASP's Password Storage Cheat Sheet: 128 MiB for each check. */
export const defaultCost: ScryptCost = { ln: 17, r: 8, p: 1 };

/** The least costs that OWASP calls equal in strength, by `ln`: each has the least `p`, with r = 8. */
const leastP: Readonly<Record<number, number>> = { 17: 1, 16: 2, 15: 3, 14: 5, 13: 10 };

/** Options of {@link Passwords}. */
export interface PasswordsOptions extends WorkQueueOptions {
  /** The cost of new hashes; `{ ln: 17, r: 8, p: 1 }` by default. Older hashes are replaced at the next login. */
  readonly cost?: ScryptCost | undefined;
  /** Allows costs below those that OWASP recommends: for tests alone. */
  readonly allowWeakCost?: boolean | undefined;
}

/** The result of checking a password. */
export interface PasswordCheck {
  readonly matches: boolean;
  /** True if the hash has other parameters than new ones have: hash the password again. */
  readonly isOutdated: boolean;
}

const saltBytes = 16;
const keyBytes = 32;

/** Hashes and checks passwords by scrypt (RFC 7914), a few at a time. Hashes are PHC strings with their parameters. */
export class Passwords {
  /** The number of scrypt calls so far: equal work is what hides whether a user exists. */
  calls = 0;
  readonly #cost: ScryptCost;
  readonly #queue: WorkQueue;
  /** A hash of nothing, to be checked in place of the one that an unknown user does not have. */
  readonly #dummy: string;

  /** @throws AuthError `bad-options` if the cost is below the recommendation */
  constructor({ cost = defaultCost, allowWeakCost = false, ...queue }: PasswordsOptions = {}) {
    if (!allowWeakCost) checkCost(cost);
    this.#cost = cost;
    this.#queue = new WorkQueue(queue);
    this.#dummy = phc(cost, randomBytes(saltBytes), randomBytes(keyBytes));
  }

  /** Hashes a password, of any length. @throws AuthError `busy` */
  async hashPassword(password: string): Promise<string> {
    const salt = randomBytes(saltBytes);
    return phc(this.#cost, salt, await this.#derive(password, salt, this.#cost));
  }

  /**
   * Compares a password with a hash in constant time. Without a hash it does the same work, and nothing matches.
   *
   * @throws AuthError `busy`, `bad-hash`
   */
  async checkPassword(password: string, hash: string | undefined): Promise<PasswordCheck> {
    const { cost, salt, key } = readHash(hash ?? this.#dummy);
    const derived = await this.#derive(password, salt, cost);
    const matches = timingSafeEqual(derived, key) && hash !== undefined;
    const { ln, r, p } = this.#cost;
    return { matches, isOutdated: cost.ln !== ln || cost.r !== r || cost.p !== p };
  }

  #derive(password: string, salt: Buffer, { ln, r, p }: ScryptCost): Promise<Buffer> {
    const N = 2 ** ln;
    const options = { N, r, p, maxmem: 128 * r * (N + p + 2) };
    return this.#queue.runJob(() => {
      this.calls += 1;
      return new Promise((resolve, reject) =>
        scrypt(normalizePassword(password), salt, keyBytes, options, (error, key) =>
          error ? reject(error) : resolve(key),
        ),
      );
    });
  }
}

/**
 * A password as it is hashed: in Unicode's form NFKC, since keyboards write one character in several ways (NIST SP 800-63B, 3.1.1.2).
 * Nothing else is changed, and nothing cut off.
 */
export const normalizePassword = (password: string): string => password.normalize('NFKC');

function checkCost({ ln, r, p }: ScryptCost): void {
  const least = leastP[ln] ?? (ln > 17 ? 1 : Infinity);
  const isWhole = [ln, r, p].every(Number.isInteger);
  if (!isWhole || ln > 20 || r < 8 || r > 32 || p < least || p > 32)
    throw badOption(
      'passwords.cost',
      `is { ln: ${ln}, r: ${r}, p: ${p} }, which is below OWASP's recommendation or above what is bearable`,
      'Use { ln: 17, r: 8, p: 1 }, or with less memory { ln: 16, r: 8, p: 2 }, { ln: 15, r: 8, p: 3 }, { ln: 14, r: 8, p: 5 }.',
    );
}

const toText = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '');

/** Writes a hash as the PHC string format does. */
const phc = ({ ln, r, p }: ScryptCost, salt: Buffer, key: Buffer): string =>
  `$scrypt$ln=${ln},r=${r},p=${p}$${toText(salt)}$${toText(key)}`;

const pattern =
  /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z\d+/]{11,86})\$([A-Za-z\d+/]{43})$/;

/** Reads a hash. A stored one cannot ask for more memory than 1 GiB. @throws AuthError `bad-hash` */
function readHash(hash: string): { cost: ScryptCost; salt: Buffer; key: Buffer } {
  const [, ln, r, p, salt, key] = pattern.exec(hash) ?? [];
  const cost = { ln: Number(ln), r: Number(r), p: Number(p) };
  if (salt === undefined || key === undefined || !(cost.ln > 0 && cost.r > 0 && cost.p > 0))
    throw unreadable();
  if (128 * 2 ** cost.ln * cost.r > 2 ** 30) throw unreadable();
  return { cost, salt: Buffer.from(salt, 'base64'), key: Buffer.from(key, 'base64') };
}

const unreadable = (): AuthError =>
  new AuthError(
    'bad-hash',
    'A stored hash is not a PHC string of scrypt with 32 bytes. Hash passwords with `hashPassword`, and have users with other hashes reset their password.',
  );
