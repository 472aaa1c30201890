import { chain } from '../core/chain.js';
import { fail } from '../core/errors.js';
import { microsSince } from './display.js';
import type { Region } from './region.js';
import type { Async, Load, Mount } from './types.js';

/**
 * Gives a region its first state; synchronous where the view's `mount` and all guards are.
 *
 * @throws what a guard answered with, a denial or a redirect; SkerryError `handler-timeout`; what `mount` throws
 */
export function mountRegion(region: Region): void | Promise<void> {
  const { hooks } = region.services;
  const { info, session } = region;
  const started = performance.now();
  return chain(hooks.beforeMount.call({ region: info, session }), (veto) => {
    if (veto) throw veto;
    const mounting = new Mounting(region);
    return chain(mounting.state(), (state) => {
      region.checkState(state);
      region.state = state;
      region.display.changed();
      mounting.release();
      hooks.afterMount.call({ region: info, session, micros: microsSince(started) });
    });
  });
}

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
    this.#effects.push(() => this.#region.subscribe(topic));
  }

  async<T>(key: string, load: Load<T>): Async<T> {
    this.#effects.push(() => this.#region.load(key, load));
    return { status: 'pending' };
  }

  state(): Record<string, unknown> | Promise<Record<string, unknown>> {
    const state = this.#region.view.mount(this);
    return state instanceof Promise ? this.#withinBudget(state) : state;
  }

  /** Lets subscriptions and loads begin. */
  release(): void {
    for (const effect of this.#effects) effect();
  }

  async #withinBudget<T>(state: Promise<T>): Promise<T> {
    const { view, services } = this.#region;
    const milliseconds = services.limits.turnTime;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        this.#abort.abort();
        reject(fail('handler-timeout', { view: view.id, handler: 'mount', milliseconds }));
      }, milliseconds);
    });
    try {
      return await Promise.race([state, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}
