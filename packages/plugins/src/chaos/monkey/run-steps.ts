import type { Violation } from './history.js';
import type { MonkeyRun, MonkeyStep, MonkeyWorld } from './options.js';
import { Stage, type StageOptions, StuckError } from './stage.js';

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
  run: MonkeyRun,
  steps: readonly MonkeyStep[],
  options?: StageOptions,
): Promise<StepsOutcome> {
  const stage = await Stage.open(world, run, options);
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
