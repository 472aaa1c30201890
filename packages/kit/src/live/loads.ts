import { fail } from '../core/errors.js';
import { toError } from '../core/thrown.js';
import { VisibleError } from '../core/visible-error.js';
import { within } from '../core/within.js';
import type { Region } from './region.js';
import type { Async, Load } from './types.js';

/** Data that a region is loading, by the member of its state. */
export class Loads {
  readonly #region: Region;
  readonly #settled: (key: string, outcome: Async<unknown>) => void;
  readonly #running = new Map<string, AbortController>();

  /** `settled` takes each outcome, unless a later load took its place. */
  constructor(region: Region, settled: (key: string, outcome: Async<unknown>) => void) {
    this.#region = region;
    this.#settled = settled;
  }

  /** Whether anything is being loaded. */
  get running(): boolean {
    return this.#running.size > 0;
  }

  /** Whether this member is being loaded. */
  has(key: string): boolean {
    return this.#running.has(key);
  }

  /** Starts a load; an earlier one of the same key is given up. */
  start(key: string, load: Load<unknown>): void {
    this.#running.get(key)?.abort();
    const controller = new AbortController();
    this.#running.set(key, controller);
    const settle = (outcome: Async<unknown>) => {
      if (this.#running.get(key) !== controller) return;
      this.#running.delete(key);
      this.#settled(key, outcome);
    };
    this.#value(key, load, controller).then(
      (value) => settle({ status: 'ready', value }),
      (thrown: unknown) => {
        const error = toError(thrown);
        if (this.#running.get(key) === controller) this.#region.report(error, 'async');
        settle({ status: 'failed', error: this.#shown(error) });
        controller.abort();
      },
    );
  }

  /** Gives up all loads. */
  abort(): void {
    for (const controller of this.#running.values()) controller.abort();
    this.#running.clear();
  }

  async #value(key: string, load: Load<unknown>, { signal }: AbortController): Promise<unknown> {
    const { view, services } = this.#region;
    const milliseconds = services.limits.loadTimeout;
    // After the turn that began it; by then a later one may have taken its place.
    await undefined;
    signal.throwIfAborted();
    const value = await within(
      milliseconds,
      load(signal),
      () => fail('load-timeout', { view: view.id, key, milliseconds }),
      // That it was called off is no news.
      (error) => error.name === 'AbortError' || this.#region.report(error, 'late'),
    );
    this.#region.checkState({ [key]: value });
    this.#region.scale.admit({ ...this.#region.state, [key]: value });
    return value;
  }

  /** What visitors are told. */
  #shown(error: Error): string {
    const isVisible = this.#region.services.development || error instanceof VisibleError;
    return isVisible ? error.message : fail('load-failed', {}).message;
  }
}
