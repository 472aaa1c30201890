import { type Blamed, blaming } from '../core/blame.js';
import { toError } from '../core/thrown.js';

/** A piece of work; the next one waits for it. */
export type Job = () => void | PromiseLike<unknown>;

/** Work that is done one piece at a time, in order. Synchronous work on an idle queue is done at once. */
export class WorkQueue {
  readonly #owner: Blamed;
  #busy = false;
  #waiting: Job[] | undefined;

  /** The owner is blamed for what the work starts, and hears of what it throws. */
  constructor(owner: Blamed) {
    this.#owner = owner;
  }

  /** How many pieces wait. */
  get length(): number {
    return this.#waiting?.length ?? 0;
  }

  /** Whether a piece is being done. */
  get busy(): boolean {
    return this.#busy;
  }

  /** Adds a piece of work. */
  add(job: Job): void {
    if (this.#busy) (this.#waiting ??= []).push(job);
    else this.#run(job);
  }

  #run(first: Job): void {
    this.#busy = true;
    let job: Job | undefined = first;
    while (job) {
      const done = this.#do(job);
      if (done) {
        void Promise.resolve(done)
          .then(undefined, this.#failed)
          .then(() => this.#next());
        return;
      }
      job = this.#waiting?.shift();
    }
    this.#busy = false;
    this.#waiting = undefined;
  }

  #do(job: Job): void | PromiseLike<unknown> {
    try {
      return blaming(this.#owner, job);
    } catch (thrown) {
      this.#failed(thrown);
    }
  }

  readonly #failed = (thrown: unknown): void => this.#owner.panic(toError(thrown));

  #next(): void {
    const job = this.#waiting?.shift();
    if (job) return this.#run(job);
    this.#busy = false;
    this.#waiting = undefined;
  }
}
