import type { FaultPlan } from '../plan.js';
import { replayLine } from '../replay-line.js';
import { randomSeed, Seeded } from '../seeded.js';
import { MonkeyError } from './monkey-error.js';
import type { FailureFolder, MonkeyRun, MonkeyStep, MonkeyWorld } from './options.js';
import { runSteps } from './run-steps.js';
import { writeFailure } from './write-failure.js';

/** The options of a run of the monkey. */
export interface ChaosMonkeyOptions extends MonkeyWorld {
  /** The seed of steps and faults; a random one, unless it is set. */
  readonly seed?: number;
  /** The number of events. */
  readonly for: number;
  /** The faults of the app; those of {@link hardWeather}, unless they are set. */
  readonly faults?: FaultPlan;
  /** The number of events between two checks at rest; 250, unless it is set. */
  readonly restEvery?: number;
  /** Where a failure is written to as a test that repeats it, with as few steps as do. Needs `fast-check`. */
  readonly writeTo?: FailureFolder;
}

/** The result of a run without a violation. */
export interface MonkeyReport {
  readonly seed: number;
  /** The number of events that were raised. */
  readonly events: number;
  /** The number of those that were acknowledged. */
  readonly acknowledged: number;
  /** The numbers of faults that have happened, by name. */
  readonly faults: Readonly<Record<string, number>>;
  /** The line that repeats the run. */
  readonly replay: string;
}

/** Faults that a network, a busy machine and failing plugins cause, each of them often. A WebSocket keeps order, and so does this. */
export const hardWeather: FaultPlan = {
  connections: {
    latency: { mean: 1, deviation: 1 },
    cut: 0.003,
    // A browser counts the frames that it is sent: one lost and one doubled between two heartbeats leave the count as it was.
    down: { drop: 0.003, truncate: 0.001, halfOpen: 0.001 },
    up: { drop: 0.001, duplicate: 0.003, halfOpen: 0.001 },
  },
  hooks: { beforeEvent: { throw: 0.01 }, afterEvent: { throw: 0.02 }, onFlush: { throw: 0.02 } },
  handlers: { throw: 0.005, delay: { mean: 0.5, deviation: 0.5 } },
  loop: { every: { mean: 500, deviation: 200 }, stall: { mean: 5, deviation: 3 } },
};

/**
 * Drives an app in this process with simulated visitors, under faults, and checks that it keeps its promises: what is shown
 * equals a fresh render, no acknowledged event is lost or handled twice, order is kept, no visitor gets what is another's,
 * guards fail closed, and nothing is left behind.
 *
 * @throws MonkeyError if it does not, with the steps and the line that repeats them
 * @example
 * await chaosMonkey({
 *   for: 500,
 *   app: (plugins) => createTestApp({ ...modules, config: { plugins } }),
 *   path: '/counter',
 *   events: (_, random) => ({ event: random.pick(['more', 'less']) }),
 * });
 */
export async function chaosMonkey(options: ChaosMonkeyOptions): Promise<MonkeyReport> {
  const { seed = randomSeed(), faults = hardWeather, for: events } = options;
  const steps = randomSteps(seed, options);
  const run = { seed, faults };
  const replay = replayLine(run);
  const { violations, taken, acknowledged, counts } = await runSteps(options, run, steps);
  if (violations.length > 0) {
    const file = options.writeTo && (await writeShrunk(options, run, taken, options.writeTo));
    throw new MonkeyError(run, violations, taken, file);
  }
  return { seed, events, acknowledged, faults: counts, replay };
}

/** Draws the steps of a run. */
export function randomSteps(
  seed: number,
  { for: events, visitors = 3, restEvery = 250 }: ChaosMonkeyOptions,
): MonkeyStep[] {
  const random = new Seeded(seed, 'steps');
  const steps: MonkeyStep[] = [];
  for (let count = 1; count <= events; count++) {
    const visitor = random.below(visitors);
    if (random.chance(0.01)) steps.push(['cut', visitor]);
    if (random.chance(0.002)) steps.push(['reload', visitor]);
    steps.push(['event', visitor, random.below(2 ** 32)]);
    if (count % restEvery === 0) steps.push(['rest']);
  }
  return steps;
}

/** Shrinks a failure, and writes it. @returns the file */
async function writeShrunk(
  world: MonkeyWorld,
  run: MonkeyRun,
  steps: readonly MonkeyStep[],
  folder: FailureFolder,
): Promise<string> {
  const { shrinkSteps } = await import('./shrink-steps.js');
  const shrunk = await shrinkSteps(world, run, steps);
  return writeFailure(folder, { ...run, steps: shrunk.steps }, shrunk.violations);
}
