/** Where repeated attempts report to, and how they wait. */
export interface Attempts {
  /** Hears of the first failure of a series. */
  failed(error: unknown): void;
  /** Hears of the first success after failures. */
  recovered(): void;
}

const shortestPause = 100;
const longestPause = 5_000;
/** Milliseconds after which an attempt without an answer counts as failing; it goes on, since it may still succeed. */
const longestAttempt = 5_000;

/** Repeats work until it succeeds, with growing pauses between; `hurry` and `giveUp` are for the end of a process. */
export class Persistence {
  readonly #attempts: Attempts;
  #isFailing = false;
  #wake: (() => void) | undefined;
  #abandon: ((reason: Error) => void) | undefined;
  #longest = longestPause;
  #isOver = false;

  constructor(attempts: Attempts) {
    this.#attempts = attempts;
  }

  /** True from a failure, or from an attempt that takes too long, until the next success. */
  get isFailing(): boolean {
    return this.#isFailing;
  }

  /** True once all attempts are given up. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Runs work until it succeeds, and returns true; false if it was given up. */
  async run(work: () => unknown): Promise<boolean> {
    for (let pause = shortestPause; !this.#isOver; pause *= 2) {
      try {
        await this.#attempt(work);
        if (this.#isFailing) this.#attempts.recovered();
        this.#isFailing = false;
        return true;
      } catch (error) {
        this.#fail(error);
      }
      if (!this.#isOver) await this.#pause(Math.min(pause, this.#longest));
    }
    return false;
  }

  /** Tries again at once, and from now on with short pauses. */
  hurry(): void {
    this.#longest = shortestPause;
    this.#wake?.();
  }

  /** Ends all attempts, also one that never returns. */
  giveUp(): void {
    this.#isOver = true;
    this.#wake?.();
    this.#abandon?.(new Error('It took too long.'));
  }

  #fail(error: unknown): void {
    const isFirst = !this.#isFailing;
    this.#isFailing = true;
    if (isFirst) this.#attempts.failed(error);
  }

  async #attempt(work: () => unknown): Promise<void> {
    const seconds = longestAttempt / 1000;
    const late = () => this.#fail(new Error(`It has not answered for ${seconds} seconds.`));
    const timer = setTimeout(late, longestAttempt).unref();
    try {
      await new Promise((resolve, reject) => {
        this.#abandon = reject;
        Promise.resolve().then(work).then(resolve, reject);
      });
    } finally {
      clearTimeout(timer);
    }
  }

  #pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds).unref();
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
