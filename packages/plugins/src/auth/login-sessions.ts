import { type LiveSession, type Session, SkerryError } from '@skerry/kit';

import type { AuthRequest } from './authenticators/authenticator.js';
import type { User } from './user.js';
import { hashSecret } from './codes.js';
import { deviceName } from './device-name.js';
import { AuthError } from './errors.js';
import type { AuthStore, SessionRecord } from './stores/store.js';

/** Lifetimes and bounds of logged-in sessions. */
export interface SessionRules {
  /** Milliseconds after the last use; 12 hours by default. */
  readonly idleTimeout: number;
  /** Milliseconds after the login; 7 days by default. */
  readonly sessionMaxAge: number;
  /** The largest number for one user; the one that was not used for longest ends. 50 by default. */
  readonly maxSessionsPerUser: number;
  /** Names the groups of a session that begins: rooms, departments, kinds of devices. */
  readonly groups: (user: User, request: AuthRequest) => readonly string[];
}

/** The largest number of sessions of this process whose cookies are known, to end their regions when another process says so. */
const mostKnown = 100_000;

/** A use is written down when the last one is this long ago, or a tenth of the idle timeout. */
const touchInterval = 60_000;

/** Begins, reads and ends logged-in sessions: records in the store, under hashes of the ids of kit's sessions. */
export class LoginSessions {
  readonly #store: AuthStore;
  readonly #rules: SessionRules;
  readonly #endRegions: (session: string) => void;
  /** The ids in cookies by their hashes, the one that was not read for longest first. */
  readonly #known = new Map<string, string>();

  /** @param endRegions ends a session of kit, with its regions */
  constructor(store: AuthStore, rules: SessionRules, endRegions: (session: string) => void) {
    this.#store = store;
    this.#rules = rules;
    this.#endRegions = endRegions;
    store.onDeleted((ids) => ids.forEach((id) => this.#endKnown(id)));
  }

  /** Reads the record of a session that is used. */
  async readSession(session: string): Promise<SessionRecord | undefined> {
    const record = await this.#store.getSession(hashSecret(session));
    const now = Date.now();
    if (!record || record.until <= now) return undefined;
    this.#know(record.id, session);
    const interval = Math.min(touchInterval, this.#rules.idleTimeout / 10);
    if (now - record.used < interval) return record;
    const until = this.#untilOf(record.began, now);
    // Somebody may have ended it since.
    const isThere = await this.#store.touchSession(record.id, now, until);
    return isThere ? { ...record, used: now, until } : undefined;
  }

  /**
   * Begins a session for a user under a new id; the old one is dead from then on. If the store fails, neither is there.
   *
   * @param former the record of the session that it replaces
   * @param needsFormer true if it goes on from the former one, and does not begin if that was ended meanwhile
   * @returns nothing in that case
   * @throws AuthError `store-failed`, and SkerryError where kit cannot set a cookie
   */
  async beginSession(
    session: Session,
    request: AuthRequest,
    user: User,
    method: string,
    former?: SessionRecord,
    needsFormer = false,
  ): Promise<SessionRecord | undefined> {
    if (!renewed(session, needsFormer)) return undefined;
    const now = Date.now();
    const record: SessionRecord = {
      id: hashSecret(session.id),
      subject: user.id,
      began: now,
      used: now,
      until: this.#untilOf(now, now),
      authenticated: now,
      method,
      rights: rightsOf(user),
      groups: this.#rules.groups(user, request),
      device: deviceName(request.headers.get('user-agent')),
      address: request.address,
    };
    return this.#putWhole(session, record, async () => {
      let isWritten = await this.#store.putSession(record, former?.id);
      if (!isWritten && !needsFormer) isWritten = await this.#store.putSession(record);
      if (isWritten) await this.#dropOldest(user.id);
      return isWritten;
    });
  }

  /**
   * Moves a session to a new id, as its rights have changed; its times go on.
   *
   * @returns nothing if it was ended meanwhile
   * @throws as `beginSession` does
   */
  async moveSession(
    session: Session,
    former: SessionRecord,
    user: User,
  ): Promise<SessionRecord | undefined> {
    if (!renewed(session, true)) return undefined;
    const record = { ...former, id: hashSecret(session.id), rights: rightsOf(user) };
    return this.#putWhole(session, record, () => this.#store.putSession(record, former.id));
  }

  /** The open sessions of a user. */
  listSessions(subject: string): Promise<SessionRecord[]> {
    return this.#store.listSessions(subject);
  }

  /** Takes back a session that has just begun: nobody is logged in by halves. */
  async undoSession(session: LiveSession, { id }: SessionRecord): Promise<void> {
    session.end();
    // Without its cookie it opens nothing here; where the store fails, it ends by its time.
    await this.#store.deleteSession(id).catch(() => false);
  }

  /** Writes a session as a whole; where that is not done, its cookie ends. */
  async #putWhole(
    session: Session,
    record: SessionRecord,
    write: () => Promise<boolean>,
  ): Promise<SessionRecord | undefined> {
    try {
      if (await write()) {
        this.#know(record.id, session.id);
        return record;
      }
    } catch (cause) {
      await this.undoSession(session, record);
      throw new AuthError(
        'store-failed',
        'The store of sessions failed, and nobody was logged in. Try again, and look at the store.',
        { cause },
      );
    }
    session.end();
    return undefined;
  }

  async #dropOldest(subject: string): Promise<void> {
    const all = await this.#store.listSessions(subject);
    for (const { id } of all.slice(this.#rules.maxSessionsPerUser))
      await this.#store.deleteSession(id);
  }

  #untilOf(began: number, used: number): number {
    return Math.min(began + this.#rules.sessionMaxAge, used + this.#rules.idleTimeout);
  }

  #know(id: string, session: string): void {
    this.#known.delete(id);
    const [eldest] = this.#known.size >= mostKnown ? this.#known.keys() : [];
    if (eldest !== undefined) this.#known.delete(eldest);
    this.#known.set(id, session);
  }

  #endKnown(id: string): void {
    const session = this.#known.get(id);
    if (session === undefined) return;
    this.#known.delete(id);
    this.#endRegions(session);
  }
}

/**
 * Gives a session of kit a new id. In place of one that another request has ended it begins one, or returns false if that must go on
 * from the former.
 *
 * @throws SkerryError where kit cannot do it
 */
function renewed(session: Session, needsFormer: boolean): boolean {
  try {
    session.renew();
  } catch (error) {
    if (!(error instanceof SkerryError) || error.code !== 'session-ended') throw error;
    if (needsFormer) return false;
    session.end();
    session.renew();
  }
  return true;
}

/** The rights of a user in one text: a session whose user has others gets a new id. */
export const rightsOf = ({ roles = [] }: User): string =>
  JSON.stringify([...new Set(roles)].sort());
