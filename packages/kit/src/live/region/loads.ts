import { fail, VisibleError } from '../../core/errors.js';
import { toError } from '../../core/thrown.js';
import { within } from '../../core/within.js';
import type { RegionCore } from './parts.js';
import type { WorkQueue } from './queue.js';
import type { Scale } from './scale.js';
import type { Staged } from './turn.js';
import type { Loadable } from '../../core/loadable.js';
import type { Loader } from '../author/contexts.js';
import { retryBinding } from './retry.js';

/** A region that loads data. */
interface LoadingRegion extends RegionCore {
  readonly queue: WorkQueue;
  readonly scale: Scale;
  doing: string;
  checkState(state: Record<string, unknown>): void;
  commitTurn(staged: Staged): boolean;
}

/** The running loads of a region, by member of its state. */
export class Loads {
  readonly #region: LoadingRegion;
  readonly #running = new Map<string, AbortController>();
  /** The loaders that have failed, by member of the state. */
  readonly #failed = new Map<string, Loader<unknown>>();

  constructor(region: LoadingRegion) {
    this.#region = region;
  }

  /** Is true while a load runs. */
  get running(): boolean {
    return this.#running.size > 0;
  }

  /** Starts a load; an earlier one of the same key is aborted. */
  startLoad(key: string, load: Loader<unknown>): void {
    this.#running.get(key)?.abort();
    const controller = new AbortController();
    this.#running.set(key, controller);
    this.#failed.delete(key);
    const settle = (outcome: Loadable<unknown>) => {
      if (this.#running.get(key) !== controller) return;
      this.#running.delete(key);
      this.#commit(key, outcome);
    };
    this.#value(key, load, controller).then(
      (value) => settle({ status: 'ready', value }),
      (thrown: unknown) => {
        const error = toError(thrown);
        if (this.#running.get(key) === controller) {
          this.#region.reportError(error, 'load');
          this.#failed.set(key, load);
        }
        settle({ status: 'failed', error: this.#shown(error), retry: retryBinding(key) });
        controller.abort();
      },
    );
  }

  /** The loader of a member whose load has failed. */
  failedLoader(key: string): Loader<unknown> | undefined {
    return this.#failed.get(key);
  }

  /** Aborts all loads. */
  abortLoads(): void {
    for (const controller of this.#running.values()) controller.abort();
    this.#running.clear();
    this.#failed.clear();
  }

  async #value(key: string, load: Loader<unknown>, { signal }: AbortController): Promise<unknown> {
    const { view, services } = this.#region;
    const milliseconds = services.limits.loadTimeout;
    // The load begins after its turn; a later load may have replaced it by then.
    await undefined;
    signal.throwIfAborted();
    const value = await within(
      milliseconds,
      load(signal),
      () => fail('load-timeout', { view: view.id, key, milliseconds }),
      // An abort is not reported.
      (error) => error.name === 'AbortError' || this.#region.reportError(error, 'late'),
    );
    this.#region.checkState({ [key]: value });
    this.#region.scale.admitState({ ...this.#region.state, [key]: value });
    return value;
  }

  /** Commits an outcome to the state. */
  #commit(key: string, outcome: Loadable<unknown>): void {
    const region = this.#region;
    region.queue.addJob(() => {
      region.doing = `async ${key}`;
      // While the outcome waited, a later load may have begun.
      if (this.#running.has(key)) return;
      const before = region.state[key] as Loadable<unknown> | undefined;
      const kept = before && 'value' in before ? { value: before.value } : {};
      const state = { ...region.state, [key]: { ...kept, ...outcome } };
      region.commitTurn({ state, meta: undefined, effects: [] });
    });
  }

  /** The error text for visitors. */
  #shown(error: Error): string {
    const isVisible = this.#region.services.development || error instanceof VisibleError;
    return isVisible ? error.message : fail('load-failed', {}).message;
  }
}
