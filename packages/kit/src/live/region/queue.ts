import { type Blamed, blaming } from '../../core/blame.js';
import { toError } from '../../core/thrown.js';

/** A piece of work; the next one waits for it. */
export type Job = () => void | PromiseLike<unknown>;

/** The region of the work: errors of the work, and of everything that it starts, go to it. */
interface Owner extends Blamed {
  /** Notes that a piece is done, or waits; it began at this time of `performance.now()`. */
  noteWork(started: number): void;
}

/** The bounds of waiting work. */
interface QueueLimits {
  readonly maxQueuedTurns: number;
  readonly maxQueueBytes: number;
}

/** Does work one piece at a time, in order. An idle queue does synchronous work at once. */
export class WorkQueue {
  readonly #owner: Owner;
  #busy = false;
  #waiting: { readonly job: Job; readonly bytes: number }[] | undefined;
  #bytes = 0;

  constructor(owner: Owner) {
    this.#owner = owner;
  }

  /** An estimate of the bytes that the waiting pieces hold. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Is true while a piece is being done. */
  get busy(): boolean {
    return this.#busy;
  }

  /** Returns true if a piece that holds so many bytes may wait. */
  hasRoomFor(bytes: number, { maxQueuedTurns, maxQueueBytes }: QueueLimits): boolean {
    return (this.#waiting?.length ?? 0) < maxQueuedTurns && this.#bytes + bytes <= maxQueueBytes;
  }

  /** Adds a piece of work. @param bytes the memory that it holds while it waits */
  addJob(job: Job, bytes = 0): void {
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
      this.#owner.noteWork(started);
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
