import fc from 'fast-check';

import type { FaultPlan } from '../plan.js';
import { randomSeed } from '../seeded.js';
import type { Violation } from './history.js';
import { MonkeyError } from './monkey-error.js';
import type { FailureFolder, MonkeyRun, MonkeyStep, MonkeyWorld, RecordedRun } from './options.js';
import { runSteps } from './run-steps.js';
import { scheduledLines } from './scheduled-lines.js';
import { anyStep } from './shrink-steps.js';
import { Stage, StuckError } from './stage.js';
import { writeFailure } from './write-failure.js';

/** The options of an exploration. */
export interface ExploreOptions extends MonkeyWorld {
  /** The seed of steps, faults and orders; a random one, unless it is set. */
  readonly seed?: number;
  /** The number of apps that are tried, one after the other; 20, unless it is set. */
  readonly runs?: number;
  /** The most steps on each; 30, unless it is set. */
  readonly steps?: number;
  /** The faults; none but those that the steps name, unless they are set. The scheduler stands for latency. */
  readonly faults?: FaultPlan;
  /** Where a failure is written to. */
  readonly writeTo?: FailureFolder;
}

/** The number of events that each visitor has raised, as the model has it. */
type Model = Map<number, number>;

/** The stage, and the scheduler that decides when a step is taken. */
interface Real {
  readonly stage: Stage;
  readonly scheduler: fc.Scheduler;
}

/** A step as a command of fast-check. */
class StepCommand implements fc.AsyncCommand<Model, Real> {
  constructor(
    readonly step: MonkeyStep,
    readonly taken: (step: MonkeyStep) => void,
  ) {}

  check(): boolean {
    return true;
  }

  async run(model: Model, { stage, scheduler }: Real): Promise<void> {
    const [kind, visitor = 0] = this.step;
    // A scheduled command would keep the scheduler until it is done, and a rest waits for frames.
    await scheduler.schedule(Promise.resolve(), String(this));
    this.taken(this.step);
    await stage.takeStep(this.step);
    if (kind === 'event') model.set(visitor, (model.get(visitor) ?? 0) + 1);
    if (kind === 'rest') checkStage(stage, model);
  }

  toString(): string {
    return JSON.stringify(this.step);
  }
}

/** A violation that ends a run. */
class FoundError extends Error {
  constructor(readonly violations: readonly Violation[]) {
    super(violations.map(({ invariant }) => invariant).join());
  }
}

/** @throws FoundError if a promise is broken, or more events were raised than the model knows of */
function checkStage(stage: Stage, model: Model): void {
  const { violations } = stage;
  for (const [visitor, count] of model) {
    const raised = stage.history.raised.filter((event) => event.visitor === visitor).length;
    if (raised > count)
      violations.push({
        invariant: 'handled-twice',
        message: `Visitor ${visitor} has raised ${raised} events in ${count} steps.`,
      });
  }
  if (violations.length > 0) throw new FoundError(violations);
}

/** Looks for few steps that break a promise; see the function of the entry. */
export async function exploreApp(options: ExploreOptions): Promise<{ seed: number; runs: number }> {
  const { seed = randomSeed(), runs = 20, steps = 30, faults = {}, writeTo } = options;
  const run = { seed, faults };
  let failure: (RecordedRun & { violations: readonly Violation[] }) | undefined;
  let taken: MonkeyStep[] = [];
  const commands = fc.commands(
    [anyStep(options.visitors ?? 3).map((step) => new StepCommand(step, (own) => taken.push(own)))],
    { maxCommands: steps },
  );
  const property = fc.asyncProperty(fc.scheduler(), commands, async (scheduler, all) => {
    taken = [];
    const violations = await runScheduled(options, run, scheduler, all);
    if (violations.length > 0)
      failure = { ...run, violations, steps: taken, order: orderOf(scheduler) };
    return violations.length === 0;
  });
  // fast-check takes seeds of 32 bits.
  await fc.check(property, { seed: seed | 0, numRuns: runs });
  if (!failure) return { seed, runs };
  const recorded = await withoutOrder(options, failure);
  const file = writeTo && (await writeFailure(writeTo, recorded, failure.violations));
  throw new MonkeyError(run, failure.violations, failure.steps, file);
}

/** Takes commands under a scheduler, and returns what is wrong then. */
async function runScheduled(
  world: MonkeyWorld,
  run: MonkeyRun,
  scheduler: fc.Scheduler,
  commands: Iterable<fc.AsyncCommand<Model, Real>>,
): Promise<readonly Violation[]> {
  const { wrapLines, begin } = scheduledLines(scheduler);
  const stage = await Stage.open(world, run, { wrapLines, isMeasured: false });
  const model: Model = new Map();
  begin();
  try {
    const real = { stage, scheduler };
    await scheduler.waitFor(fc.asyncModelRun(() => ({ model, real }), commands));
    await scheduler.waitFor(stage.comeToRest());
    return stage.violations;
  } catch (error) {
    if (error instanceof FoundError) return error.violations;
    if (error instanceof StuckError) return stage.violations;
    throw error;
  } finally {
    await stage.close();
  }
}

/** The numbers of the tasks that a scheduler has let happen, in their order. */
const orderOf = (scheduler: fc.Scheduler): number[] =>
  scheduler
    .report()
    .filter(({ status }) => status !== 'pending')
    .map(({ taskId }) => taskId);

/** The run without its order, if the steps fail without it too. */
async function withoutOrder(
  world: MonkeyWorld,
  { order, ...run }: RecordedRun,
): Promise<RecordedRun> {
  const { violations } = await runSteps(world, run, run.steps, { isMeasured: false });
  return violations.length > 0 || !order ? run : { ...run, order };
}

/** Repeats a recorded run; see the function of the entry. */
export async function replayMonkey(world: MonkeyWorld, recorded: RecordedRun): Promise<void> {
  const { seed, faults, steps, order } = recorded;
  const run = { seed, faults };
  const violations = order
    ? await runScheduled(
        world,
        run,
        fc.schedulerFor([...order]),
        steps.map((step) => new StepCommand(step, () => {})),
      )
    : (await runSteps(world, run, steps, { isMeasured: false })).violations;
  if (violations.length > 0) throw new MonkeyError(run, violations, steps);
}
