import { ChaosError } from '../chaos-error.js';
import type { FaultPlan } from '../plan.js';
import { replayLine } from '../replay-line.js';
import { randomSeed, Seeded } from '../seeded.js';
import type { Violation } from './history.js';
import type { MonkeyStep, MonkeyWorld } from './options.js';
import { Stage, StuckError } from './stage.js';

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

/** A run that has found something: what is wrong, and the steps that lead there. */
export class MonkeyError extends ChaosError {
  constructor(
    readonly seed: number,
    readonly violations: readonly Violation[],
    readonly steps: readonly MonkeyStep[],
    replay: string,
  ) {
    const shown = violations
      .slice(0, 5)
      .map(({ invariant, message }) => `${invariant}: ${message}`);
    const rest = violations.length > 5 ? `\nand ${violations.length - 5} more` : '';
    super(
      'chaos-found',
      `The monkey has found ${violations.length} violations in ${steps.length} steps.\n${shown.join('\n')}${rest}\nTo repeat them: ${replay}`,
    );
  }
}

/** Faults that a network, a busy machine and failing plugins cause, each of them often. A WebSocket keeps order, and so does this. */
export const hardWeather: FaultPlan = {
  connections: {
    latency: { mean: 1, deviation: 1 },
    cut: 0.003,
    down: { drop: 0.003, duplicate: 0.003, truncate: 0.001, halfOpen: 0.001 },
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
  const replay = replayLine({ seed, faults });
  const { violations, taken, acknowledged, counts } = await runSteps(
    options,
    { seed, faults },
    steps,
  );
  if (violations.length > 0) throw new MonkeyError(seed, violations, taken, replay);
  return { seed, events, acknowledged, faults: counts, replay };
}

/** The outcome of some steps. */
export interface StepsOutcome {
  readonly violations: readonly Violation[];
  /** The steps that were taken, up to the first check that found something. */
  readonly taken: readonly MonkeyStep[];
  readonly acknowledged: number;
  readonly counts: Readonly<Record<string, number>>;
}

/** Takes steps on an app of their own, and checks at each rest and at the end. */
export async function runSteps(
  world: MonkeyWorld,
  run: { readonly seed: number; readonly faults: FaultPlan },
  steps: readonly MonkeyStep[],
): Promise<StepsOutcome> {
  const stage = await Stage.open(world, run);
  const taken: MonkeyStep[] = [];
  try {
    for (const step of [...steps, ['rest'] as const]) {
      taken.push(step);
      await stage.takeStep(step);
      if (step[0] === 'rest' && stage.violations.length > 0) break;
    }
  } catch (error) {
    if (!(error instanceof StuckError)) {
      await stage.close();
      throw error;
    }
  }
  const counts = stage.faults;
  const violations = await stage.close();
  const acknowledged = stage.history.raised.filter(({ outcome }) => outcome === 'acknowledged');
  return { violations, taken, acknowledged: acknowledged.length, counts };
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
