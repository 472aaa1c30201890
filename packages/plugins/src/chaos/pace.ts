import type { Seeded } from './seeded.js';

/** Milliseconds that vary: a mean, and the deviation of a normal distribution around it. A number is a mean without deviation. */
export type Spread = number | { readonly mean: number; readonly deviation?: number };

/** The time by which faults are delayed: a test has its own. */
export interface Pace {
  /** Milliseconds since some moment. */
  now(): number;
  /** Calls a function after some milliseconds, unless the function that it returns was called before. */
  after(milliseconds: number, run: () => void): () => void;
}

/** The time of the process. Its timers keep no process alive. */
export const realPace: Pace = {
  now: () => performance.now(),
  after(milliseconds, run) {
    const timer = setTimeout(run, milliseconds).unref();
    return () => clearTimeout(timer);
  },
};

/** Draws milliseconds, never below 0. A time that does not vary takes no draw. */
export function drawTime(random: Seeded, spread: Spread | undefined): number {
  if (spread === undefined) return 0;
  if (typeof spread === 'number') return spread;
  const { mean, deviation = 0 } = spread;
  return deviation > 0 ? Math.max(0, random.normal(mean, deviation)) : mean;
}

/** Waits for some milliseconds. */
export const wait = (pace: Pace, milliseconds: number): Promise<void> =>
  new Promise((resolve) => void pace.after(milliseconds, resolve));
