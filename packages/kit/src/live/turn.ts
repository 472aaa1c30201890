import type { UpdateMeta } from '@skerry/wire';

import { isDenial, redirect } from '../core/deny.js';
import { fail } from '../core/errors.js';
import { type LiveSession, refuseRenewal } from '../core/session.js';
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
      this.#mustBeOpen('session.end');
      this.#endSession = () => session.end();
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
    this.#mustBeOpen('assign');
    const { hooks } = this.#region.services;
    const region = this.#region.info;
    let accepted = patch;
    if (hooks.beforeAssign.isUsed()) {
      const answer = hooks.beforeAssign.call({ region, patch });
      if (isDenial(answer)) throw fail('denied', { step: 'assign', reason: answer.reason });
      if (answer) accepted = answer.value;
    }
    this.#region.checkState(accepted);
    this.#state = { ...this.state, ...accepted };
    if (hooks.afterAssign.isUsed()) hooks.afterAssign.call({ region, patch: accepted });
  }

  async flush(): Promise<void> {
    this.#mustBeOpen('flush');
    this.#region.flush(this.take());
    this.#mustBeOpen('flush');
  }

  async(key: string, load: Load<unknown>): void {
    this.#mustBeOpen('async');
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
    this.#mustBeOpen('push');
    const meta = (this.#meta ??= {});
    (meta.e ??= []).push([name, payload]);
  }

  reply(value: unknown): void {
    this.#mustBeOpen('reply');
    this.#answer = value;
  }

  redirect(to: string): void {
    this.#mustBeOpen('redirect');
    (this.#meta ??= {}).to = redirect(to).to;
  }

  title(text: string): void {
    this.#mustBeOpen('title');
    (this.#meta ??= {}).t = text;
  }

  resetForm(): void {
    this.#mustBeOpen('resetForm');
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
    this.#mustBeOpen(call);
    this.#effects.push(effect);
  }

  #mustBeOpen(call: string): void {
    if (this.#over)
      throw fail('late-assign', { view: `${this.#region.view.id} (${this.handler})`, call });
  }
}
