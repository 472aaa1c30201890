import type { Async, Load } from './types.js';

/** Data that a region is loading, by the member of its state. */
export class Loads {
  readonly #running = new Map<string, AbortController>();

  /**
   * @param settled takes the outcome, unless a later load took its place
   * @param failed is told of errors
   * @param check throws where a value cannot be part of the state
   */
  constructor(
    readonly settled: (key: string, outcome: Async<unknown>) => void,
    readonly failed: (error: unknown) => void,
    readonly check: (key: string, value: unknown) => void,
  ) {}

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
      this.settled(key, outcome);
    };
    const loaded = async () => {
      controller.signal.throwIfAborted();
      const value = await load(controller.signal);
      this.check(key, value);
      settle({ status: 'ready', value });
    };
    Promise.resolve()
      .then(loaded)
      .catch((error: unknown) => {
        if (!controller.signal.aborted) this.failed(error);
        settle({ status: 'failed', error: error instanceof Error ? error.message : String(error) });
      });
  }

  /** Gives up all loads. */
  abort(): void {
    for (const controller of this.#running.values()) controller.abort();
    this.#running.clear();
  }
}
