import type { EventPayload } from '@skerry/wire';

import { estimateBytes } from '../../core/estimate-bytes.js';
import { fail } from '../../core/errors.js';
import { channels } from '../../tracing/channels.js';
import type { EventHandler, MessageHandler } from '../author/define.js';
import type { UnmountReason } from '../author/contexts.js';
import { type Cause, firstCause } from '../messages/cause.js';
import { publish } from '../messages/publish.js';
import { markupRequests } from '../render/delivery.js';
import { microsSince } from '../../core/elapsed.js';
import type { Respond } from '../render/update-sink.js';
import { type EventScope, handleEvent, type Outcome, withoutPost } from './handle-event.js';
import {
  bytesOfMessage,
  handleMessage,
  type Message,
  type MessageScope,
} from './handle-message.js';
import { Loads } from './loads.js';
import { mountOrEnd } from './mount.js';
import { RenderedRegion } from './rendered-region.js';
import { refusal, stale, tooMany } from './refusal.js';
import { restoredState } from './snapshot.js';
import { ownEvents } from './retry.js';
import { type Subscription, Subscriptions } from './subscriptions.js';
import { type Timer, Timers } from './timers.js';
import { traceEvent } from './trace-event.js';
import { type Staged, Turn } from './turn.js';
import { unmountView } from './unmount-view.js';

/** One mounted live view. It queues the work of its turns, commits their outcomes, and answers. */
export class Region extends RenderedRegion implements EventScope, MessageScope {
  readonly subscriptions = new Subscriptions(this.services.pubsub, this);
  loads: Loads | undefined;
  /** Is true while messages find the queue full: that is reported once. */
  #isFull = false;
  #ended = false;
  #timers: Timers | undefined;

