import type { Deed } from './deeds.js';
import type { Fate } from './dom-page.js';
import type { Play, Stage, Wrong } from './stage.js';
import type { State } from './states.js';
import type { Part } from './view.js';
import { toModule } from './write-view.js';

/** A play in parts, with what happens to its page before each step. */
export interface Case {
  parts: readonly Part[];
  isCompiled: boolean;
  states: readonly State[];
  deeds: readonly Deed[];
  fates: readonly Fate[];
}

export const toPlay = ({ parts, isCompiled, states, deeds }: Case, index = 0): Play => ({
  code: toModule(parts, `v${index}`),
  isCompiled,
  states,
  deeds,
});

const patience = 3_000;

/** The smallest case that is found to go wrong as well, and how it does; nothing where the case does not. */
export async function shrink(
  stage: Stage,
  given: Case,
): Promise<{ smallest: Case; wrong: Wrong } | undefined> {
  let [found] = await firstWrong(stage, [given]);
  if (!found) return undefined;
  let smallest = given;
  const take = async (candidates: readonly Case[]): Promise<boolean> => {
    const [next] = await firstWrong(stage, candidates);
    if (!next) return false;
    smallest = upTo(candidates[next.index]!, next.step);
    found = next;
    return true;
  };
  smallest = upTo(smallest, found.step);
  await take([onlySteps(smallest, (step) => step === smallest.states.length - 2)]);
  for (let step = smallest.states.length - 3; step >= 0; step--)
    await take([onlySteps(smallest, (at) => at !== step)]);
  await take([{ ...smallest, fates: [] }]);
  await take([{ ...smallest, deeds: [] }]);
  for (let rounds = 0; rounds < 100; rounds++) {
    const candidates = [
      ...smallerViews(smallest.parts).map((parts) => ({ ...smallest, parts })),
      ...smallerStates(smallest.states).map((states) => ({ ...smallest, states })),
      ...simplerDeeds(smallest.deeds).map((deeds) => ({ ...smallest, deeds })),
    ];
    if (!(await take(candidates))) break;
  }
  return { smallest, wrong: found };
}

/** Those of several cases with the same fates that go wrong, the first of them first. */
async function firstWrong(stage: Stage, cases: readonly Case[]): Promise<Wrong[]> {
  const batch = 40;
  for (let from = 0; from < cases.length; from += batch) {
    const some = cases.slice(from, from + batch);
    const { wrong } = await stage.give(some.map(toPlay), { fates: some[0]!.fates, patience });
    if (wrong.length > 0)
      return wrong
        .map((each) => ({ ...each, index: each.index + from }))
        .sort((a, b) => a.index - b.index);
  }
  return [];
}

/** A case without what comes after a step. */
export const upTo = (one: Case, step: number): Case => ({
  ...one,
  states: one.states.slice(0, step + 2),
  deeds: one.deeds.slice(0, step + 1),
  fates: one.fates.slice(0, step + 1),
});

/** A case with some of its steps; it begins with the state before the first of them. */
function onlySteps(one: Case, has: (step: number) => boolean): Case {
  const steps = one.states
    .slice(1)
    .map((_, step) => step)
    .filter(has);
  return {
    ...one,
    states: [one.states[steps[0] ?? 0]!, ...steps.map((step) => one.states[step + 1]!)],
    deeds: steps.map((step) => one.deeds[step] ?? { kind: 'none', at: 0 }),
    fates: steps.map((step) => one.fates[step]),
  };
}

/** Whether what is in a part may be in its place, too. */
const isWrapper = (part: Part): boolean =>
  part.kind === 'element'
    ? /^(?:div|section|span|b|i|p|pre|g|tspan|mrow)$/.test(part.tag)
    : /^(?:condition|component|shadow)$/.test(part.kind);

/** Views that lack something of this one. */
export function smallerViews(parts: readonly Part[]): Part[][] {
  const smaller: Part[][] = [];
  for (const [i, part] of parts.entries()) {
    const instead = (...others: Part[]) => smaller.push(parts.toSpliced(i, 1, ...others));
    instead();
    if (!('inside' in part)) continue;
    if (isWrapper(part)) instead(...part.inside);
    if (part.kind === 'condition') {
      if (part.otherwise.length > 0) instead({ ...part, otherwise: [] });
      for (const otherwise of smallerViews(part.otherwise)) instead({ ...part, otherwise });
    }
    if (part.kind === 'element')
      for (const at of part.attributes.keys())
        instead({ ...part, attributes: part.attributes.toSpliced(at, 1) });
    for (const inside of smallerViews(part.inside)) instead({ ...part, inside });
  }
  return smaller;
}

/** The same states with fewer rows in their lists. */
function smallerStates(states: readonly State[]): State[][] {
  const text = JSON.stringify(states);
  const ids = Array.from({ length: 8 }, (_, id) => id).filter((id) => text.includes(`"id":${id}`));
  return ids.map((id) => states.map((state) => withoutRow(state, id) as State));
}

/** Fewer deeds, or deeds to a node further ahead. */
function simplerDeeds(deeds: readonly Deed[]): Deed[][] {
  return deeds.flatMap((deed, step) => {
    if (deed.kind === 'none') return [];
    const earlier = Array.from({ length: Math.min(deed.at, 6) }, (_, at) => ({ ...deed, at }));
    const none: Deed = { kind: 'none', at: 0 };
    return [none, ...earlier].map((instead) => deeds.with(step, instead));
  });
}

function withoutRow(value: unknown, id: number): unknown {
  if (Array.isArray(value))
    return value.filter((row) => row.id !== id).map((row) => withoutRow(row, id));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, withoutRow(member, id)]),
  );
}

/** A state with what a view reads of it. */
function read(parts: readonly Part[], state: State): State {
  const members: State = 'id' in state ? { id: state.id } : {};
  for (const part of parts) {
    if (part.kind === 'element')
      for (const { member } of part.attributes) if (member) members[member] = state[member];
    if ('name' in part) members[part.name] = state[part.name];
    if (part.kind === 'list')
      members[part.name] = (state[part.name] as State[]).map((row) => read(part.inside, row));
    else if (part.kind === 'region')
      members[part.name] = read(part.inside, state[part.name] as State);
    else if ('inside' in part) Object.assign(members, read(part.inside, state));
    if (part.kind === 'condition') Object.assign(members, read(part.otherwise, state));
  }
  return members;
}

/** A case as text that a test can take over, and what was shown in its last step. */
export function describe({ parts, isCompiled, states, deeds, fates }: Case, wrong: Wrong): string {
  const lines = states.map((state, at) => {
    const { kind, at: node } = deeds[at - 1] ?? { kind: 'none', at: 0 };
    const notes = [fates[at - 1], kind !== 'none' && `${kind} node ${node}`].filter(Boolean);
    const note = notes.length > 0 ? ` // before it: ${notes.join(', ')}` : '';
    return `  ${JSON.stringify(read(parts, state))},${note}`;
  });
  return [
    `// ${isCompiled ? 'compiled JSX' : 'JSX at run time'}`,
    `const states = [\n${lines.join('\n')}\n];`,
    'let at = 0;',
    'const first = () => states[at], next = () => states[++at];',
    toModule(parts, 'view').replaceAll("('view')", '()'),
    wrong.wasLost ? 'It was lost, and asked for its whole tree.' : '',
    wrong.waits && `It waits for ${wrong.waits}.`,
    `shown:\n${wrong.shown}`,
    `expected:\n${wrong.expected}`,
  ].join('\n');
}
