import { ChaosError } from './chaos-error.js';
import { checkPlan } from './check-plan.js';
import type { Pace } from './pace.js';
import type { FaultPlan } from './plan.js';
import { replayLine } from './replay-line.js';
import { Seeded } from './seeded.js';

/** The parts that a controller is made from. */
export interface ControllerOptions {
  readonly seed: number;
  readonly faults: FaultPlan;
  /** The names of all hooks. */
  readonly hooks: readonly string[];
  readonly pace: Pace;
}

/**
 * Switches the faults of an app. Other plugins get it by `inject('skerry:chaos')`: a panel in development, for example. It has no
 * route and reads no request, so nobody switches faults who cannot run code in the app.
 */
export class ChaosController {
  /** The seed of all draws. */
  readonly seed: number;
  readonly #hooks: readonly string[];
  readonly #pace: Pace;
  readonly #random: Seeded;
  readonly #counts = new Map<string, number>();
  readonly #listeners = new Set<() => void>();
  #faults: FaultPlan;
  #isPaused = false;

  constructor({ seed, faults, hooks, pace }: ControllerOptions) {
    if (!Number.isSafeInteger(seed) || seed < 0)
      throw new ChaosError('chaos-plan', `seed is ${seed}. It must be an integer from 0 up.`);
    checkPlan(faults, hooks);
    this.seed = seed;
    this.#faults = faults;
    this.#hooks = hooks;
    this.#pace = pace;
    this.#random = new Seeded(seed);
  }

  /** The faults that are set, whether they are in force or not. */
  get faults(): FaultPlan {
    return this.#faults;
  }

  /** The faults in force: none while paused. */
  get current(): FaultPlan {
    return this.#isPaused ? nothing : this.#faults;
  }

  /** True while no fault is in force. */
  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** Sets other faults. Those of outbound HTTP stay. @throws ChaosError `chaos-plan` */
  setFaults(faults: FaultPlan): void {
    if (faults?.http !== undefined)
      throw new ChaosError(
        'chaos-plan',
        'faults.http cannot change while the app runs. Set it in the options of chaos().',
      );
    checkPlan(faults, this.#hooks);
    const { http } = this.#faults;
    this.#faults = http ? { ...faults, http } : faults;
    this.#tell();
  }

  /** Puts no fault in force until {@link resumeFaults}. */
  pauseFaults(): void {
    this.#isPaused = true;
    this.#tell();
  }

  /** Puts the faults in force again. */
  resumeFaults(): void {
    this.#isPaused = false;
    this.#tell();
  }

  /** The line that repeats this run: seed and faults. */
  get replay(): string {
    return replayLine(this);
  }

  /** The number of faults that have happened, by name: `'down drop'`, `'beforeEvent throw'`. */
  get counts(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#counts);
  }

  /** Reads the clock of the app, in milliseconds since 1970, with the faults of `clock`. Code under test takes it as its `now`. */
  now(): number {
    const { offset = 0, drift = 0 } = this.current.clock ?? {};
    return Math.round(Date.now() + offset + drift * this.#pace.now());
  }

  /** Returns the draws of a fault. */
  drawsOf(name: string): Seeded {
    return this.#random.fork(name);
  }

  /** Counts a fault. */
  noteFault(name: string): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }

  /** Calls a function after every change of the faults in force, until the function that it returns is called. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

const nothing: FaultPlan = {};
