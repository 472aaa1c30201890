import type { EventPayload, Instance } from '@skerry/wire';

import type { Blamed } from '../../core/blame.js';
import { estimateBytes } from '../../core/estimate-bytes.js';
import { fail } from '../../core/errors.js';
import type { EventHandler, LiveView } from '../author/define.js';
import type { UnmountReason } from '../author/contexts.js';
import type { Cause } from '../messages/cause.js';
import { Delivery, markupRequests } from '../render/delivery.js';
import { freshTree } from '../render/fresh-tree.js';
import { microsSince, Renderer } from '../render/renderer.js';
import type { Reply, Respond, UpdateSink } from '../render/update-sink.js';
import { AnswerLog } from './answer-log.js';
import { Failures } from './failures.js';
import { type EventScope, handleEvent, type Outcome } from './handle-event.js';
import { bytesOfMessage, handleMessage, type MessageScope } from './handle-message.js';
import { Loads } from './loads.js';
import { mountOrEnd } from './mount.js';
import { WorkQueue } from './queue.js';
import { RegionRecord } from './region-record.js';
import { notJoined, refusal, regionFailed, stale, tooMany } from './refusal.js';
import { Scale } from './scale.js';
import { type Subscription, Subscriptions } from './subscriptions.js';
import { type Staged, Turn } from './turn.js';
import { unmountView } from './unmount-view.js';

type State = Record<string, unknown>;

/** One mounted live view: it queues its work, commits what turns leave behind, and answers. */
export class Region extends RegionRecord implements Blamed, EventScope, MessageScope {
  readonly renderer = new Renderer(this);
  readonly queue = new WorkQueue(this);
  readonly subscriptions = new Subscriptions(this.services.pubsub, this);
  /** About how much it holds. */
  readonly scale = new Scale(this);
  /** The answer to events and joins after its end. */
  lastWord: Reply = { error: regionFailed };
  readonly #delivery = new Delivery(this.renderer, this.scale);
  readonly #answers = new AnswerLog();
  readonly #failures = new Failures(this);
  #loads: Loads | undefined;
  /** Whether the last message found the queue full: that is reported once. */
  #isFull = false;
  #isMounted = false;
  #ended = false;

