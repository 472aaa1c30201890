import { type AuthRequest, type Authenticator, BadCredentials, type User } from './authenticators/authenticator.js';
import { badOption } from './errors.js';
import type { LoginSessions } from './login-sessions.js';
import type { SessionRecord } from './stores/store.js';
import type { Users } from './users.js';

/** Who sends a request, and from what that is known. */
export interface Identity {
  readonly user: User | undefined;
  /** The logged-in session, if the user is known by one. */
  readonly record?: SessionRecord | undefined;
}

/** Tells who sends a request, by the app's authenticators in their order. */
export class Identifier {
  readonly #authenticators: readonly Authenticator[];
  readonly #sessions: LoginSessions;
  readonly #users: Users;
  /** The records of sessions by the users that were made of them. */
  readonly #records = new WeakMap<User, SessionRecord>();

  constructor(authenticators: readonly Authenticator[], sessions: LoginSessions, users: Users) {
    checkAuthenticators(authenticators);
    this.#authenticators = authenticators;
    this.#sessions = sessions;
    this.#users = users;
  }

  /** The headers `WWW-Authenticate` of an answer that asks for credentials. */
  get challenges(): readonly string[] {
    return this.#authenticators.flatMap(({ challenge }) => challenge ?? []);
  }

  /**
   * Identifies who sends a request. The first authenticator that knows them decides.
   *
   * @throws BadCredentials if none does, and one was given credentials that are not true
   */
  async identify(request: AuthRequest): Promise<Identity & { readonly by?: string }> {
    let refused: BadCredentials | undefined;
    for (const authenticator of this.#authenticators) {
      try {
        const user = await authenticator.identify(request);
        // A guest is nobody yet whose credentials were refused.
        if (user && !(refused && user.isAnonymous))
          return { user, record: this.#records.get(user), by: authenticator.name };
      } catch (error) {
        if (!(error instanceof BadCredentials)) throw error;
        refused ??= error;
      }
    }
    if (refused) throw refused;
    return { user: undefined };
  }

  /** Finds the user of a logged-in session, as the app knows them now. */
  async identifySession(session: string): Promise<Identity> {
    const record = await this.#sessions.readSession(session);
    const account = record && (await this.#users.getAccount(record.subject));
    return account ? { user: account.user, record } : { user: undefined };
  }

  /** Finds the user of a logged-in session for an authenticator, which passes on the user alone. */
  async userOfSession(session: string): Promise<User | null> {
    const { user, record } = await this.identifySession(session);
    if (!user || !record) return null;
    // A copy of its own, so that the record is that of this request.
    const own = Object.freeze({ ...user });
    this.#records.set(own, record);
    return own;
  }
}

/** Refuses authenticators that trust one issuer by secrets and by public keys. @throws AuthError `bad-options` */
function checkAuthenticators(authenticators: readonly Authenticator[]): void {
  if (!Array.isArray(authenticators) || authenticators.length === 0)
    throw badOption('authenticators', 'of auth() is empty', 'List at least `sessionCookie()`.');
  const kinds = new Map<string, string>();
  for (const [index, each] of authenticators.entries()) {
    if (typeof each?.identify !== 'function')
      throw badOption(`authenticators[${index}]`, 'of auth() has no `identify`', 'List `sessionCookie()`, `bearer({ … })`, or an object with `name` and `identify`.');
    if (!each.trusts) continue;
    const { issuer, keys } = each.trusts;
    if ((kinds.get(issuer) ?? keys) !== keys)
      throw badOption(
        'authenticators',
        `of auth() trusts ${JSON.stringify(issuer)} by a secret and by public keys`,
        'A token could be signed with the public key as if it were a secret. Keep one kind for each issuer.',
      );
    kinds.set(issuer, keys);
  }
}
