import type { Denial, LiveSession, Locals } from '@skerry/kit';

import type { AuthRequest } from './authenticators/authenticator.js';
import type { User } from './user.js';
import type { Accounts } from './accounts.js';
import type { AuthAuditFields, AuthAuditType } from './audit.js';
import { AuthError } from './errors.js';
import type { Identifier, Identity } from './identity.js';
import type { LoginSessions } from './login-sessions.js';
import type { ResolvedOptions } from './options.js';
import type { SessionRecord } from './stores/store.js';

declare module '@skerry/kit' {
  interface Locals {
    /** Who sends the request, or has opened the connection; auth sets it. */
    user?: User | undefined;
  }
}

/**
 * The part of a visit that the functions of auth need: `event.context` of an endpoint, the props of a page, the argument of a
 * mount, a handler or a guard.
 */
export interface AuthVisit {
  readonly session: LiveSession;
  readonly locals: Locals;
}

/** Auth at work, as visits use it. */
export interface AuthOfVisit {
  readonly options: ResolvedOptions;
  readonly accounts: Accounts;
  readonly sessions: LoginSessions;
  readonly identifier: Identifier;
  /** Reads identity again if it is older than it may be; a visit whose user is gone is refused. */
  checkVisit(
    locals: Locals,
    session: LiveSession,
  ): Promise<Denial | undefined> | Denial | undefined;
  /** Notes who is logged in from now on. */
  noteLogin(locals: Locals, identity: Identity): void;
  /** Writes a record of the audit. */
  audit(type: AuthAuditType, fields: AuthAuditFields): void;
}

/** What auth knows of one request, or of one connection with all its regions. */
export interface VisitState {
  readonly auth: AuthOfVisit;
  /** The request; that for the connection, if it is one. */
  request: AuthRequest;
  /** The session of the request, as kit has handed it over. */
  readonly session: LiveSession;
  /** When identity was read last. */
  checked: number;
  /** The logged-in session that it was read from, if it was. */
  record: SessionRecord | undefined;
  /** When the visitor has proved again who they are, for this connection alone. */
  confirmed: number;
  /** True if the answer is to ask for credentials. */
  isChallenged: boolean;
  /** True once the login is over: nothing more is done for the visit. */
  isEnded: boolean;
  /** The reading of identity that is going on. */
  checking: Promise<Denial | undefined> | undefined;
  /** Looks again when the time of the login is over. */
  timer: NodeJS.Timeout | undefined;
}

// A registered symbol: a second copy of auth in the process knows it all the same.
const key = Symbol.for('skerry.auth');

/** Attaches what auth knows of a visit to its locals. */
export function attachState(locals: Locals, state: VisitState): void {
  Object.defineProperty(locals, key, { value: state, configurable: true });
}

/** What auth knows of a visit, if anything. */
export const findState = (locals: Locals): VisitState | undefined =>
  Reflect.get(locals, key) as VisitState | undefined;

/** What auth knows of a visit. @throws AuthError `no-visit` */
export function stateOf({ locals }: AuthVisit): VisitState {
  const state = findState(locals);
  if (state) return state;
  throw new AuthError(
    'no-visit',
    'Auth has not seen this request or connection. List `auth({ … })` in the `plugins` of defineApp(), and give the function the `context` of an endpoint, or the argument of a mount, a handler or a guard.',
  );
}
