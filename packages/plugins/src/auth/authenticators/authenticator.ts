import type { Session } from '@skerry/kit';

import type { User } from '../user.js';
import type { Account } from '../users.js';

/** A request, or the request for a connection, as authenticators see it. They may see it again when identity is read anew. */
export interface AuthRequest {
  readonly headers: Headers;
  readonly url: URL;
  /** The network of the visitor. */
  readonly address: string;
  /** The session; `held` is there if the request came with one, and reading `id` begins one where there is none. */
  readonly session: Pick<Session, 'id' | 'held'>;
}

/** The parts of auth that an authenticator may use. */
export interface AuthServices {
  /** Finds the user who has logged in with the session of a request. */
  userOfSession(request: AuthRequest): Promise<User | null>;
  /** Finds the account with a name and a password; `null` if they do not fit, or the next attempt has to wait. */
  accountOfPassword(name: string, password: string, address: string): Promise<Account | null>;
  /** Finds the account with a name, as it is now: the same hash says that a password which was right still is. */
  accountOfName(name: string): Promise<Account | null>;
}

/** A way to tell who sends a request. */
export interface Authenticator {
  /** Names it in records of the audit. */
  readonly name: string;
  /**
   * Tells who sends a request; `null` if it does not say.
   *
   * @throws BadCredentials if the request says so and it is not true: it is refused, whatever it asks for
   */
  identify(request: AuthRequest): User | null | Promise<User | null>;
  /** Receives the parts of auth, once, before anything is identified. */
  setUp?(services: AuthServices): void;
  /** True if it knows those who have logged in on a page: others are sent there. */
  readonly usesLogin?: boolean;
  /** The header `WWW-Authenticate` of an answer 401, for requests without a user where one is needed (RFC 9110, 11.6.1). */
  readonly challenge?: string;
  /** The issuer and kind of the keys that it trusts: no issuer may be trusted by both kinds. */
  readonly trusts?: { readonly issuer: string; readonly keys: 'secret' | 'public' };
}

/** Why credentials are refused; the words go to the audit, and none of them to the visitor. */
export class BadCredentials extends Error {
  override readonly name = 'BadCredentials';
  /** One word for records: `expired`, `forged`, … */
  readonly fault: string;

  constructor(fault: string, options?: ErrorOptions) {
    super(`The credentials are refused: ${fault}.`, options);
    this.fault = fault;
  }
}

/** The content of a header `Authorization` of a scheme (RFC 9110, 11.4); `undefined` if it has none, or another. */
export function authorizationOf(headers: Headers, scheme: string): string | undefined {
  const text = headers.get('authorization');
  if (text === null) return undefined;
  const [name = ''] = text.split(' ', 1);
  return name.toLowerCase() === scheme ? text.slice(name.length).trim() : undefined;
}
