import { type Blamed, blaming } from '../../core/blame.js';
import { toError } from '../../core/thrown.js';

/** A piece of work; the next one waits for it. */
export type Job = () => void | PromiseLike<unknown>;

/** Whose work it is: blamed for what it starts, and told of what it throws. */
interface Owner extends Blamed {
  /** A piece was done, or waits, that began at this time of `performance.now()`. */
  worked(started: number): void;
}

/** Bounds of what waits. */
interface QueueLimits {
  readonly maxQueuedTurns: number;
  readonly maxQueueBytes: number;
}

/** Work that is done one piece at a time, in order. Synchronous work on an idle queue is done at once. */
export class WorkQueue {
  readonly #owner: Owner;
  #busy = false;
  #waiting: { readonly job: Job; readonly bytes: number }[] | undefined;
  #bytes = 0;

  constructor(owner: Owner) {
    this.#owner = owner;
  }

  /** About how many bytes the pieces hold that wait. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Whether a piece is being done. */
  get busy(): boolean {
    return this.#busy;
  }

  /** Whether there is room for a piece that holds so many bytes. */
  takes(bytes: number, { maxQueuedTurns, maxQueueBytes }: QueueLimits): boolean {
    return (this.#waiting?.length ?? 0) < maxQueuedTurns && this.#bytes + bytes <= maxQueueBytes;
  }

  /** Adds a piece of work, which holds so many bytes while it waits. */
  add(job: Job, bytes = 0): void {
    if (!this.#busy) return this.#run(job);
    (this.#waiting ??= []).push({ job, bytes });
    this.#bytes += bytes;
  }

  #run(first: Job): void {
    this.#busy = true;
    let job: Job | undefined = first;
    while (job) {
      const started = performance.now();
      const done = this.#do(job);
      this.#owner.worked(started);
      if (done) {
        void Promise.resolve(done)
          .then(undefined, this.#failed)
          .then(() => this.#next());
        return;
      }
      job = this.#shift();
    }
    this.#rest();
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
    const job = this.#shift();
    if (job) return this.#run(job);
    this.#rest();
  }

  #shift(): Job | undefined {
    const next = this.#waiting?.shift();
    if (next) this.#bytes -= next.bytes;
    return next?.job;
  }

  #rest(): void {
    this.#busy = false;
    this.#waiting = undefined;
  }
}
