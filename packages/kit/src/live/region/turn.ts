import { setImmediate } from 'node:timers/promises';

import type { UpdateMeta } from '@skerry/wire';

import { isDenial, isExternal } from '../../core/deny.js';
import { fail, type SkerryError } from '../../core/errors.js';
import type { Limits } from '../../core/limits.js';
import type { Loadable } from '../../core/loadable.js';
import type { Locals } from '../../core/locals.js';
import { type LiveSession, refuseRenewal } from '../../core/session.js';
import type { Cause } from '../messages/cause.js';
import { publish } from '../messages/publish.js';
import { LateCalls } from './late-calls.js';
import { PageEffects } from './page-effects.js';
import type { RegionCore } from './parts.js';
import type { Scale } from './scale.js';
import type { Subscriptions } from './subscriptions.js';
import { checkTopic } from './subscriptions.js';
import { warnUnhandled } from './warn-unhandled.js';
import type { TimerRequest, Timers } from './timers.js';
import type { LiveContext, Loader, TimerOptions } from '../author/contexts.js';

type State = Record<string, unknown>;

/** The staged work of a turn, for its region to commit. */
export interface Staged {
  /** The next state; `undefined` if nothing was assigned. */
  state: State | undefined;
  /** The effects that go with the next update. */
  meta: UpdateMeta | undefined;
  /** Messages, subscriptions and loads, to be done after the update is sent. */
  effects: readonly (() => void)[];
  /** Is `true` if the handler called what the visitor sent invalid, before a flush too. */
  isInvalid?: true | undefined;
}

/** The region of a turn. */
export interface TurnRegion extends RegionCore {
  readonly scale: Scale;
  readonly subscriptions: Subscriptions;
  readonly timers: Timers;
  /** Is true once it has asked for its timers. */
  readonly hasTimers: boolean;
  checkState(state: State): void;
  holdState(state: State): State;
  startLoad(key: string, load: Loader<unknown>): void;
  readonly loads: { failedLoader(key: string): Loader<unknown> | undefined } | undefined;
  commitTurn(staged: Staged): boolean;
}

/** One turn of a region: the `live` of its handler, and everything that the handler has staged. */
// seam: props and state of any view
export class Turn extends PageEffects implements Omit<LiveContext<State, any>, 'load' | 'retry'> {
  readonly #region: TurnRegion;
  /** The name of its handler, for errors. */
  readonly handler: string;
  /** The cause of the handled message, and of the messages that the turn publishes. */
  readonly #cause: Cause | undefined;
  #state: State | undefined;
  #effects: (() => void)[] = [];
  #endSession: (() => void) | undefined;
  #flushes = 0;
  #over = false;
  #isEnded = false;
  #late: LateCalls | undefined;
  #abort: AbortController | undefined;

  constructor(region: TurnRegion, handler: string, cause?: Cause) {
    super();
    this.#region = region;
    this.handler = handler;
    this.#cause = cause;
  }

  /** The turn as its handler sees it. */
  get live(): LiveContext<any, any> {
    return this as LiveContext<any, any>; // seam: the same, typed by its view
  }

  get state(): State {
    return this.#state ?? this.#region.state;
  }

  get props(): any {
    return this.#region.props;
  }

  get locals(): Locals {
    return this.#region.locals;
  }

  get session(): LiveSession {
    const { session } = this.#region;
    const end = (): void => {
      if (!this.isOver('session.end')) this.#endSession = () => session.end();
    };
    const staging = { id: session.id, end, renew: refuseRenewal };
    return staging;
  }

