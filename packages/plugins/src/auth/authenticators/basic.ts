import { createHmac, randomBytes } from 'node:crypto';

import { badOption } from '../errors.js';
import {
  type AuthServices,
  type Authenticator,
  authorizationOf,
  BadCredentials,
} from './authenticator.js';
import type { User } from '../user.js';
import type { Account } from '../users.js';

/** Options of {@link basic}. */
export interface BasicOptions {
  /** The name under which browsers ask for a password; `Restricted` by default. */
  readonly realm?: string;
  /** Accepts passwords over plain HTTP as well, where everybody on the line reads them. */
  readonly allowInsecure?: boolean;
  /**
   * Milliseconds for which a password that was right is not hashed again; 30,000 by default, 0 for never. The account is looked up all
   * the same; the user of a `check` is the same for this time.
   */
  readonly cacheMaxAge?: number;
  /** Finds the user of a name and a password; the accounts of `users` by default. */
  readonly check?: (name: string, password: string) => User | null | Promise<User | null>;
}

/** The largest number of passwords that are remembered as right. */
const mostCached = 1_000;

/** Knows those who send a name and a password with each request (RFC 7617), over HTTPS. */
export function basic(options: BasicOptions = {}): Authenticator {
  const { realm = 'Restricted', allowInsecure = false, cacheMaxAge = 30_000, check } = options;
  if (!/^[\x20-\x7e]*$/.test(realm) || /["\\]/.test(realm))
    throw badOption('realm', 'of basic() has a quote, a backslash or no ASCII', 'Use plain words.');
  let services: AuthServices | undefined;
  const cache = new RightPasswords(cacheMaxAge);
  return {
    name: 'basic',
    challenge: `Basic realm="${realm}", charset="UTF-8"`,
    setUp: (given) => void (services = given),
    async identify({ headers, url, address }) {
      const text = authorizationOf(headers, 'basic');
      if (text === undefined) return null;
      if (!allowInsecure && url.protocol !== 'https:') throw new BadCredentials('insecure');
      const { name, password } = decode(text);
      const known = cache.find(text);
      const same = known && (check ? known : await unchanged(known, services));
      if (same) return same.user;
      const found = check
        ? await checkBy(check, name, password)
        : await services?.accountOfPassword(name, password, address);
      if (!found) throw new BadCredentials('wrong');
      cache.add(text, found);
      return found.user;
    },
  };
}

/** The account as it is now, if it still has the password that was right. */
async function unchanged(known: Account, services?: AuthServices): Promise<Account | undefined> {
  const now = await services?.accountOfName(known.name);
  return now && now.user.id === known.user.id && now.password === known.password ? now : undefined;
}

/** The user of a check of the app, who has no account here. */
async function checkBy(
  check: NonNullable<BasicOptions['check']>,
  name: string,
  password: string,
): Promise<Account | undefined> {
  const user = await check(name, password);
  return user ? { user, name } : undefined;
}

/** Reads a name and a password. @throws BadCredentials `malformed` */
function decode(text: string): { name: string; password: string } {
  // Longer ones are nobody's: a password has at most 1,024 characters.
  if (text.length > 12_000 || !/^[A-Za-z\d+/]+={0,2}$/.test(text))
    throw new BadCredentials('malformed');
  const bytes = Buffer.from(text, 'base64');
  try {
    const pair = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const colon = pair.indexOf(':');
    if (colon > 0 && !/\p{Cc}/u.test(pair))
      return { name: pair.slice(0, colon), password: pair.slice(colon + 1) };
  } catch {
    // It is no UTF-8.
  }
  throw new BadCredentials('malformed');
}

/** Passwords that were right a moment ago, by a keyed hash that only this process can make. */
class RightPasswords {
  readonly #key = randomBytes(32);
  readonly #maxAge: number;
  readonly #entries = new Map<string, { account: Account; until: number }>();

  constructor(maxAge: number) {
    this.#maxAge = maxAge;
  }

  find(text: string): Account | undefined {
    const key = this.#keyOf(text);
    const entry = this.#entries.get(key);
    if (!entry || entry.until > Date.now()) return entry?.account;
    this.#entries.delete(key);
    return undefined;
  }

  add(text: string, account: Account): void {
    if (this.#maxAge <= 0) return;
    const [eldest] = this.#entries.size >= mostCached ? this.#entries.keys() : [];
    if (eldest !== undefined) this.#entries.delete(eldest);
    this.#entries.set(this.#keyOf(text), { account, until: Date.now() + this.#maxAge });
  }

  #keyOf(text: string): string {
    return createHmac('sha256', this.#key).update(text).digest('base64');
  }
}
