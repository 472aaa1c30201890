import { randomBytes } from 'node:crypto';

import { fail } from './errors.js';
import { ExpiringIds } from './expiring-ids.js';
import type { Limits } from './limits.js';
import {
  noSessionCookie,
  readSessions,
  type SessionContent,
  sessionCookie,
} from './session-cookie.js';
import type { KeyRing } from './token.js';

/** A visitor's session, as regions, connections and their hooks see it. */
export interface LiveSession {
  /** Opaque, random, 22 URL-safe characters. */
  readonly id: string;
  /**
   * Ends the session, as at a logout: its cookie opens nothing any more, its regions end, and its open pages load
   * again, as those of a new visitor.
   *
   * @throws SkerryError `session-ahead`
   */
  end(): void;
}

/** The session of regions in a page that is loaded ahead, for a visitor who has none. */
export const nobody: LiveSession = { id: '', end() {} };

/** The session of regions in a page that is loaded ahead, for a visitor who has one: it cannot change. */
export const aheadSession = ({ id }: LiveSession): LiveSession => ({ id, end: refuseAhead });

/** @throws SkerryError `session-ahead` */
export function refuseAhead(): never {
  throw fail('session-ahead', {});
}

/** A visitor's session, as pages, endpoints and the guards of requests see it. */
export interface Session extends LiveSession {
  /** Opaque, random, 22 URL-safe characters; another one after `renew()` and after `end()`. */
  readonly id: string;
  /** The session that the request came with, and that is still there: reading it begins none, and leaves the answer public. */
  readonly held?: LiveSession | undefined;
  /**
   * Gives the visitor a session with another id in place of this one, as at a login and at every other change of what
   * they may do. The old id opens nothing any more, and its open pages load again.
   *
   * @throws SkerryError `session-answered`, `session-ended`, `session-ahead`
   */
  renew(): void;
}

/** A session whose id stays the same, as regions and connections keep it. */
export class KnownSession implements LiveSession, SessionContent {
  readonly id: string;
  readonly begun: number;
  readonly used: number;
  readonly #sessions: Sessions;

  constructor({ id, begun, used }: SessionContent, sessions: Sessions) {
    this.id = id;
    this.begun = begun;
    this.used = used;
    this.#sessions = sessions;
  }

  end(): void {
    this.#sessions.end(this);
  }

  renew(): never {
    return refuseRenewal();
  }
}

/** The `renew` of sessions that cannot set a cookie: not in the types, for callers without a compiler. @throws SkerryError `session-renew` */
export function refuseRenewal(): never {
  throw fail('session-renew', {});
}

/** Says which session a request comes with. */
export interface SentSession {
  /** The session that its cookie opens. */
  readonly known?: KnownSession | undefined;
  /** Why its cookie opens none, where it has one: a renewed session's new cookie may still be on its way. */
  readonly lost?: 'ended' | 'renewed' | undefined;
}

/** Says what becomes of an open connection. */
export type Fate = 'goes-on' | 'needs-cookie' | 'is-over';

/** The parts that the sessions of an app are made from. */
export interface SessionsOptions {
  readonly ring: KeyRing;
  readonly limits: Limits;
  /** The path of the app. */
  readonly base?: string | undefined;
  /** Receives the id of every session that was ended or renewed. */
  readonly over: (id: string) => void;
  /** Hears of every change. */
  readonly changed?: ((change: SessionChange) => void) | undefined;
}

/** A session that began, was renewed, or ended. */
export interface SessionChange {
  readonly change: 'began' | 'renewed' | 'ended';
  readonly id: string;
  readonly former?: string;
}

/**
 * The sessions of an app. All there is to a session is in its cookie, so every process with the same secret knows it.
 * Sessions that were ended or renewed are remembered here, by the process that did it.
 */
export class Sessions {
  readonly #ring: KeyRing;
  readonly #limits: Limits;
  readonly #base: string;
  readonly #announce: (id: string) => void;
  readonly #changed: (change: SessionChange) => void;
  /** Sessions that were ended or renewed, for as long as their cookies would be good. */
  readonly #over: ExpiringIds;
  /** Sessions that were renewed just now. */
  readonly #renewed: ExpiringIds;
  /** Sessions that were used over a connection, and need a cookie that says so. */
  readonly #active: ExpiringIds;

