import { fail } from '../../core/errors.js';
import type { TimerOptions } from '../author/contexts.js';
import type { RegionCore } from './parts.js';
import type { Ticker } from './ticker.js';

/** The region of timers. */
export interface TimedRegion extends RegionCore {
  /** Is true while a browser shows it. */
  readonly isAttached: boolean;
  /** Hands the message of a timer to the view. */
  takeTick(timer: Timer): void;
}

/** A timer as its author asks for it. */
export interface TimerRequest extends TimerOptions {
  readonly milliseconds: number;
  /** The name of the message, which the view's `messages` handle. */
  readonly message: string;
  readonly payload: unknown;
  readonly repeats: boolean;
}

/** The longest time that a timer of Node takes. */
const maxTime = 2 ** 31 - 1;

/** The timers of one region. Turns and the mount ask for them, and start them with their commit. */
export class Timers {
  readonly #region: TimedRegion;
  readonly #ticker: Ticker;
  readonly #timers = new Set<Timer>();
  /** Is true while one may be waiting for its commit. */
  #isChanged = false;

  constructor(region: TimedRegion) {
    this.#region = region;
    this.#ticker = region.services.ticker;
  }

  /** Adds a timer, which the commit starts. @throws SkerryError `bad-timer`, `too-many-timers` */
  addTimer(request: TimerRequest): Timer {
    checkTimer(this.#region, request);
    const { view, services } = this.#region;
    const { maxTimers } = services.limits;
    if (this.#timers.size >= maxTimers)
      throw fail('too-many-timers', { view: view.id, message: request.message, limit: maxTimers });
    const timer = new Timer(request, this.#region, this.#ticker, () => this.#timers.delete(timer));
    this.#timers.add(timer);
    this.#isChanged = true;
    return timer;
  }

  /** Stops the running timers that deliver a message. */
  stopTimers(message: string): void {
    for (const timer of this.#timers)
      if (timer.isStarted && timer.request.message === message) timer.stop();
  }

  /** Drops the timers that the turn has asked for and not committed. */
  rollBackTimers(): void {
    if (!this.#isChanged) return;
    this.#isChanged = false;
    for (const timer of this.#timers) if (!timer.isStarted) timer.stop();
  }

  /** Delivers what has come due while no browser showed the region: of each timer one message. */
  resumeTimers(): void {
    for (const timer of this.#timers) timer.resume();
  }

  clearTimers(): void {
    for (const timer of this.#timers) timer.stop();
  }

  /** The memory that it takes. */
  get held(): unknown {
    return [...this.#timers].map(({ request }) => request);
  }
}

/** One timer of a region: it waits, is due, or has a message waiting in the region's queue; of these at most one. */
export class Timer {
  isStarted = false;
  #isOver = false;
  /** Is true if it is due, and waits for a browser that shows the region. */
  #isHeld = false;
  #isQueued = false;
  /** The time at which it is due next, by `Date.now()`. */
  #due = 0;
  #timeout: NodeJS.Timeout | undefined;

  constructor(
    readonly request: TimerRequest,
    readonly region: TimedRegion,
    readonly ticker: Ticker,
    readonly forget: () => void,
  ) {}

  start(): void {
    if (this.#isOver) return;
    this.isStarted = true;
    this.#due = Date.now();
    this.#wait();
  }

  stop(): void {
    this.#isOver = true;
    clearTimeout(this.#timeout);
    this.forget();
  }

  /** A browser shows the region again. */
  resume(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    this.#due = Date.now();
    this.#deliver();
  }

  /** Takes the message out of the queue. Returns false if the timer was stopped meanwhile. */
  takeFromQueue(): boolean {
    this.#isQueued = false;
    if (this.#isOver) return false;
    if (!this.request.repeats) this.stop();
    return true;
  }

  /** Waits for the next time in its rhythm; times that have passed are left out. */
  #wait(): void {
    const { milliseconds } = this.request;
    const now = Date.now();
    this.#due += milliseconds;
    // The clock of the machine may have been set; and a timer may be early by a part of a millisecond.
    if (this.#due <= now || this.#due > now + 2 * milliseconds) this.#due = now + milliseconds;
    this.#timeout = this.ticker.startTimer(this.#due - now, () => this.#whenDue());
  }

  #whenDue(): void {
    if (this.#isOver) return;
    this.#isHeld = !this.request.parked && !this.region.isAttached;
    if (!this.#isHeld) this.#deliver();
  }

  #deliver(): void {
    if (this.request.repeats) this.#wait();
    if (this.#isQueued) return;
    this.#isQueued = true;
    this.region.takeTick(this);
  }
}

/** Refuses a timer that could deliver nothing. @throws SkerryError `bad-timer` */
export function checkTimer({ view }: RegionCore, { milliseconds, message }: TimerRequest): void {
  const isTime = typeof milliseconds === 'number' && milliseconds >= 1 && milliseconds <= maxTime;
  const problem = !isTime
    ? `a time of ${String(milliseconds)} ms, which is not a number from 1 to 2^31 - 1`
    : typeof message !== 'string' || !view.messages(message)
      ? `the message ${JSON.stringify(message)}, which its \`messages\` do not handle`
      : undefined;
  if (problem) throw fail('bad-timer', { view: view.id, problem });
}