  get signal(): AbortSignal {
    this.#abort ??= new AbortController();
    if (this.#over) this.#abort.abort();
    return this.#abort.signal;
  }

  assign(patch: State): void {
    if (this.isOver('assign')) return;
    const { hooks } = this.#region.services;
    const region = this.#region.info;
    let accepted = patch;
    if (hooks.beforeAssign.isUsed()) {
      const answer = hooks.beforeAssign.call({ region, patch });
      if (isDenial(answer)) throw fail('denied', { step: 'assign', reason: answer.reason });
      if (answer) accepted = answer.value;
    }
    this.#region.checkState(accepted);
    const next = this.#region.holdState({ ...this.state, ...accepted });
    this.#region.scale.admitState(next);
    this.#state = next;
    if (hooks.afterAssign.isUsed()) hooks.afterAssign.call({ region, patch: accepted });
  }

  flush(): Promise<void> {
    const flushed = this.#flush();
    // A failed flush stops a handler that awaits it; otherwise its rejection is ignored.
    flushed.catch(() => undefined);
    return flushed;
  }

  load(key: string, loader: Loader<unknown>): void {
    if (this.isOver('load')) return;
    const before = this.state[key] as Loadable<unknown> | undefined;
    const kept = before && 'value' in before ? { value: before.value } : {};
    this.assign({ [key]: { status: 'pending', ...kept } satisfies Loadable<unknown> });
    this.#stage('load', () => this.#region.startLoad(key, loader));
  }

  retry(key: string): void {
    if (this.isOver('retry')) return;
    const loader = this.#region.loads?.failedLoader(key);
    const { status } = { ...(this.state[key] as Partial<Loadable<unknown>>) };
    if (loader && status === 'failed') this.load(key, loader);
  }

  subscribe(topic: string): void {
    if (this.isOver('subscribe')) return;
    checkTopic(topic);
    warnUnhandled(this.#region, topic, this.subscribe);
    this.#region.subscriptions.addTopic(topic);
    this.#effects.push(() => this.#region.subscriptions.commitTopic(topic));
  }

  unsubscribe(topic: string): void {
    if (this.isOver('unsubscribe')) return;
    checkTopic(topic);
    this.#region.subscriptions.removeTopic(topic);
    this.#effects.push(() => this.#region.subscriptions.commitTopic(topic));
  }

  publish(topic: string, message?: unknown): void {
    if (this.isOver('publish')) return;
    checkTopic(topic);
    const publisher = { region: this.#region, cause: this.#cause };
    this.#effects.push(() => publish(this.#region.services, topic, message, publisher));
  }

  every(
    milliseconds: number,
    message: string,
    payload?: unknown,
    options?: TimerOptions,
  ): () => void {
    return this.#addTimer('every', { milliseconds, message, payload, ...options, repeats: true });
  }

  after(
    milliseconds: number,
    message: string,
    payload?: unknown,
    options?: TimerOptions,
  ): () => void {
    return this.#addTimer('after', { milliseconds, message, payload, ...options, repeats: false });
  }

  stopTimers(message: string): void {
    this.#stage('stopTimers', () => this.#region.timers.stopTimers(message));
  }

  sanitize(html: string): string {
    return this.#region.sanitizeMarkup(html);
  }

  get viewName(): string {
    return this.#region.view.id;
  }

  get limits(): Limits {
    return this.#region.services.limits;
  }

  /** Warns of a mistake of the app, in development. */
  warn({ message, hint }: SkerryError): void {
    const { development, log } = this.#region.services;
    if (development) log.warn(`${message} ${hint}`);
  }

  /** Returns everything staged, and stages anew. */
  takeStaged(): Staged {
    if (this.#endSession) {
      // It ends the region, so it comes last.
      this.#effects.push(this.#endSession);
      const { signOffTo } = this.#region.services;
      const to = this.meta?.to;
      if (signOffTo && to !== undefined && !isExternal(to)) this.leaveFor({ to: signOffTo(to) });
    }
    const staged = {
      state: this.#state,
      meta: this.meta,
      effects: this.#effects,
      isInvalid: this.isInvalid,
    };
    this.#state = undefined;
    this.meta = undefined;
    this.#effects = [];
    this.#endSession = undefined;
    return staged;
  }

  /** Closes the turn, because its handler is done: from now on calls of its `live` do nothing. */
  closeTurn(): void {
    this.#over = true;
  }

  /** Ends the turn, and rolls back everything uncommitted. */
  end(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.closeTurn();
    this.#region.subscriptions.rollBackTopics();
    if (this.#region.hasTimers) this.#region.timers.rollBackTimers();
    this.#abort?.abort();
  }

  async #flush(): Promise<void> {
    const isLate = this.isOver('flush');
    try {
      if (isLate) return;
      this.#countFlush();
      this.#region.commitTurn(this.takeStaged());
    } finally {
      // Even after its turn, a loop of flushes lets the event loop do other work, and run the timer that ends the turn.
      await setImmediate();
    }
    if (this.#over) throw this.#lateCalls.errorOf('live.flush');
  }

  #addTimer(call: string, request: TimerRequest): () => void {
    if (this.isOver(call)) return () => {};
    const timer = this.#region.timers.addTimer(request);
    this.#effects.push(() => timer.start());
    return () => timer.stop();
  }

  #countFlush(): void {
    const { view, services } = this.#region;
    const { maxFlushes } = services.limits;
    if (++this.#flushes > maxFlushes)
      throw fail('too-many-flushes', { view: view.id, handler: this.handler, limit: maxFlushes });
  }

  #stage(call: string, effect: () => void): void {
    if (!this.isOver(call)) this.#effects.push(effect);
  }

  /** Returns true, and reports the call, if the turn is over. */
  protected isOver(call: string): boolean {
    if (this.#over) this.#lateCalls.noteCall(`live.${call}`);
    return this.#over;
  }

  get #lateCalls(): LateCalls {
    return (this.#late ??= new LateCalls(this.#region, this.handler));
  }
}
