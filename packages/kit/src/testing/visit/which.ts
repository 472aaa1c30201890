import { LiveTestError } from '../dom.js';

/** Says which of several elements with one name a step means. */
export interface Which {
  /** A text of the row, or of another part of the page, that the element is in. */
  within?: string;
  /** The number among those of this name, from 1 on. */
  nth?: number;
}

/** An element that a step names. */
export interface Target extends Which {
  /** The label of a field, the text of a button or a link. */
  readonly name: string;
}

/** An element that a target may mean. */
export interface Candidate {
  /** Its number among all that have the name. */
  readonly index: number;
  /** The text of the part of the page that holds it and no other candidate. */
  readonly around: string;
}

/** A node of any DOM. */
interface Knot {
  readonly parentNode: Knot | null;
  readonly textContent: string | null;
}

/**
 * Finds the elements that a target may mean: all, or those in the smallest parts of the page that have the text of `within`.
 * It is sent to browsers as text too, and so uses nothing around it.
 */
export function survey(all: readonly unknown[], within: string | undefined): Candidate[] {
  const elements = all as readonly Knot[];
  const wanted = within?.replace(/\s+/g, '') ?? '';
  const holds = (outer: Knot, inner: Knot): boolean =>
    outer === inner || (inner.parentNode !== null && holds(outer, inner.parentNode));
  const rowOf = (knot: Knot): Knot | null =>
    knot.textContent?.replace(/\s+/g, '').includes(wanted) || !knot.parentNode
      ? knot
      : rowOf(knot.parentNode);
  const rows = elements.map((element) => rowOf(element.parentNode ?? element) as Knot);
  const isSmallest = (row: Knot): boolean =>
    !!row.parentNode && !rows.some((other) => other !== row && holds(row, other));
  const found = elements.filter((_, i) => within === undefined || isSmallest(rows[i] as Knot));
  const partOf = (element: Knot, part: Knot): Knot =>
    !part.parentNode?.parentNode ||
    found.some((other) => other !== element && holds(part.parentNode as Knot, other))
      ? part
      : partOf(element, part.parentNode);
  return found.map((element) => ({
    index: elements.indexOf(element),
    around: (partOf(element, element).textContent ?? '').replace(/\s+/g, ' ').trim().slice(0, 60),
  }));
}

/**
 * The number of the element that a target means.
 *
 * @param kind of element, and of several
 * @param known the names that there are
 * @throws LiveTestError if there is none, or more than one
 */
export function decide(
  candidates: readonly Candidate[],
  target: Target,
  [kind, kinds]: Kind,
  known: readonly string[],
): number {
  const { name, within, nth } = target;
  const found = nth === undefined && candidates.length > 1 ? undefined : candidates[(nth ?? 1) - 1];
  if (found) return found.index;
  const named = `named ${JSON.stringify(name)}`;
  const place = within === undefined ? '' : ` within ${JSON.stringify(within)}`;
  if (candidates.length === 0) {
    const names = known.map((each) => JSON.stringify(each)).join(', ');
    throw new LiveTestError(`No ${kind} is ${named}${place}; there are: ${names || 'none'}.`);
  }
  if (nth !== undefined)
    throw new LiveTestError(
      `There is no number ${nth} of the ${kinds} ${named}${place}: there are ${candidates.length}.`,
    );
  const choices = candidates.map(({ around }, i) => `${i + 1}. ${JSON.stringify(around)}`);
  throw new LiveTestError(
    `${candidates.length} ${kinds} are ${named}${place}. Say which by { within: 'a text of its row' } or { nth: 1 }; they are in: ${choices.join(', ')}.`,
  );
}

/** What is looked for, in the words of errors: one, and several. */
type Kind = readonly [one: string, several: string];

export const fieldKind: Kind = ['field', 'fields'];
export const controlKind: Kind = ['button or link', 'buttons or links'];

/** What is wrong if a visitor declines where nobody asks. */
export const noQuestion = ({ name }: Target): LiveTestError =>
  new LiveTestError(`Nobody asks at ${JSON.stringify(name)}, so nothing can be declined.`);
