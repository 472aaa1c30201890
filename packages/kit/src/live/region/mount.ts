import { blaming } from '../../core/blame.js';
import { chain } from '../../core/chain.js';
import { isThenable } from '../../hooks/contain.js';
import { microsSince } from '../render/renderer.js';
import { LateCalls } from './late-calls.js';
import type { Region } from './region.js';
import type { Async, Load, Mount } from '../author/contexts.js';
import { checkTopic } from './subscriptions.js';
import { withinBudget } from './deadline.js';

/**
 * Gives a region its first state; synchronous where the view's `mount` and all guards are. Of one that does not stay
 * after its first HTML, loads and subscriptions do not begin. Part of the region's work, so that messages wait for it.
 *
 * @throws what a guard answered with, a denial or a redirect; SkerryError `handler-timeout`, `region-too-large`, `session-too-large`;
 * what `mount` throws
 */
export function mountRegion(region: Region, stays = true): void | Promise<void> {
  const { hooks } = region.services;
  const { info, session } = region;
  const started = performance.now();
  return chain(hooks.beforeMount.call({ region: info, session }), (veto) => {
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
        hooks.afterMount.call({ region: info, session, micros: microsSince(started) });
      },
    );
  });
}

/** Gives a region of a page its first state, as the first of its work. @throws what {@link mountRegion} throws */
export const mountInPage = (region: Region, stays: boolean): Promise<void> =>
  new Promise((resolve, reject) => {
    const mount = async (): Promise<void> => mountRegion(region, stays);
    region.queue.add(() => mount().then(resolve, reject));
  });

type State = Record<string, unknown>;

/** One run of a view's `mount`. */
class Mounting implements Mount<unknown> {
  readonly #region: Region;
  readonly #stays: boolean;
  /** Subscriptions and loads, for when it is done; none any more after that. */
  #effects: (() => void)[] | undefined = [];
  readonly #abort = new AbortController();
  #late: LateCalls | undefined;

  constructor(region: Region, stays: boolean) {
    this.#region = region;
    this.#stays = stays;
    this.subscribe = this.subscribe.bind(this);
    this.async = this.async.bind(this);
  }

  get props() {
    return this.#region.props;
  }

  get session() {
    return this.#region.session;
  }

  get signal() {
    return this.#abort.signal;
  }

  subscribe(topic: string): void {
    const { topics } = this.#region;
    if (this.#effects) checkTopic(topic);
    if (this.#stays && this.#effects) topics.add(topic);
    this.#stage('subscribe', () => topics.commit(topic));
  }

  async<T>(key: string, load: Load<T>): Async<T> {
    this.#stage('async', () => this.#region.load(key, load));
    return { status: 'pending' };
  }

  state(): State | Promise<State> {
    const region = this.#region;
    region.doing = 'mount';
    const state: State | PromiseLike<State> = region.view.mount(this);
    if (!isThenable(state)) return state;
    return withinBudget(this.#region, 'mount', state as PromiseLike<State>, () => this.end());
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
