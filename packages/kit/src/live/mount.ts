import { chain } from '../core/chain.js';
import { isThenable } from '../hooks/contain.js';
import { microsSince } from './display.js';
import type { Region } from './region.js';
import type { Async, Load, Mount } from './types.js';
import { withinBudget } from './within-budget.js';

/**
 * Gives a region its first state; synchronous where the view's `mount` and all guards are. Of one that does not stay
 * after its first HTML, loads and subscriptions do not begin.
 *
 * @throws what a guard answered with, a denial or a redirect; SkerryError `handler-timeout`; what `mount` throws
 */
export function mountRegion(region: Region, stays = true): void | Promise<void> {
  const { hooks } = region.services;
  const { info, session } = region;
  const started = performance.now();
  return chain(hooks.beforeMount.call({ region: info, session }), (veto) => {
    if (veto) throw veto;
    const mounting = new Mounting(region);
    region.underway = mounting;
    return chain(mounting.state(), (state) => {
      region.underway = undefined;
      if (region.ended) return;
      region.checkState(state);
      region.begin(state);
      if (stays) mounting.release();
      hooks.afterMount.call({ region: info, session, micros: microsSince(started) });
    });
  });
}

type State = Record<string, unknown>;

/** One run of a view's `mount`. */
class Mounting implements Mount<unknown> {
  readonly #region: Region;
  readonly #effects: (() => void)[] = [];
  readonly #abort = new AbortController();

  constructor(region: Region) {
    this.#region = region;
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
    this.#effects.push(() => this.#region.topics.add(topic));
  }

  async<T>(key: string, load: Load<T>): Async<T> {
    this.#effects.push(() => this.#region.load(key, load));
    return { status: 'pending' };
  }

  state(): State | Promise<State> {
    const state: State | PromiseLike<State> = this.#region.view.mount(this);
    if (!isThenable(state)) return state;
    const loaded = Promise.resolve(state as PromiseLike<State>);
    return withinBudget(this.#region, 'mount', loaded, () => this.end());
  }

  /** Lets subscriptions and loads begin. */
  release(): void {
    for (const effect of this.#effects) effect();
  }

  /** Calls it off. */
  end(): void {
    this.#abort.abort();
  }
}
