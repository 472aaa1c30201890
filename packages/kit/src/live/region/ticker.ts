/** Milliseconds of due work before the event loop does other work. */
const sliceTime = 4;

/**
 * The timers of all regions. Each has one of Node's; what is due runs in slices of a few milliseconds, so that many regions whose
 * timers are due together, as after a pause of the process, hold up nobody.
 */
export class Ticker {
  /** What is due, oldest first. */
  #due: (() => void)[] = [];
  #isScheduled = false;

  /** Is true while nothing is due. */
  get idle(): boolean {
    return !this.#isScheduled;
  }

  /** Does something after a time; the timer that this returns does not keep the process alive. */
  startTimer(milliseconds: number, task: () => void): NodeJS.Timeout {
    return setTimeout(() => this.#add(task), milliseconds).unref();
  }

  #add(task: () => void): void {
    this.#due.push(task);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => this.#run());
  }

  #run(): void {
    const until = performance.now() + sliceTime;
    const due = this.#due;
    this.#due = [];
    let done = 0;
    do due[done++]!();
    while (done < due.length && performance.now() < until);
    this.#isScheduled = false;
    // What has come due meanwhile waits behind the rest.
    this.#due = [...due.slice(done), ...this.#due];
    if (this.#due.length > 0) this.#schedule();
  }
}
