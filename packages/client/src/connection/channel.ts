import {
  eventParts,
  isInstance,
  type JoinPayload,
  type Refusal,
  type ServerFrame,
  type Update,
} from '@skerry/wire';

import { backOff, type Connection, type ConnectionMember } from './connection.js';
import { features } from '../features.js';
import type { IncomingUpdate, LiveEvent } from './live-event.js';

/** The state of a channel, which its region shows in `data-state`. */
export type State = 'connecting' | 'live' | 'offline' | 'failed' | 'ended';

/** The region of a channel, as the channel uses it. */
export interface ChannelDelegate {
  readonly topic: string;
  /** True while an update waits to be shown. */
  readonly isBehind: boolean;
  /** The payload of the next join. */
  joinPayload(): JoinPayload;
  /** The server has sent something to show. */
  takeUpdate(arrival: IncomingUpdate): void;
  /** An event was refused; without an event, the join. */
  takeRefusal(error: Refusal, event?: LiveEvent): void;
  showState(state: State): void;
  /** Requests the whole tree. */
  rejoin(): void;
}

/** The most events that may wait. */
const maxQueue = 1000;

/**
 * A region's channel. It joins whenever the connection opens, and sends events one by one, each after the answer to the last,
 * except those that do not wait.
 */
export class Channel implements ConnectionMember {
  /** Events without an answer. */
  readonly queue: LiveEvent[] = [];
  /** Its number on the connection, from its first join on. */
  #number!: number;
  #isJoined: boolean | undefined;
  #lastSeq = 0;
  #attempts = 0;
  #retry: number | undefined;

  constructor(
    readonly connection: Connection,
    readonly delegate: ChannelDelegate,
  ) {}

  /** Joins as soon as the connection is open. */
  start(): void {
    this.delegate.showState('connecting');
    this.connection.addMember(this);
  }

  /** Leaves, and refuses the events that have no answer. */
  stop(state: State): void {
    if (this.#isJoined) this.connection.send(this.#number, 0);
    this.#reset(state);
    this.connection.removeMember(this);
    while (this.queue[0]) this.#refuse('ended', 'The region has ended.');
  }

  /** Joins again after a while; at once if `urgent` and an event was answered since the last restart. */
  restart(urgent = false): void {
    this.#reset('connecting');
    const attempts = this.#attempts++;
    const wait = urgent && !attempts ? 0 : backOff(attempts);
    this.#retry = setTimeout(() => this.onOpened(), wait);
  }

  /** Queues an event. */
  pushEvent(event: LiveEvent): void {
    this.queue.push(event);
    if (this.queue[maxQueue]) this.#refuse('queue-full', 'Too many events wait.', this.queue.pop());
    this.flush();
  }

  onOpened(): void {
    this.#reset('connecting');
    this.#number = this.connection.claim(this);
    const { topic } = this.delegate;
    this.connection.send(this.#number, 0, { topic, ...this.delegate.joinPayload() });
  }

  onClosed(isUnreadable?: boolean): void {
    const sent = this.queue.find((event) => event.isSent);
    this.#reset('offline');
    // The server cannot read the same frame the next time either.
    if (!sent || !isUnreadable) return;
    if (sent.suspect) this.#refuse('unreadable', 'The server cannot read it.');
    else sent.suspect = true;
  }

  onFrame([, what, diff, reply]: ServerFrame, text: string): void {
    if (typeof what === 'number') {
      if (diff) this.#answered(diff as Update, text, what, reply);
      else if (what) this.#refused(reply as Refusal, what);
      else this.#refusedJoin(reply as Refusal);
    } else if (what === 'crash') this.restart();
    else if (what === 'close') this.stop('ended');
    else this.delegate.takeUpdate({ update: what, text });
  }

  #answered(update: Update, text: string, ref: unknown, reply: unknown): void {
    const joins = ref === 0;
    // Each request has one answer.
    const answer = this.#take(ref);
    if (joins ? this.#isJoined : !answer) return;
    if (joins) {
      this.#isJoined = true;
      this.delegate.showState('live');
      // The region before this one may have handled events without answering them.
      if (isInstance(update) && !reply)
        while (this.queue[0]?.seq) this.#refuse('lost', 'The region was reset.');
    }
    // A lost part may be lost again, so that its answer proves nothing.
    if (answer && !answer.put) this.#attempts = 0;
    try {
      this.delegate.takeUpdate({ update, text, answer, reply, joins });
    } finally {
      this.flush();
    }
  }

  #refusedJoin(error: Refusal): void {
    // The next join may succeed.
    if (/^(failed|timeout|rate-limited)$/.test(error.code)) return this.restart();
    this.stop('failed');
    this.delegate.takeRefusal(error);
  }

  #refused(error: Refusal, ref: unknown): void {
    if (error.code === 'not-joined') return this.restart();
    if (error.code === 'rate-limited') return this.#postpone(ref);
    const event = this.#take(ref);
    if (event) this.delegate.takeRefusal(error, event);
    this.flush();
  }

  /** Sends the event of this number again after a while, since the server has not looked at it; until then, no other. */
  #postpone(seq: unknown): void {
    const event = this.#find(seq);
    if (!event) return;
    // It counts as never sent, and gets the same number again, unless others have been sent since.
    event.isSent = false;
    delete event.seq;
    if (seq === this.#lastSeq) this.#lastSeq--;
    this.#retry ??= setTimeout(
      () => {
        this.#retry = undefined;
        this.flush();
      },
      backOff(++this.#attempts),
    );
  }

  /** The event of this number, if the server has it. */
  #find(seq: unknown): LiveEvent | undefined {
    return this.queue.find((event) => event.isSent && event.seq === seq);
  }

  /** Takes the event of this number from the queue, if the server has it. */
  #take(seq: unknown): LiveEvent | undefined {
    const event = this.#find(seq);
    if (event) this.queue.splice(this.queue.indexOf(event), 1);
    return event;
  }

  #refuse(code: string, reason: string, event = this.queue.shift()): void {
    this.delegate.takeRefusal({ code, reason }, event);
  }

  /** Sends the next event once the last one is answered and all updates are shown; those that do not wait, at once. */
  flush(): void {
    if (!this.#isJoined || this.#retry || this.delegate.isBehind) return;
    const { queue } = this;
    // Numbers rise on the wire, also where some are sent again.
    queue.sort((a, b) => (a.seq ?? 1e9) - (b.seq ?? 1e9));
    const event = queue.find(({ isSent, isParallel }, i) => !isSent && (isParallel || !i));
    if (!event) return;
    if (!features.events?.isTooLarge(event, this)) {
      event.isSent = true;
      const { type, name, value, seq = (event.seq = ++this.#lastSeq) } = event;
      this.connection.send(this.#number, seq, ...eventParts({ type, event: name, value }));
    }
    this.flush();
  }

  /** Gives up the channel, so that its late messages reach no region. */
  #reset(state: State): void {
    this.delegate.showState(state);
    clearTimeout(this.#retry);
    this.#retry = undefined;
    this.connection.release(this.#number);
    this.#isJoined = false;
    this.queue.forEach((event) => (event.isSent = false));
  }
}
