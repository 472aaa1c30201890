import type { Loadable } from '../../core/loadable.js';
import { type Blamed, blaming } from '../../core/blame.js';
import { describe } from '../../core/describe.js';
import { fail } from '../../core/errors.js';
import { chain } from '../../core/now-or-later.js';
import { type Denial, type Interrupt, isInterrupt, type Redirect } from '../../core/deny.js';
import { caught } from '../../core/thrown.js';
import { isThenable } from '../../core/within.js';
import { microsSince } from '../../core/elapsed.js';
import { LateCalls } from './late-calls.js';
import type { RegionCore } from './parts.js';
import type { WorkQueue } from './queue.js';
import type { Scale } from './scale.js';
import type { Subscriptions } from './subscriptions.js';
import { checkTimer, type TimerRequest, type Timers } from './timers.js';
import type { Loader, MountContext, TimerOptions, UnmountReason } from '../author/contexts.js';
import type { Reply } from '../render/update-sink.js';
import { refusal } from './refusal.js';
import { checkTopic } from './subscriptions.js';
import { warnUnhandled } from './warn-unhandled.js';
import { type Budget, withinDeadline } from './deadline.js';

type Veto = Denial | Redirect;

/** A region before its mount. */
interface MountingRegion extends RegionCore, Omit<Blamed, 'locals'> {
  readonly limits: Budget['limits'];
  readonly queue: WorkQueue;
  readonly scale: Scale;
  readonly subscriptions: Subscriptions;
  readonly timers: Timers;
  doing: string;
  underway: { end(): void } | undefined;
  lastWord: Reply;
  beginState(state: State): void;
  endRegion(reason: UnmountReason): void;
  checkState(state: State): void;
  askGuards(step: 'mount'): Veto | undefined | Promise<Veto | undefined>;
  startLoad(key: string, load: Loader<any>): void; // seam: the value is the member's
}

/**
 * Gives a region its first state; synchronous if the view's `mount` and all guards are. Loads and subscriptions begin only if
 * the region stays after its first HTML. It is a piece of the region's work, so that messages wait for it.
 *
 * @throws the interrupt of a guard or of the view's `mount`; SkerryError `handler-timeout`, `region-too-large`, `session-too-large`;
 * errors of `mount`
 */
export function mountRegion(region: MountingRegion, stays = true): void | Promise<void> {
  const { hooks } = region.services;
  const { info, session, locals } = region;
  const started = performance.now();
  const asked = chain(
    hooks.beforeMount.call({ region: info, session, locals }),
    (veto) => veto ?? region.askGuards('mount'),
  );
  return chain(asked, (veto) => {
    if (veto) throw veto;
    const mounting = new Mounting(region, stays);
    region.underway = mounting;
    return chain(
      blaming(region, () => mounting.state()),
      (state) => {
        region.underway = undefined;
        if (isInterrupt(state)) throw state;
        if (region.ended) return;
        requireState(info.view, state);
        region.checkState(state);
        if (stays) region.scale.admitFirstState(state);
        region.beginState(state);
        mounting.release();
        hooks.afterMount.call({ region: info, session, locals, micros: microsSince(started) });
      },
    );
  });
}

/** @throws SkerryError `bad-view` for anything but an object: a `mount` that forgets its `return` */
function requireState(view: string, state: unknown): void {
  if (typeof state === 'object' && state !== null && !Array.isArray(state)) return;
  const returned = state === undefined ? 'nothing' : describe(state);
  const problem = `has a \`mount\` that returns ${returned}, where its first state should be: an object`;
  throw fail('bad-view', { view, problem });
}

/** Mounts a region for a waiting browser; if that fails, the region ends, and its last word has the reason. */
export function mountOrEnd(region: MountingRegion): void | Promise<void> {
  const failed = (thrown: unknown) => {
    const cause = caught(thrown);
    region.lastWord = refusal(cause);
    if (!isInterrupt(cause)) region.reportError(cause, 'mount');
    region.endRegion('reset');
  };
  try {
    return mountRegion(region)?.catch(failed);
  } catch (thrown) {
    return failed(thrown);
  }
}

/** Gives a region of a page its first state, as its first piece of work. @throws errors of {@link mountRegion} */
export const mountInPage = (region: MountingRegion, stays: boolean): Promise<void> =>
  new Promise((resolve, reject) => {
    const mount = async (): Promise<void> => mountRegion(region, stays);
    region.queue.addJob(() => mount().then(resolve, reject));
  });

type State = Record<string, unknown>;

/** One run of a view's `mount`. */
class Mounting implements MountContext<unknown> {
  readonly #region: MountingRegion;
  readonly #stays: boolean;
  /** Subscriptions and loads, to be done after the mount; `undefined` after that. */
  #effects: (() => void)[] | undefined = [];
  readonly #abort = new AbortController();
  #late: LateCalls | undefined;

  constructor(region: MountingRegion, stays: boolean) {
    this.#region = region;
    this.#stays = stays;
    this.subscribe = this.subscribe.bind(this);
    this.sanitize = this.sanitize.bind(this);
    this.load = this.load.bind(this);
    this.every = this.every.bind(this);
    this.after = this.after.bind(this);
  }

  get props() {
    return this.#region.props;
  }

  get session() {
    return this.#region.session;
  }

  get locals() {
    return this.#region.locals;
  }

  get signal() {
    return this.#abort.signal;
  }

  subscribe(topic: string): void {
    const { subscriptions } = this.#region;
    if (this.#effects) {
      checkTopic(topic);
      warnUnhandled(this.#region, topic, Mounting.prototype.subscribe);
    }
    if (this.#stays && this.#effects) subscriptions.addTopic(topic);
    this.#stage('subscribe', () => subscriptions.commitTopic(topic));
  }

  sanitize(html: string): string {
    return this.#region.sanitizeMarkup(html);
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

  load<T>(key: string, loader: Loader<T>): Loadable<T> {
    this.#stage('load', () => this.#region.startLoad(key, loader));
    return { status: 'pending' };
  }

  state(): State | Interrupt | Promise<State | Interrupt> {
    const region = this.#region;
    region.doing = 'mount';
    const state: State | Interrupt | PromiseLike<State | Interrupt> = region.view.mount(this);
    if (!isThenable(state)) return state;
    // seam: a state is no promise
    const made = state as PromiseLike<State | Interrupt>;
    return withinDeadline(this.#region, 'mount', made, () => this.end());
  }

  /** Keeps the subscriptions and begins the loads, if the region stays. */
  release(): void {
    const effects = this.#effects ?? [];
    this.#effects = undefined;
    if (this.#stays) blaming(this.#region, () => effects.forEach((effect) => effect()));
  }

  /** Aborts the mount. */
  end(): void {
    this.#effects = undefined;
    this.#abort.abort();
  }

  /** Adds a timer that begins with the first state; a page that nobody joins has none. */
  #addTimer(call: string, request: TimerRequest): () => void {
    if (this.#effects) checkTimer(this.#region, request);
    const timer = this.#effects && this.#stays ? this.#region.timers.addTimer(request) : undefined;
    this.#stage(call, () => timer?.start());
    return () => timer?.stop();
  }

  #stage(call: string, effect: () => void): void {
    if (this.#effects) this.#effects.push(effect);
    else (this.#late ??= new LateCalls(this.#region, 'mount')).noteCall(call);
  }
}
