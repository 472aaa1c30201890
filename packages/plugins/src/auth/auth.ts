import {
  type Denial,
  deny,
  type Locals,
  type LiveSession,
  type Log,
  type Session,
  SkerryError,
} from '@skerry/kit';

import { Accounts } from './accounts.js';
import type { AuditRecorder, AuthAuditFields, AuthAuditType } from './audit.js';
import { type AuthRequest, BadCredentials } from './authenticators/authenticator.js';
import { Identifier, type Identity } from './identity.js';
import { LoginSessions, rightsOf } from './login-sessions.js';
import type { ResolvedOptions } from './options.js';
import { attachState, type AuthOfVisit, findState, type VisitState } from './visit.js';

/** The app around auth. */
export interface AuthHost {
  readonly log: Log;
  /** The log of the audit plugin, where the app has one. */
  readonly audit: AuditRecorder | undefined;
  /** Ends a session of kit, with its regions. */
  endSession(id: string): void;
}

/** A request that came in, as `beforeRequest` hands it over. */
interface Incoming {
  readonly request: Request;
  readonly address: string;
  readonly url: URL;
  readonly session: Session;
  readonly locals: Locals;
}

/** The denial of everything that is asked for with credentials that are not true. */
const refusal = (): Denial => deny('These credentials are not accepted.');

const loggedOut = (): Denial => deny('You are logged out.');

/** Auth at work in one app: it identifies visits, and reads identity again while they last. */
export class Auth implements AuthOfVisit {
  readonly options: ResolvedOptions;
  readonly accounts: Accounts;
  readonly sessions: LoginSessions;
  readonly identifier: Identifier;
  readonly #host: AuthHost;

  /** @throws AuthError `bad-options` */
  constructor(options: ResolvedOptions, host: AuthHost) {
    this.options = options;
    this.#host = host;
    this.accounts = new Accounts(options, (message, error) => host.log.warn(message, error));
    this.sessions = new LoginSessions(options.store, options, (id) => host.endSession(id));
    this.identifier = new Identifier(options.authenticators, this.sessions, options.users);
    const services = {
      userOfSession: (request: AuthRequest) => this.identifier.userOfSession(request),
      accountOfPassword: async (name: string, password: string, address: string) => {
        const result = await this.accounts.checkLogin(name, password, address);
        return 'user' in result ? result : null;
      },
      accountOfName: async (name: string) => (await options.users.findAccount(name)) ?? null,
    };
    for (const each of options.authenticators) each.setUp?.(services);
  }

  /** Identifies who sends a request, and hangs what is known on its locals. */
  async takeRequest(incoming: Incoming): Promise<Denial | undefined> {
    const { request, url, address, session, locals } = incoming;
    const state = this.#newState({ headers: request.headers, url, address, session }, session);
    attachState(locals, state);
    try {
      const identity = await this.identifier.identify(state.request);
      this.#note(locals, state, identity);
      await this.#moveToRights(locals, session, state);
      return undefined;
    } catch (error) {
      if (!(error instanceof BadCredentials)) throw error;
      state.isChallenged = true;
      this.audit('auth_failure', {
        address: state.request.address,
        detail: { fault: error.fault },
      });
      return refusal();
    }
  }

  /** Reads identity for locals that belong to no request: those of tests that mount a region by itself. */
  async takeBareVisit(locals: Locals, session: LiveSession): Promise<void> {
    if (findState(locals) || session.id === '') return;
    const own = { id: session.id, held: session };
    const url = new URL('http://localhost/');
    const request = { headers: new Headers(), url, address: '', session: own };
    const state = this.#newState(request, session);
    attachState(locals, state);
    this.#note(locals, state, await this.identifier.identify(state.request));
  }

  /** Reads identity again if it is older than it may be; a visit whose user is gone is refused, and its session ends. */
  checkVisit(
    locals: Locals,
    session: LiveSession,
    maxAge = this.options.identityMaxAge,
  ): Promise<Denial | undefined> | Denial | undefined {
    const state = findState(locals);
    if (!state) return this.takeBareVisit(locals, session).then(() => undefined);
    if (state.isEnded) return loggedOut();
    if (maxAge > 0 && Date.now() - state.checked <= maxAge) return undefined;
    return this.#readOnce(locals, state, session);
  }

