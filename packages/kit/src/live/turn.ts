import type { UpdateMeta } from '@skerry/wire';

import { isDenial, redirect } from '../core/deny.js';
import { fail } from '../core/errors.js';
import { type LiveSession, refuseRenewal } from '../core/session.js';
import { LateCalls } from './late-calls.js';
import type { Region } from './region.js';
import type { Async, Live, Load } from './types.js';

type State = Record<string, unknown>;

/** What a turn leaves behind for its region. */
export interface Staged {
  /** The next state; absent where nothing was assigned. */
  state: State | undefined;
  /** What goes along with the next update. */
  meta: UpdateMeta | undefined;
  /** Messages, subscriptions and loads, for when the update is made. */
  effects: readonly (() => void)[];
}

/** One turn of a region: the `live` of its handler, and all that the handler has staged. */
// seam: props and state of any view
export class Turn implements Omit<Live<State, any>, 'async'> {
  readonly #region: Region;
  /** Name of what it runs, for errors. */
  readonly handler: string;
  #state: State | undefined;
  #meta: UpdateMeta | undefined;
  #effects: (() => void)[] = [];
  #endSession: (() => void) | undefined;
  #answer: unknown;
  #over = false;
  #late: LateCalls | undefined;
  #abort: AbortController | undefined;

  constructor(region: Region, handler: string) {
    this.#region = region;
    this.handler = handler;
  }

  /** The turn as its handler sees it. */
  get live(): Live<any, any> {
    return this as Live<any, any>; // seam: the same, typed by its view
  }

  get state(): State {
    return this.#state ?? this.#region.state;
  }

  get props(): any {
    return this.#region.props;
  }

  get session(): LiveSession {
    const { session } = this.#region;
    const end = (): void => {
      if (!this.#isOver('session.end')) this.#endSession = () => session.end();
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
    if (this.#isOver('assign')) return;
    const { hooks } = this.#region.services;
    const region = this.#region.info;
    let accepted = patch;
    if (hooks.beforeAssign.isUsed()) {
      const answer = hooks.beforeAssign.call({ region, patch });
      if (isDenial(answer)) throw fail('denied', { step: 'assign', reason: answer.reason });
      if (answer) accepted = answer.value;
    }
    this.#region.checkState(accepted);
    const next = { ...this.state, ...accepted };
    this.#region.scale.admit(next);
    this.#state = next;
    if (hooks.afterAssign.isUsed()) hooks.afterAssign.call({ region, patch: accepted });
  }

  flush(): Promise<void> {
    // A handler that goes on and on is not to keep everybody else from theirs.
    if (this.#isOver('flush')) return new Promise((resolve) => setImmediate(resolve));
    this.#region.flush(this.take());
    if (!this.#over) return Promise.resolve();
    // The region was reset: a handler that waits goes no further, and of one that does not nobody hears.
    const ended = Promise.reject(this.#lateCalls.error('live.flush'));
    ended.catch(() => undefined);
    return ended;
  }

  async(key: string, load: Load<unknown>): void {
    if (this.#isOver('async')) return;
    const before = this.state[key] as Async<unknown> | undefined;
    const kept = before && 'value' in before ? { value: before.value } : {};
    this.assign({ [key]: { status: 'pending', ...kept } satisfies Async<unknown> });
    this.#stage('async', () => this.#region.load(key, load));
  }

  subscribe(topic: string): void {
    this.#stage('subscribe', () => this.#region.topics.add(topic));
  }

  unsubscribe(topic: string): void {
    this.#stage('unsubscribe', () => this.#region.topics.remove(topic));
  }

  publish(topic: string, message?: unknown): void {
    this.#stage('publish', () => this.#region.publish(topic, message));
  }

  push(name: string, payload: unknown = null): void {
    if (this.#isOver('push')) return;
    const meta = (this.#meta ??= {});
    (meta.e ??= []).push([name, payload]);
  }

  reply(value: unknown): void {
    if (this.#isOver('reply')) return;
    this.#answer = value;
  }

  redirect(to: string): void {
    if (this.#isOver('redirect')) return;
    (this.#meta ??= {}).to = redirect(to).to;
  }

  title(text: string): void {
    if (this.#isOver('title')) return;
    (this.#meta ??= {}).t = text;
  }

  resetForm(): void {
    if (this.#isOver('resetForm')) return;
    (this.#meta ??= {}).reset = true;
  }

  /** Hands over what is staged. */
  take(): Staged {
    // With the session the region ends, so that comes last.
    if (this.#endSession) this.#effects.push(this.#endSession);
    const staged = { state: this.#state, meta: this.#meta, effects: this.#effects };
    this.#state = undefined;
    this.#meta = undefined;
    this.#effects = [];
    this.#endSession = undefined;
    return staged;
  }

  /** What the handler answered with. */
  get answer(): unknown {
    return this.#answer;
  }

  /** Ends the turn: from now on its `live` can do nothing. */
  end(): void {
    this.#over = true;
    this.#abort?.abort();
  }

  #stage(call: string, effect: () => void): void {
    if (!this.#isOver(call)) this.#effects.push(effect);
  }

  /** Whether a call comes too late. */
  #isOver(call: string): boolean {
    if (this.#over) this.#lateCalls.add(`live.${call}`);
    return this.#over;
  }

  get #lateCalls(): LateCalls {
    return (this.#late ??= new LateCalls(this.#region, this.handler));
  }
}