  /** The memory that it takes besides its state, its props and its shown tree. */
  get held(): readonly unknown[] {
    const { page, position, answers, subscriptions } = this;
    return [page, position, answers.held, subscriptions.held, this.#timers?.held];
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Is true while it does nothing and loads nothing. */
  get idle(): boolean {
    return !this.queue.busy && !this.loads?.running;
  }

  get timers(): Timers {
    return (this.#timers ??= new Timers(this));
  }

  get hasTimers(): boolean {
    return this.#timers !== undefined;
  }

  /** Mounts the view, as the first piece of work; if that fails, the region ends. */
  mountView(): void {
    this.queue.addJob(() => mountOrEnd(this));
  }

  /** Puts back a state from a snapshot, as its next piece of work. One that does not fit the view any more is reported. */
  restoreState(snapshot: string): void {
    this.queue.addJob(() => {
      if (this.#ended) return;
      try {
        const state = restoredState(this.state, snapshot);
        this.checkState(state);
        this.beginState(state);
      } catch (thrown) {
        return this.reportError(thrown, 'restore');
      }
      const { info: region, session, locals } = this;
      this.hooks.onStateRestore.call({ region, session, locals });
    });
  }

  /** Handles an event from a browser, and answers it once. @param bytes the size of its frame */
  takeEvent(payload: EventPayload, respond: Respond, bytes = 0): void {
    this.scale.noteBytes(bytes);
    this.renderer.confirmJoin();
    const isRequest = markupRequests.has(payload.type);
    const { event } = payload;
    const handler = isRequest ? undefined : (this.view.events.get(event) ?? ownEvents.get(event));
    if (!handler && !isRequest) {
      // Visitors are not told what else there is.
      const known = this.services.development ? [...this.view.events.keys()] : [];
      const unknown = fail('unknown-event', { view: this.view.id, event, known });
      this.reportError(unknown, 'event');
      this.#noteInvalid(unknown.message, event);
      return void respond(refusal(unknown));
    }
    const size = this.queue.busy ? estimateBytes(payload) : 0;
    if (!this.queue.hasRoomFor(size, this.limits)) return void respond(tooMany);
    this.queue.addJob(() => this.#answerEvent(handler, payload, respond), size);
  }

  #noteInvalid(message: string, event: string): void {
    const { info: region, session, locals } = this;
    const refused = { reason: 'invalid-input', step: 'event', message, event } as const;
    this.hooks.onRefuse.call({ ...refused, region, session, locals });
  }

  /** Handles a message of a topic that the region has subscribed to. */
  takeMessage(subscription: Subscription, message: unknown, cause: Cause): void {
    const { topic } = subscription;
    const handler = this.view.messages(topic);
    if (!handler || this.#ended) return;
    const bytes = this.queue.busy ? bytesOfMessage(message) : 0;
    const wasFull = this.#isFull;
    this.#isFull = !this.queue.hasRoomFor(bytes, this.limits);
    if (this.#isFull) {
      if (!wasFull) this.reportError(fail('region-busy', { view: this.view.id }), 'message');
      return;
    }
    this.queue.addJob(() => {
      // While the message waited, the region may have ended, or unsubscribed.
      if (subscription.over || this.#ended) return;
      return this.#handleMessage(handler, { topic, message, cause });
    }, bytes);
  }

  /** Handles the message of a timer. Each has at most one in the queue, so that they need no other bound. */
  takeTick(timer: Timer): void {
    this.queue.addJob(() => {
      const { message: topic, payload: message } = timer.request;
      // An edit may have taken the handler away.
      const handler = this.view.messages(topic);
      if (!timer.takeFromQueue() || this.#ended || !handler) return;
      return this.#handleMessage(handler, { topic, message, cause: firstCause() });
    });
  }

  /** Begins the turn of a handler; the turn ends with its outcome. */
  startTurn(handler: string, cause?: Cause): Turn {
    this.doing = handler;
    const turn = new Turn(this, handler, cause);
    this.underway = turn;
    return turn;
  }

  /** Commits staged changes, and sends them without an answer. Returns `false` if that failed. */
  commitTurn(staged: Staged): boolean {
    return !this.#ended && this.#commit(staged, () => this.delivery.pushUpdate());
  }

  /** Starts loading data into a member of the state. */
  startLoad(key: string, load: Parameters<Loads['startLoad']>[1]): void {
    (this.loads ??= new Loads(this)).startLoad(key, load);
  }

  /** Sends a message of code that its work runs, by `publish` of @skerry/kit. */
  publish(topic: string, message?: unknown): void {
    publish(this.services, topic, message);
  }

  /** Ends the region, once. */
  endRegion(reason: UnmountReason): void {
    if (this.#ended) return;
    this.#ended = true;
    if (reason === 'session-ended') this.lastWord = { error: stale('The session is over.') };
    this.underway?.end();
    this.renderer.sink = undefined;
    this.loads?.abortLoads();
    this.subscriptions.clearTopics();
    this.#timers?.clearTimers();
    this.parent?.renderer.children.removeRegion(this);
    this.services.ended(this);
    if (this.isMounted) unmountView(this, reason);
  }

  /** Takes an uncaught error of its work: the browser mounts the region again. */
  panic(error: Error): void {
    this.reportError(error, 'uncaught');
    this.failures.resetRegion(error);
  }

  protected noteShown(): void {
    this.#timers?.resumeTimers();
  }

  #answerEvent(
    handler: EventHandler | undefined,
    payload: EventPayload,
    respond: Respond,
  ): void | Promise<void> {
    const { seq, event } = payload;
    const known = this.#ended ? this.lastWord : this.answers.answerAgain(seq);
    if (known) return void respond(known);
    const once: Respond = (answer) => {
      this.answers.noteAnswer(seq, answer);
      return respond(answer);
    };
    if (!handler) {
      const answer = () => this.delivery.answerRequest(payload, once, respond);
      return void this.failures.containWork(answer, once);
    }
    this.failures.lastEvent = this.doing = event;
    return channels.event.hasSubscribers
      ? this.#traceEvent(handler, payload, once)
      : this.#handleEvent(handler, payload, once);
  }

  #traceEvent(
    handler: EventHandler,
    payload: EventPayload,
    respond: Respond,
  ): void | Promise<void> {
    return traceEvent(this, payload.event, respond, (traced) =>
      this.#handleEvent(handler, payload, traced),
    );
  }

  #handleEvent(
    handler: EventHandler,
    { event, value }: EventPayload,
    respond: Respond,
  ): void | Promise<void> {
    const own = withoutPost(value);
    return this.#whenSettled(handleEvent(this, handler, event, own), (outcome) =>
      this.#finishEvent(event, outcome, respond),
    );
  }

  /** Finishes with an outcome, at once or when it is there, and ends its turn. */
  #whenSettled<T>(outcome: T | Promise<T>, finish: (outcome: T) => void): void | Promise<void> {
    const end = (settled: T) => {
      finish(settled);
      this.underway?.end();
      this.underway = undefined;
    };
    if (!(outcome instanceof Promise)) return end(outcome);
    return outcome.then((settled) => {
      const started = performance.now();
      end(settled);
      this.noteWork(started);
    });
  }

  #finishEvent(event: string, outcome: Outcome, respond: Respond): void {
    if (this.#ended) return void respond(this.lastWord);
    if ('refused' in outcome) {
      const { refused, shown } = outcome;
      if (shown) return this.#showIssues(shown, () => respond(refused), respond);
      respond(refused);
      return this.failures.noteTurn(outcome.failure, 'event');
    }
    const { staged, reply, run } = outcome;
    const { isInvalid } = staged;
    const answer = () => this.delivery.answerEvent({ reply, isInvalid }, respond);
    if (!this.#commit(staged, answer, respond) || !run?.started) return;
    const { info: region, session, locals } = this;
    const { payload } = run;
    const micros = microsSince(run.started);
    this.hooks.afterEvent.call({ region, session, locals, event, payload, micros });
  }

  /** Shows what the view's `invalid` makes of issues, before their event is refused. */
  #showIssues(shown: Staged, refuse: () => void, respond: Respond): void {
    const answer = () => {
      this.delivery.pushUpdate();
      refuse();
    };
    this.#commit(shown, answer, respond);
  }

  #handleMessage(handler: MessageHandler, message: Message): void | Promise<void> {
    const outcome = handleMessage(this, handler, message);
    return this.#whenSettled(outcome, (settled) => this.#finishMessage(message.topic, settled));
  }

  #finishMessage(topic: string, outcome: Outcome | undefined): void {
    if (!outcome || this.#ended) return;
    if ('refused' in outcome) return this.failures.noteTurn(outcome.failure, 'message');
    const { staged, run } = outcome;
    if (!this.commitTurn(staged) || !run || !this.hooks.afterMessage.isUsed()) return;
    const micros = microsSince(run.started);
    this.hooks.afterMessage.call({ region: this.info, topic, message: run.payload, micros });
  }

  #commit({ state, meta, effects }: Staged, send: () => void, respond?: Respond): boolean {
    return this.failures.containWork(() => {
      if (state) {
        this.state = this.holdState(state);
        this.renderer.markStale();
      }
      if (meta) this.renderer.keepMeta(meta);
      send();
      for (const effect of effects) effect();
      this.scale.settleState();
    }, respond);
  }
}