  /** Decides about a message to a region, at once: identity that is too old is read meanwhile, and ends the session if it is over. */
  checkMessage(locals: Locals, session: LiveSession): Denial | undefined {
    const state = findState(locals);
    if (!state) return undefined;
    if (state.isEnded) return loggedOut();
    if (Date.now() - state.checked > this.options.identityMaxAge)
      this.#readLater(locals, state, session);
    return undefined;
  }

  /** Ends the login of an open connection when its time is over, though nothing is sent over it. */
  watchConnection(locals: Locals, session: LiveSession): void {
    const state = findState(locals);
    if (!state?.record) return;
    clearTimeout(state.timer);
    const wait = Math.max(1_000, state.record.until - Date.now());
    const look = () => {
      this.#readLater(locals, state, session, () => this.watchConnection(locals, session));
    };
    state.timer = setTimeout(look, Math.min(wait, longestTimer)).unref();
  }

  /** Lets go of a connection that is closed. */
  leaveConnection(locals: Locals): void {
    clearTimeout(findState(locals)?.timer);
  }

  /** Notes who is logged in from now on. */
  noteLogin(locals: Locals, identity: Identity): void {
    const state = findState(locals);
    if (state) this.#note(locals, state, identity);
  }

  /** Writes a record of the audit. */
  audit(type: AuthAuditType, fields: AuthAuditFields): void {
    this.#host.audit?.record(type, fields);
  }

  #newState(request: AuthRequest, session: LiveSession): VisitState {
    const none = { record: undefined, checking: undefined, timer: undefined };
    const flags = { isChallenged: false, isEnded: false };
    return { auth: this, request, session, checked: 0, confirmed: 0, ...flags, ...none };
  }

  #note(locals: Locals, state: VisitState, { user, record }: Identity): void {
    state.checked = Date.now();
    state.record = record;
    locals.user = user;
  }

  /** Reads identity, once for all who ask at the same time. */
  #readOnce(locals: Locals, state: VisitState, session: LiveSession): Promise<Denial | undefined> {
    state.checking ??= this.#readAgain(locals, state, session).finally(
      () => void (state.checking = undefined),
    );
    return state.checking;
  }

  /** Reads identity while nobody waits. A login that cannot be looked up is over: it fails closed. */
  #readLater(locals: Locals, state: VisitState, session: LiveSession, then = () => {}): void {
    this.#readOnce(locals, state, session).then(
      (denial) => denial ?? then(),
      (error: unknown) => {
        this.#host.log.error('Identity could not be read, and a session ends:', error);
        this.#end(locals, state, session);
      },
    );
  }

  async #readAgain(
    locals: Locals,
    state: VisitState,
    session: LiveSession,
  ): Promise<Denial | undefined> {
    const before = locals.user;
    let identity: Identity;
    try {
      identity = await this.identifier.identify(state.request);
    } catch (error) {
      if (!(error instanceof BadCredentials)) throw error;
      identity = { user: undefined };
    }
    if (before && !before.isAnonymous && before.id !== identity.user?.id)
      return this.#end(locals, state, session);
    this.#note(locals, state, identity);
    return undefined;
  }

  /** Ends a visit whose login is over, with all regions of its session. */
  #end(locals: Locals, state: VisitState, session: LiveSession): Denial {
    state.isEnded = true;
    this.#note(locals, state, { user: undefined });
    this.#host.endSession(session.id);
    return loggedOut();
  }

  /** Gives a session whose user has other rights than at its login a new id; if it was ended meanwhile, nobody is logged in. */
  async #moveToRights(locals: Locals, session: Session, state: VisitState): Promise<void> {
    const { user } = locals;
    const { record } = state;
    if (!record || !user || record.rights === rightsOf(user)) return;
    try {
      const moved = await this.sessions.moveSession(session, record, user);
      this.#note(locals, state, { user: moved && user, record: moved });
      // Kit calls a session held once the browser has its cookie; identity is read again before that.
      state.request = { ...state.request, session: { id: session.id, held: session } };
    } catch (error) {
      // A page that is loaded ahead changes no session; the visit to it does.
      if (!(error instanceof SkerryError) || error.code !== 'session-ahead') throw error;
    }
  }
}

/** The longest time of a timer, in milliseconds. */
const longestTimer = 2 ** 31 - 1;
