import { type Blamed, blaming } from '../../core/blame.js';
import { chain } from '../../core/chain.js';
import { isDenial, isRedirect } from '../../core/deny.js';
import { caught } from '../../core/thrown.js';
import { isThenable } from '../../hooks/contain.js';
import { microsSince } from '../render/renderer.js';
import { LateCalls } from './late-calls.js';
import type { RegionCore } from './parts.js';
import type { WorkQueue } from './queue.js';
import type { Scale } from './scale.js';
import type { Subscriptions } from './subscriptions.js';
import type { Loadable, Loader, MountContext, UnmountReason } from '../author/contexts.js';
import type { Reply } from '../render/update-sink.js';
import { refusal } from './refusal.js';
import { checkTopic } from './subscriptions.js';
import { type Budget, withinDeadline } from './deadline.js';

/** A region that is about to be mounted. */
interface MountingRegion extends RegionCore, Blamed {
  readonly limits: Budget['limits'];
  readonly queue: WorkQueue;
  readonly scale: Scale;
  readonly subscriptions: Subscriptions;
  doing: string;
  underway: { end(): void } | undefined;
  lastWord: Reply;
  begin(state: State): void;
  end(reason: UnmountReason): void;
  checkState(state: State): void;
  load(key: string, load: Loader<any>): void; // seam: the value is the member's
}

/**
 * Gives a region its first state; synchronous where the view's `mount` and all guards are. Of one that does not stay
 * after its first HTML, loads and subscriptions do not begin. Part of the region's work, so that messages wait for it.
 *
 * @throws what a guard answered with, a denial or a redirect; SkerryError `handler-timeout`, `region-too-large`, `session-too-large`;
 * what `mount` throws
 */
export function mountRegion(region: MountingRegion, stays = true): void | Promise<void> {
  const { hooks } = region.services;
  const { info, session, locals } = region;
  const started = performance.now();
  return chain(hooks.beforeMount.call({ region: info, session, locals }), (veto) => {
    if (veto) throw veto;
    const mounting = new Mounting(region, stays);
    region.underway = mounting;
    return chain(
      blaming(region, () => mounting.state()),
      (state) => {
        region.underway = undefined;
        if (region.ended) return;
        region.checkState(state);
        if (stays) region.scale.begin(state);
        region.begin(state);
        mounting.release();
        hooks.afterMount.call({ region: info, session, locals, micros: microsSince(started) });
      },
    );
  });
}

/** Mounts a region that a browser waits for; where that fails, the region ends, and its last word says why. */
export function mountOrEnd(region: MountingRegion): void | Promise<void> {
  const failed = (thrown: unknown) => {
    const cause = caught(thrown);
    region.lastWord = refusal(cause);
    if (!isDenial(cause) && !isRedirect(cause)) region.report(cause, 'mount');
    region.end('reset');
  };
  try {
    return mountRegion(region)?.catch(failed);
  } catch (thrown) {
    return failed(thrown);
  }
}

/** Gives a region of a page its first state, as the first of its work. @throws what {@link mountRegion} throws */
export const mountInPage = (region: MountingRegion, stays: boolean): Promise<void> =>
  new Promise((resolve, reject) => {
    const mount = async (): Promise<void> => mountRegion(region, stays);
    region.queue.add(() => mount().then(resolve, reject));
  });

type State = Record<string, unknown>;

/** One run of a view's `mount`. */
class Mounting implements MountContext<unknown> {
  readonly #region: MountingRegion;
  readonly #stays: boolean;
  /** Subscriptions and loads, for when it is done; none any more after that. */
  #effects: (() => void)[] | undefined = [];
  readonly #abort = new AbortController();
  #late: LateCalls | undefined;

  constructor(region: MountingRegion, stays: boolean) {
    this.#region = region;
    this.#stays = stays;
    this.subscribe = this.subscribe.bind(this);
    this.load = this.load.bind(this);
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
    if (this.#effects) checkTopic(topic);
    if (this.#stays && this.#effects) subscriptions.add(topic);
    this.#stage('subscribe', () => subscriptions.commit(topic));
  }

  load<T>(key: string, loader: Loader<T>): Loadable<T> {
    this.#stage('load', () => this.#region.load(key, loader));
    return { status: 'pending' };
  }

  state(): State | Promise<State> {
    const region = this.#region;
    region.doing = 'mount';
    const state: State | PromiseLike<State> = region.view.mount(this);
    if (!isThenable(state)) return state;
    return withinDeadline(this.#region, 'mount', state as PromiseLike<State>, () => this.end());
  }

  /** It is done: subscriptions are kept and loads begin, where the region stays. */
  release(): void {
    const effects = this.#effects ?? [];
    this.#effects = undefined;
    if (this.#stays) blaming(this.#region, () => effects.forEach((effect) => effect()));
  }

  /** Calls it off. */
  end(): void {
    this.#effects = undefined;
    this.#abort.abort();
  }

  #stage(call: string, effect: () => void): void {
    if (this.#effects) this.#effects.push(effect);
    else (this.#late ??= new LateCalls(this.#region, 'mount')).add(call);
  }
}
