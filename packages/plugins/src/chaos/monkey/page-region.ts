import {
  isInstance,
  type JoinPayload,
  merge,
  type Refusal,
  type ServerFrame,
  topicPrefix,
  type Tree,
  type Update,
} from '@skerry/wire';

import type { History, RaisedEvent } from './history.js';
import { shownTree } from './shown-tree.js';

/** The page of a region, as the region uses it. */
export interface RegionPage {
  readonly history: History;
  readonly visitor: number;
  /** The random name of the page load. */
  readonly page: string;
  /** True while frames may be lost or damaged on the way, so that a tree may be lost. */
  readonly mayLose: boolean;
  /** Sends a frame, unless the line is closed. */
  sendFrame(frame: readonly unknown[]): void;
  /** Joins the region again, under another channel. */
  rejoin(region: PageRegion): void;
  /** Loads another page. */
  goTo(path: string): void;
  /** Loads the page again: a region has ended for good. */
  reload(): void;
}

interface Queued {
  readonly raised: RaisedEvent;
  readonly type: string;
  seq?: number;
  isSent: boolean;
  /** True after a closing that it may have caused. */
  isSuspect: boolean;
}

/** One region of a simulated page. It joins, sends its events one by one, and merges what comes, as the client in a browser does. */
export class PageRegion {
  readonly id: string;
  readonly #token: string;
  readonly #page: RegionPage;
  readonly #queue: Queued[] = [];
  channel = 0;
  isJoined = false;
  /** The tree that the page shows; none before the first join, which asks for it. */
  tree: Tree | undefined;
  /** The version of that tree; NaN if it is to come anew. */
  #version = NaN;
  #lastSeq = 0;
  #hasBeenAnswered = false;
  /** The tree before it was asked for anew, to compare. */
  #expected: string | undefined;

  constructor(id: string, token: string, page: RegionPage) {
    this.id = id;
    this.#token = token;
    this.#page = page;
  }

  /** The number of events without an answer. */
  get waiting(): number {
    return this.#queue.length;
  }

  /** True while nothing is asked of the server. */
  get isQuiet(): boolean {
    return this.isJoined && this.waiting === 0;
  }

  /** Raises an event. */
  raiseEvent(event: string, value: unknown, type: string): void {
    const { history, visitor } = this.#page;
    const raised: RaisedEvent = {
      visitor,
      region: this.id,
      event,
      value,
      outcome: 'open',
    };
    history.raised.push(raised);
    this.#queue.push({ raised, type, isSent: false, isSuspect: false });
    this.flush();
  }

