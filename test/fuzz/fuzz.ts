import type { RunningApp } from '../apps.js';
import { Random } from './random.js';
import { steps } from './steps.js';
import { Visitor } from './visitor.js';

/** How long to go on, and where to begin. */
export interface FuzzOptions {
  readonly seed: number;
  /** Whether to take one more step, of so many. */
  readonly more: (taken: number) => boolean;
}

const lanes = 8;

/**
 * Attacks an app in several lanes at once, each with random steps of its own seed; an honest visitor comes by now and then.
 * Returns how many steps of each kind were taken.
 *
 * @throws where somebody was sent what belongs to another, or an honest visitor could not use the app
 */
export async function fuzz(
  app: RunningApp,
  { seed, more }: FuzzOptions,
): Promise<Record<string, number>> {
  const taken: Record<string, number> = Object.fromEntries(
    Object.keys(steps).map((name) => [name, 0]),
  );
  let count = 0;
  const lane = async (number: number): Promise<void> => {
    const random = new Random(seed * lanes + number);
    const own = new Visitor(app.origin);
    const other = new Visitor(app.origin);
    while (more(count)) {
      if (count % 50 === number) await new Visitor(app.origin).use();
      const name = random.pick(Object.keys(steps));
      taken[name]!++;
      count++;
      await other.load();
      await steps[name]!(random, own, other);
    }
  };
  await Promise.all(Array.from({ length: lanes }, (_, number) => lane(number)));
  await new Visitor(app.origin).use();
  return taken;
}
