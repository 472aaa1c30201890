import type { Deed } from './deeds.js';
import { Random } from './random.js';
import { type Case, describe, shrink, toPlay, upTo } from './shrink.js';
import type { Fate } from './dom-page.js';
import type { Stage } from './stage.js';
import { StateMaker } from './states.js';
import { type Feature, ViewMaker } from './view.js';

/** Where to begin, how far to go, and what to try. */
export interface DomFuzzOptions {
  readonly seed: number;
  readonly steps: number;
  readonly has: (feature: Feature) => boolean;
  /** Faults to find before it ends. */
  readonly faults?: number;
  /** The batch to begin with, as a fault names it. */
  readonly from?: number;
  /** Hears of each batch, and of each fault as it is found. */
  readonly tell?: (text: string) => void;
}

/** Many at a time, since the page and the server wait for each other in each step. */
const views = 100;
const stepsOfView = 25;
/** Milliseconds in which regions come to rest. */
const patience = 30_000;

/**
 * Gives random views to a page, step by step; each is to show what a fresh page shows. Returns how many steps were taken,
 * and the faults found, each as a view that a test can take over.
 */
export async function fuzzDom(
  stage: Stage,
  { seed, steps, has, faults = 1, from = 0, tell = () => {} }: DomFuzzOptions,
): Promise<{ taken: number; found: string[] }> {
  const found: string[] = [];
  let taken = 0;
  for (let batch = from; taken < steps && found.length < faults; batch++) {
    const random = new Random(seed * 100_000 + batch);
    const fates = Array.from({ length: stepsOfView }, () => randomFate(random, has));
    const cases = Array.from({ length: views }, () => randomCase(random, fates, has));
    const given = await stage.give(cases.map(toPlay), { fates, patience });
    taken += given.steps;
    tell(`Seed ${seed}, batch ${batch}: ${taken} steps.`);
    const [first] = given.wrong;
    if (!first) continue;
    const small = await shrink(stage, cases[first.index]!);
    const { smallest, wrong } = small ?? {
      smallest: upTo(cases[first.index]!, first.step),
      wrong: first,
    };
    const alone = small ? '' : ' (only beside other views, or not again)';
    const fault = `Seed ${seed}, batch ${batch}, view ${first.index}, step ${first.step}${alone}:\n${describe(smallest, wrong)}`;
    tell(fault);
    found.push(fault);
  }
  return { taken, found };
}

function randomCase(
  random: Random,
  fates: readonly Fate[],
  has: (feature: Feature) => boolean,
): Case {
  const isCompiled = random.below(2) > 0;
  // At run time nobody knows what is constant, and all that is in a <template> has to be.
  const can = (feature: Feature) => has(feature) && (isCompiled || feature !== 'shadow roots');
  const parts = new ViewMaker(random, can).make();
  const maker = new StateMaker(random, has('raw comments'));
  const states = [maker.make(parts)];
  while (states.length <= stepsOfView) states.push(maker.next(parts, states.at(-1)!));
  const deeds = fates.map(() => randomDeed(random, has));
  return { parts, isCompiled, states, deeds, fates };
}

function randomFate(random: Random, has: (feature: Feature) => boolean): Fate {
  const fate = random.below(20);
  if (fate === 0 && has('restarts')) return 'restart';
  return fate < 3 && has('cuts') ? 'cut' : undefined;
}

const deeds: Partial<Record<Feature, readonly Deed['kind'][]>> = {
  wrapping: ['wrap'],
  insertions: ['insert'],
  'removed comments': ['comment'],
  typing: ['enter', 'enter', 'enter'],
  toggling: ['toggle', 'turn', 'fold'],
};

function randomDeed(random: Random, has: (feature: Feature) => boolean): Deed {
  const choices = Object.entries(deeds).flatMap(([feature, kinds]) =>
    has(feature as Feature) ? kinds : [],
  );
  const at = random.below(1_000);
  const kind = random.below(4) === 0 && choices.length > 0 ? random.pick(choices) : 'none';
  return { kind, at };
}