  /** The memory that it takes beside its state, its props and what it shows. */
  get held(): readonly unknown[] {
    return [this.page, this.position, this.#answers.held, this.subscriptions.held];
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Whether nothing is being done or loaded. */
  get idle(): boolean {
    return !this.queue.busy && !this.#loads?.running;
  }

  /** Mounts the region, as the first of its work; where that fails, the region ends. */
  mount(): void {
    this.queue.add(() => mountOrEnd(this));
  }

  /** Renders the first HTML; `mount` mounts the regions inside, and `island` hears of every island. */
  firstHtml(...context: Parameters<Renderer['firstHtml']>): string | Promise<string> {
    const started = performance.now();
    this.doing = 'render';
    const html = this.renderer.firstHtml(...context);
    this.worked(started);
    return html;
  }

  /** Takes its first state. */
  begin(state: State): void {
    this.state = state;
    this.#isMounted = true;
    this.renderer.markStale();
  }

  /** Handles an event that a browser sent in so many bytes; every event is answered once. */
  takeEvent(payload: EventPayload, respond: Respond, bytes = 0): void {
    this.scale.moved(bytes);
    this.renderer.confirmJoin();
    const isRequest = markupRequests.has(payload.type);
    const handler = isRequest ? undefined : this.view.events.get(payload.event);
    if (!handler && !isRequest) {
      const unknown = fail('unknown-event', { view: this.view.id, event: payload.event });
      this.report(unknown, 'event');
      return void respond(refusal(unknown));
    }
    const size = this.queue.busy ? estimateBytes(payload) : 0;
    if (!this.queue.takes(size, this.limits)) return void respond(tooMany);
    this.queue.add(() => this.#answerEvent(handler, payload, respond), size);
  }

  /** Handles a message of a topic that it has subscribed to. */
  takeMessage(subscription: Subscription, message: unknown, cause: Cause): void {
    const { topic } = subscription;
    const handler = this.view.messages(topic);
    if (!handler || this.#ended) return;
    const bytes = this.queue.busy ? bytesOfMessage(message) : 0;
    const wasFull = this.#isFull;
    this.#isFull = !this.queue.takes(bytes, this.limits);
    if (this.#isFull) {
      if (!wasFull) this.report(fail('region-busy', { view: this.view.id }), 'message');
      return;
    }
    this.queue.add(() => {
      // While it waited the region may have ended, or unsubscribed.
      if (subscription.over || this.#ended) return;
      const outcome = handleMessage(this, handler, { topic, message, cause });
      return this.#whenSettled(outcome, (settled) => this.#finishMessage(topic, settled));
    }, bytes);
  }

  /** Begins the turn of a handler; it ends with its outcome. */
  startTurn(handler: string, cause?: Cause): Turn {
    this.doing = handler;
    const turn = new Turn(this, handler, cause);
    this.underway = turn;
    return turn;
  }

  /** Gives the region to a channel, and answers with what its browser does not show yet. */
  attach(sink: UpdateSink, have: number | undefined, respond: Respond): void {
    this.queue.add(() => {
      if (this.#ended) return void respond(this.lastWord);
      // While other work was done the channel may have been given up.
      if (!sink.open) return void respond({ error: notJoined });
      this.doing = 'join';
      this.renderer.sink = sink;
      const reply = this.#answers.lastSequence || undefined;
      this.#failures.contain(() => {
        if (this.#delivery.answerJoin(sink, have, reply, respond)) this.catchUp();
      }, respond);
    });
  }

  /** The channel is gone; the region may be joined again. */
  detach(sink: UpdateSink): void {
    if (this.renderer.sink === sink) this.renderer.sink = undefined;
  }

  /** Takes other props from its parent. */
  setProps(props: Record<string, unknown>): void {
    this.props = props;
    this.refresh();
  }

  /** Goes on with another version of the view, its state kept; one that cannot render that state is not taken. */
  replaceView(view: LiveView): void {
    const before = this.view;
    this.view = view;
    try {
      freshTree(this);
    } catch (cause) {
      this.view = before;
      return this.report(cause, 'render');
    }
    this.refresh();
  }

  /** Renders again, though the state is the same. */
  refresh(): void {
    this.renderer.markStale();
    this.catchUp();
  }

  /** Sends all that the browser has not been sent. */
  catchUp(): void {
    this.queue.add(() => {
      this.doing = 'render';
      if (!this.#ended) this.#failures.contain(() => this.#delivery.pushUpdate());
    });
  }

  /** The whole tree, for a page that this region has just come to; absent where it is not to be had at once. */
  wholeTree(sink: UpdateSink): Instance | undefined {
    let tree: Instance | undefined;
    if (this.queue.busy || this.#ended) return undefined;
    if (!this.#failures.contain(() => (tree = this.renderer.wholeTree(sink))))
      sink.forgetTemplates();
    return tree;
  }

  /** Commits what is staged, and sends it by itself. Returns whether that went well. */
  commitTurn(staged: Staged): boolean {
    return !this.#ended && this.#commit(staged, () => this.#delivery.pushUpdate());
  }

  /** Starts loading data into a member of the state. */
  load(key: string, load: Parameters<Loads['start']>[1]): void {
    (this.#loads ??= new Loads(this)).start(key, load);
  }

  /** Gives back memory while nothing happens. */
  rest(): void {
    if (!this.queue.busy) this.renderer.rest();
  }

  /** Ends the region, once. */
  end(reason: UnmountReason): void {
    if (this.#ended) return;
    this.#ended = true;
    if (reason === 'session-ended') this.lastWord = { error: stale('The session is over.') };
    this.underway?.end();
    this.renderer.sink = undefined;
    this.#loads?.abort();
    this.subscriptions.clear();
    this.parent?.renderer.children.remove(this);
    this.services.ended(this);
    if (this.#isMounted) unmountView(this, reason);
  }

  /** Takes an error of its work that nothing caught: its browser mounts it anew. */
  panic(error: Error): void {
    this.report(error, 'uncaught');
    this.#failures.reset(error);
  }

  #answerEvent(
    handler: EventHandler | undefined,
    payload: EventPayload,
    respond: Respond,
  ): void | Promise<void> {
    const { seq, event, value } = payload;
    const known = this.#ended ? this.lastWord : this.#answers.answerAgain(seq);
    if (known) return void respond(known);
    const once: Respond = (answer) => {
      this.#answers.note(seq, answer);
      return respond(answer);
    };
    if (!handler) {
      const answer = () => this.#delivery.answerRequest(payload, once, respond);
      return void this.#failures.contain(answer, once);
    }
    this.#failures.lastEvent = this.doing = event;
    return this.#whenSettled(handleEvent(this, handler, event, value), (outcome) =>
      this.#finishEvent(event, outcome, once),
    );
  }

  /** Goes on with an outcome, at once or when it is there, and ends the turn that led to it. */
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
      this.worked(started);
    });
  }

  #finishEvent(event: string, outcome: Outcome, respond: Respond): void {
    if (this.#ended) return void respond(this.lastWord);
    if ('refused' in outcome) {
      respond(outcome.refused);
      return this.#failures.noteTurn(outcome.failure, 'event');
    }
    const { staged, reply, run } = outcome;
    const answer = () => this.#delivery.answerEvent(reply, respond);
    if (!this.#commit(staged, answer, respond) || !run?.started) return;
    const { info: region, session, locals } = this;
    const { payload, started } = run;
    const micros = microsSince(started);
    this.hooks.afterEvent.call({ region, session, locals, event, payload, micros });
  }

  #finishMessage(topic: string, outcome: Outcome | undefined): void {
    if (!outcome || this.#ended) return;
    if ('refused' in outcome) return this.#failures.noteTurn(outcome.failure, 'message');
    const { staged, run } = outcome;
    if (!this.commitTurn(staged) || !run || !this.hooks.afterMessage.isUsed()) return;
    const { payload: message, started } = run;
    this.hooks.afterMessage.call({
      region: this.info,
      topic,
      message,
      micros: microsSince(started),
    });
  }

  #commit({ state, meta, effects }: Staged, send: () => void, respond?: Respond): boolean {
    return this.#failures.contain(() => {
      if (state) {
        this.state = state;
        this.renderer.markStale();
      }
      if (meta) this.renderer.keepMeta(meta);
      send();
      for (const effect of effects) effect();
      this.scale.settle();
    }, respond);
  }
}
