import { availableParallelism } from 'node:os';

import { checkNumbers } from '../check-numbers.js';
import { AuthError } from '../errors.js';

/** Bounds of work that costs much memory. */
export interface WorkQueueOptions {
  /** The number of jobs at the same time; the number of cores less one by default, and at most 4. */
  readonly concurrency?: number | undefined;
  /** The number of jobs that wait; 64 by default. Others are refused. */
  readonly maxWaiting?: number | undefined;
}

/** Runs jobs, a few at a time in the order of their arrival, so that a flood of them cannot exhaust the memory. */
export class WorkQueue {
  readonly #concurrency: number;
  readonly #maxWaiting: number;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  /** @throws AuthError `bad-options` */
  constructor(options: WorkQueueOptions = {}) {
    checkNumbers('passwords', options, { concurrency: [1, 1_024], maxWaiting: [0, 1_000_000] });
    const { concurrency, maxWaiting = 64 } = options;
    this.#concurrency = concurrency ?? Math.min(4, Math.max(1, availableParallelism() - 1));
    this.#maxWaiting = maxWaiting;
  }

  /** Runs a job once it is its turn. @throws AuthError `busy` if too many wait already, and whatever the job throws */
  async runJob<T>(job: () => Promise<T>): Promise<T> {
    if (this.#running >= this.#concurrency) await this.#turn();
    else this.#running += 1;
    try {
      return await job();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }

  /** Waits for a job to end, whose place the caller takes. */
  #turn(): Promise<void> {
    if (this.#waiting.length >= this.#maxWaiting)
      throw new AuthError('busy', 'Too many passwords are being checked. Try again in a moment.');
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
