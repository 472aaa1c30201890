/** A piece of work; the next one waits for it. */
export type Job = () => void | PromiseLike<unknown>;

/** Work that is done one piece at a time, in order. Synchronous work on an idle queue is done at once. */
export class WorkQueue {
  #busy = false;
  #waiting: Job[] | undefined;

  /** How many pieces wait. */
  get length(): number {
    return this.#waiting?.length ?? 0;
  }

  /** Whether a piece is being done. */
  get busy(): boolean {
    return this.#busy;
  }

  /** Adds a piece of work. Jobs contain their own failures. */
  add(job: Job): void {
    if (this.#busy) (this.#waiting ??= []).push(job);
    else this.#run(job);
  }

  #run(first: Job): void {
    this.#busy = true;
    let job: Job | undefined = first;
    while (job) {
      const done = job();
      if (done) {
        void Promise.resolve(done).then(() => this.#next());
        return;
      }
      job = this.#waiting?.shift();
    }
    this.#busy = false;
    this.#waiting = undefined;
  }

  #next(): void {
    const job = this.#waiting?.shift();
    if (job) return this.#run(job);
    this.#busy = false;
    this.#waiting = undefined;
  }
}
