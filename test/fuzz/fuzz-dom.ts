import type { Damage } from './dom-page.js';
import { Random } from './random.js';
import { type Case, describe, shrink, toPlay, upTo } from './shrink.js';
import type { Fate, Stage } from './stage.js';
import { StateMaker } from './states.js';
import { type Feature, ViewMaker } from './view.js';

/** Where to begin, how far to go, and what to try. */
export interface DomFuzzOptions {
  readonly seed: number;
  readonly steps: number;
  readonly has: (feature: Feature) => boolean;
  /** Faults to find before it ends. */
  readonly faults?: number;
}

const views = 40;
const stepsOfView = 25;

/**
 * Gives random views to a page, step by step; each is to show what a fresh page shows. Returns how many steps were taken,
 * and the faults found, each as a view that a test can take over.
 */
export async function fuzzDom(
  stage: Stage,
  { seed, steps, has, faults = 1 }: DomFuzzOptions,
): Promise<{ taken: number; found: string[] }> {
  const found: string[] = [];
  let taken = 0;
  for (let batch = 0; taken < steps && found.length < faults; batch++) {
    const random = new Random(seed * 100_000 + batch);
    const fates = Array.from({ length: stepsOfView }, () => randomFate(random, has));
    const cases = Array.from({ length: views }, () => randomCase(random, fates, has));
    const given = await stage.give(cases.map(toPlay), { fates });
    taken += given.steps;
    const [first] = given.wrong;
    if (!first) continue;
    const small = await shrink(stage, cases[first.index]!);
    const { smallest, wrong } = small ?? {
      smallest: upTo(cases[first.index]!, first.step),
      wrong: first,
    };
    const alone = small ? '' : ' (only beside other views, or not again)';
    found.push(
      `Seed ${seed}, batch ${batch}, view ${first.index}, step ${first.step}${alone}:\n${describe(smallest, wrong)}`,
    );
  }
  return { taken, found };
}

function randomCase(
  random: Random,
  fates: readonly Fate[],
  has: (feature: Feature) => boolean,
): Case {
  const parts = new ViewMaker(random, has).make();
  const maker = new StateMaker(random, has('raw comments'));
  const states = [maker.make(parts)];
  while (states.length <= stepsOfView) states.push(maker.next(parts, states.at(-1)!));
  const damages = fates.map(() => randomDamage(random, has));
  return { parts, isCompiled: random.below(2) > 0, states, damages, fates };
}

function randomFate(random: Random, has: (feature: Feature) => boolean): Fate {
  const fate = random.below(20);
  if (fate === 0 && has('restarts')) return 'restart';
  return fate < 3 && has('cuts') ? 'cut' : undefined;
}

function randomDamage(random: Random, has: (feature: Feature) => boolean): Damage {
  const choices = [
    ...(has('wrapping') ? (['wrap'] as const) : []),
    ...(has('insertions') ? (['insert'] as const) : []),
    ...(has('removed comments') ? (['comment'] as const) : []),
  ];
  const at = random.below(1_000);
  const kind = random.below(8) === 0 && choices.length > 0 ? random.pick(choices) : 'none';
  return { kind, at };
}
