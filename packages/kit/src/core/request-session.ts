import { fail } from './errors.js';
import {
  type KnownSession,
  refuseAhead,
  type SentSession,
  type Session,
  type Sessions,
} from './session.js';

/** The message of an answer to the browser about its session. */
export interface SessionCookie {
  /** The `Set-Cookie` header. */
  readonly header: string;
  /** True if the browser can do without it until a later answer. */
  readonly canWait: boolean;
}

/** The session of one request. It begins with the request where the browser has none. */
export class RequestSession implements Session {
  readonly #sessions: Sessions;
  readonly #secure: boolean;
  readonly #visit: { readonly isAhead: boolean };
  /** Why the browser's cookie opens no session, where it has one. */
  #lost: SentSession['lost'];
  /** The session, once anybody asks for it. */
  #current: KnownSession | undefined;
  /** True if the browser has the cookie of the session. */
  #isHeld: boolean;
  /** True if the request came with a session. */
  readonly #before: boolean;
  #isUsed = false;
  #isEnded = false;
  #isAnswered = false;

  /** @param visit says whether the request is for a page that the visitor may never see: then nothing may change */
  constructor(
    sessions: Sessions,
    cookieHeader: string | null | undefined,
    secure: boolean,
    visit: { readonly isAhead: boolean } = { isAhead: false },
  ) {
    const { known, lost } = sessions.read(cookieHeader, secure);
    this.#sessions = sessions;
    this.#secure = secure;
    this.#visit = visit;
    this.#current = known;
    this.#isHeld = this.#before = known !== undefined;
    this.#lost = lost;
  }

  get id(): string {
    return this.bind().id;
  }

  /** The session that the browser came with, for what the answer does not depend on. */
  get held(): KnownSession | undefined {
    return this.#isHeld ? this.#current : undefined;
  }

  /** True if anything of the answer depends on the session. */
  get isUsed(): boolean {
    return this.#isUsed;
  }

  /** True if the session has just been renewed or ended by another answer, which the browser has yet to read. */
  get isPassing(): boolean {
    return this.#isHeld ? this.#isOver : this.#lost === 'renewed';
  }

  /** True if this request has given the browser another session, or has taken its session away. */
  get isChanged(): boolean {
    return this.#isEnded || (!this.#isHeld && this.#before);
  }

  /** Hands the session to a region or a connection. @throws SkerryError `session-answered` */
  bind(): KnownSession {
    if (this.#isAnswered && !this.#current) throw fail('session-answered', {});
    this.#isUsed = true;
    return (this.#current ??= this.#sessions.begin());
  }

  renew(): void {
    if (this.#visit.isAhead) refuseAhead();
    if (this.#isAnswered) throw fail('session-answered', {});
    const before = this.#current;
    if (before && this.#isOver && !this.#sessions.isRenewed(before.id))
      throw fail('session-ended', {});
    this.#current = before ? this.#sessions.renew(before) : this.#sessions.begin();
    this.#isHeld = this.#isEnded = false;
    this.#isUsed = true;
    this.#lost = undefined;
  }

  end(): void {
    if (this.#visit.isAhead) refuseAhead();
    this.#current?.end();
    this.#current = undefined;
    this.#isHeld = this.#isUsed = false;
    this.#isEnded = this.#lost !== 'renewed';
  }

  /** Decides about the cookie when the rest of the answer is there; `isUse` says whether the request counts as use. */
  answer(isUse: boolean): SessionCookie | undefined {
    this.#isAnswered = true;
    if (this.#visit.isAhead) return undefined;
    const canWait = this.#isHeld || !(this.#isUsed || this.#isEnded);
    const header = this.#isHeld ? this.#youngerCookie(isUse) : this.#otherCookie();
    return header === undefined ? undefined : { header, canWait };
  }

  #youngerCookie(isUse: boolean): string | undefined {
    const session = this.#current;
    // An answer that comes late must not bring back a session that another one has ended.
    if (!session || !this.#isUsed || this.#isOver) return undefined;
    const isDue = this.#sessions.needsCookie(session, isUse);
    return isDue ? this.#sessions.setCookieHeader(session, this.#secure) : undefined;
  }

  #otherCookie(): string | undefined {
    // The answer that renewed the session brings the cookie of the new one.
    if (this.#lost === 'renewed') return undefined;
    if (this.#isUsed && this.#current)
      return this.#sessions.setCookieHeader(this.#current, this.#secure);
    return this.#lost || this.#isEnded
      ? this.#sessions.removeCookieHeader(this.#secure)
      : undefined;
  }

  get #isOver(): boolean {
    return this.#current !== undefined && this.#sessions.isOver(this.#current.id);
  }
}
