import {
  type AuthRequest,
  type Authenticator,
  BadCredentials,
} from './authenticators/authenticator.js';
import type { User } from './user.js';
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
  /** The records of sessions by the requests that they were read for. */
  readonly #records = new WeakMap<AuthRequest, SessionRecord>();

  constructor(authenticators: readonly Authenticator[], sessions: LoginSessions, users: Users) {
    checkAuthenticators(authenticators);
    this.#authenticators = authenticators;
    this.#sessions = sessions;
    this.#users = users;
  }

  /** True if visitors can log in on a page. */
  get hasLogin(): boolean {
    return this.#authenticators.some(({ usesLogin }) => usesLogin);
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
    this.#records.delete(request);
    for (const authenticator of this.#authenticators) {
      try {
        const user = await authenticator.identify(request);
        // A guest is nobody yet whose credentials were refused.
        if (user && !(refused && user.isAnonymous))
          return { user, record: this.#records.get(request), by: authenticator.name };
      } catch (error) {
        if (!(error instanceof BadCredentials)) throw error;
        refused ??= error;
      }
    }
    if (refused) throw refused;
    return { user: undefined };
  }

  /** Finds the user of a request's session, as the app knows them now. */
  async userOfSession(request: AuthRequest): Promise<User | null> {
    const record = await this.#sessions.readSession(request.session.id);
    const account = record && (await this.#users.getAccount(record.subject));
    if (!account) return null;
    this.#records.set(request, record);
    return account.user;
  }
}

/** Refuses authenticators that trust one issuer by secrets and by public keys. @throws AuthError `bad-options` */
function checkAuthenticators(authenticators: readonly Authenticator[]): void {
  if (!Array.isArray(authenticators) || authenticators.length === 0)
    throw badOption('authenticators', 'of auth() is empty', 'List at least `sessionCookie()`.');
  const kinds = new Map<string, string>();
  for (const [index, each] of authenticators.entries()) {
    if (typeof each?.identify !== 'function' || typeof each.name !== 'string' || each.name === '')
      throw badOption(
        `authenticators[${index}]`,
        'of auth() has no `name` or no `identify`',
        'List `sessionCookie()`, `bearer({ … })`, or an object with `name` and `identify`.',
      );
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