  constructor({ ring, limits, base = '/', over, changed = () => {} }: SessionsOptions) {
    this.#base = base;
    this.#ring = ring;
    this.#limits = limits;
    this.#announce = over;
    this.#changed = changed;
    this.#over = new ExpiringIds(limits.maxEndedSessions);
    this.#renewed = new ExpiringIds(limits.maxEndedSessions);
    this.#active = new ExpiringIds(limits.maxEndedSessions);
  }

  /** Begins a session. */
  begin(): KnownSession {
    const session = this.#make();
    this.#changed({ change: 'began', id: session.id });
    return session;
  }

  #make(): KnownSession {
    const now = Date.now();
    const id = randomBytes(16).toString('base64url');
    return new KnownSession({ id, begun: now, used: now }, this);
  }

  /** Reads a `Cookie` header. Of several session cookies the first that opens a session counts. */
  read(cookieHeader: string | null | undefined, secure: boolean): SentSession {
    const sent = readSessions(cookieHeader, this.#ring, { secure, base: this.#base }).filter(
      ({ begun, used }) => !this.#isExpired(begun, used),
    );
    const good = sent.find(({ id }) => !this.#over.has(id));
    if (good) return { known: new KnownSession(good, this) };
    if (sent.some(({ id }) => this.#renewed.has(id))) return { lost: 'renewed' };
    return sent.length > 0 ? { lost: 'ended' } : {};
  }

  /** Writes the `Set-Cookie` header of a session, which is used at this moment. */
  setCookieHeader({ id, begun }: SessionContent, secure: boolean): string {
    const used = Date.now();
    const maxAge = this.#endOf(begun, used) - used;
    return sessionCookie({ id, begun, used }, this.#ring, { secure, base: this.#base, maxAge });
  }

  /** The `Set-Cookie` header that takes a session from a browser. */
  removeCookieHeader(secure: boolean): string {
    return noSessionCookie({ secure, base: this.#base });
  }

  /** Ends a session; of one that is over, what is left of it. */
  end(session: SessionContent): void {
    const wasOver = this.isOver(session.id);
    this.#close(session);
    if (!wasOver) this.#changed({ change: 'ended', id: session.id });
  }

  /** Ends a session of which only the id is known. */
  endById(id: string): void {
    const now = Date.now();
    this.end({ id, begun: now, used: now });
  }

  #close({ id, begun }: SessionContent): void {
    this.#over.add(id, this.#endOf(begun, Date.now()) + clockTolerance);
    this.#announce(id);
  }

  /** Begins a session in place of another, which is over. */
  renew(session: SessionContent): KnownSession {
    this.#renewed.add(session.id, Date.now() + this.#limits.sessionAliasMaxAge);
    this.#close(session);
    const next = this.#make();
    this.#changed({ change: 'renewed', id: next.id, former: session.id });
    return next;
  }

  /** Tells whether a session was ended or renewed. */
  isOver(id: string): boolean {
    return this.#over.has(id);
  }

  /** Tells whether a session was renewed just now. */
  isRenewed(id: string): boolean {
    return this.#renewed.has(id);
  }

  /** Tells whether the browser needs a younger cookie; `isUse` says whether this very request counts as use. */
  needsCookie({ id, used }: SessionContent, isUse: boolean): boolean {
    const isOld = Date.now() - used > this.#limits.sessionIdleTimeout * renewalShare;
    return this.#active.take(id) || (isUse && isOld);
  }

  /** Decides about a connection of a session, over which the last event came at the time `active`. */
  fateOf({ id, begun, used }: SessionContent, active: number): Fate {
    const { sessionIdleTimeout } = this.#limits;
    const last = Math.max(used, active);
    if (this.#isExpired(begun, last)) return 'is-over';
    if (last - used <= sessionIdleTimeout / 2) return 'goes-on';
    this.#active.add(id, last + sessionIdleTimeout);
    return 'needs-cookie';
  }

  #endOf(begun: number, used: number): number {
    const { sessionMaxAge, sessionIdleTimeout } = this.#limits;
    return Math.min(begun + sessionMaxAge, used + sessionIdleTimeout);
  }

  #isExpired(begun: number, used: number): boolean {
    const now = Date.now();
    return now >= this.#endOf(begun, used) || used > now + clockTolerance;
  }
}

/** Share of the idle timeout after which a cookie is old, so that few answers carry a younger one. */
const renewalShare = 0.1;

/** Milliseconds by which the clock that dated a cookie may be ahead: clocks differ, and are put right. */
const clockTolerance = 24 * 60 * 60 * 1000;
