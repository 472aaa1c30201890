import fc from 'fast-check';

import type { Violation } from './history.js';
import type { MonkeyRun, MonkeyStep, MonkeyWorld } from './options.js';
import { runSteps } from './run-steps.js';

/** Any step of so many visitors. */
export const anyStep = (visitors: number): fc.Arbitrary<MonkeyStep> => {
  const visitor = fc.nat({ max: visitors - 1 });
  return fc.oneof(
    {
      weight: 20,
      arbitrary: fc.tuple(fc.constant('event' as const), visitor, fc.nat(2 ** 32 - 1)),
    },
    { weight: 2, arbitrary: fc.tuple(fc.constant('rest' as const)) },
    { weight: 1, arbitrary: fc.tuple(fc.constant('cut' as const), visitor) },
    { weight: 1, arbitrary: fc.tuple(fc.constant('reload' as const), visitor) },
  );
};

/** Milliseconds that shrinking may take. */
const patience = 60_000;

/** Finds few steps that fail as well, by the shrinking of fast-check. */
export async function shrinkSteps(
  world: MonkeyWorld,
  run: MonkeyRun,
  steps: readonly MonkeyStep[],
): Promise<{ steps: readonly MonkeyStep[]; violations: readonly Violation[] }> {
  let smallest = { steps, violations: [] as readonly Violation[] };
  const property = fc.asyncProperty(fc.array(anyStep(world.visitors ?? 3)), async (some) => {
    const { violations } = await runSteps(world, run, some, { isMeasured: false });
    if (violations.length === 0) return true;
    smallest = { steps: some, violations };
    return false;
  });
  await fc.check(property, {
    seed: run.seed,
    numRuns: 1,
    examples: [[[...steps]]],
    interruptAfterTimeLimit: patience,
  });
  return smallest;
}