  /** Sends the join. @param keeps false if the page has missed frames, and its tree counts no more */
  join(channel: number, keeps: boolean): void {
    this.channel = channel;
    this.isJoined = false;
    for (const queued of this.#queue) queued.isSent = false;
    const { page } = this.#page;
    const have = this.tree && keeps && this.#version >= 0 ? { have: this.#version } : {};
    const payload: JoinPayload = { token: this.#token, page, ...have };
    this.#page.sendFrame([channel, 0, { topic: topicPrefix + this.id, ...payload }]);
  }

  /** Asks for the whole tree, rendered anew, and compares it with the one that is shown. */
  compareAnew(): void {
    this.#expected = this.tree && shownTree(this.tree);
    this.#version = NaN;
    this.#page.rejoin(this);
  }

  /** The line is closed. @param isUnreadable true if the server could not read a frame */
  onClosed(isUnreadable: boolean): void {
    const sent = this.#queue.find(({ isSent }) => isSent);
    this.isJoined = false;
    for (const queued of this.#queue) queued.isSent = false;
    if (!sent || !isUnreadable) return;
    // The server cannot read the same frame the next time either, unless it was damaged on the way.
    if (sent.isSuspect) this.#settle(sent, 'refused', 'unreadable');
    else sent.isSuspect = true;
  }

  /** The page is left: nobody hears of what was sent. */
  abandon(): void {
    while (this.#queue[0]) this.#settle(this.#queue[0], 'unknown');
  }

  /** Takes a frame on its channel. */
  onFrame([, what, diff, reply]: ServerFrame): void {
    if (typeof what !== 'number') {
      if (what === 'crash') this.#page.rejoin(this);
      else if (what === 'close') this.#page.reload();
      else this.#take(what);
    } else if (diff) this.#answered(diff as Update, what, reply);
    else if (what === 0) this.#refusedJoin((reply as Refusal).code);
    else this.#refused(what, (reply as Refusal).code);
    this.flush();
  }

  /** Sends the next event once the last one is answered. */
  flush(): void {
    const [next] = this.#queue;
    if (!this.isJoined || !next || next.isSent) return;
    next.isSent = true;
    next.seq ??= ++this.#lastSeq;
    const { event, value } = next.raised;
    const frame = [this.channel, next.seq, event, value];
    this.#page.sendFrame(next.type === 'click' ? frame : [...frame, next.type]);
  }

  #answered(update: Update, ref: number, reply: unknown): void {
    if (ref > 0) {
      const answered = this.#queue.find(({ isSent, seq }) => isSent && seq === ref);
      // Each event has one answer.
      if (!answered) return;
      this.#hasBeenAnswered = true;
      this.#settle(answered, 'acknowledged');
      return this.#take(update);
    }
    if (this.isJoined) return;
    this.isJoined = true;
    const isAnother = isInstance(update) && reply === undefined;
    // The region before this one may have handled what was sent.
    if (isAnother)
      for (const queued of this.#queue.filter(({ seq }) => seq !== undefined))
        this.#settle(queued, 'unknown');
    if (isInstance(update)) this.#version = -1;
    this.#take(update);
    this.#compare(isAnother);
  }

  #compare(isAnother: boolean): void {
    const expected = this.#expected;
    this.#expected = undefined;
    // What was in the state of a region that has ended is not in that of its successor.
    if (expected === undefined || (isAnother && this.#hasBeenAnswered) || !this.tree) return;
    const fresh = shownTree(this.tree);
    if (fresh === expected) return;
    this.#page.history.noteViolation(
      'stale-dom',
      `Visitor ${this.#page.visitor} saw in the region ${this.id} ${expected}, and a fresh render shows ${fresh}.`,
    );
  }

  #refused(ref: number, code: string): void {
    const refused = this.#queue.find(({ isSent, seq }) => isSent && seq === ref);
    if (code === 'not-joined') return this.#page.rejoin(this);
    if (!refused) return;
    if (code !== 'rate-limited') return this.#settle(refused, 'refused', code);
    // The server has not looked at it, and takes the same number later.
    setTimeout(() => {
      refused.isSent = false;
      this.flush();
    }, 20);
  }

  #refusedJoin(code: string): void {
    if (/^(?:failed|timeout|rate-limited|denied)$/.test(code))
      setTimeout(() => this.#page.rejoin(this), 20);
    else this.#page.reload();
  }

  #settle(queued: Queued, outcome: 'acknowledged' | 'refused' | 'unknown', code?: string): void {
    const at = this.#queue.indexOf(queued);
    if (at >= 0) this.#queue.splice(at, 1);
    queued.raised.outcome = outcome;
    if (code !== undefined) queued.raised.code = code;
  }

  #take(update: Update): void {
    const { e: _events, t: _title, to, reset: _reset, ...change } = update;
    try {
      if (isInstance(change) || Object.keys(change).length > 0)
        this.tree = merge(this.tree ?? { s: 0 }, change);
      // Effects count, and what is empty does not.
      if (Object.keys(update).length > 0) this.#version++;
    } catch (error) {
      this.#lose(change, (error as Error).message);
    }
    if (to !== undefined) this.#page.goTo(to);
  }

  /** A change does not fit the tree: it is asked for anew. */
  #lose(change: object, why: string): void {
    const { visitor, history, mayLose } = this.#page;
    if (!mayLose)
      history.noteViolation(
        'lost-tree',
        `Visitor ${visitor} could not apply ${JSON.stringify(change)} in the region ${this.id}: ${why}`,
      );
    this.#version = NaN;
    this.#page.rejoin(this);
  }
}
