import { type KeyedList, list } from '@skerry/kit';
import { deepDiff, type HtmlSafeString } from 'liveviewjs';

import { diff } from '../../packages/kit/dist/template/diff.js';
import { renderHtml } from '../../packages/kit/dist/template/html-writer.js';
import type { Rendered, Template } from '../../packages/kit/dist/template/template.js';
import { makePoints, makeRow, makeRows, type Row, shuffled, swapped } from './data.js';
import { liveviewCounter, liveviewTable } from './peers.js';
import { type Line, micros, microsOf } from './report.js';
import { chartOf, counterOf, tableOf } from './views.js';

/** Steps from one state to the next; each measured call takes one. */
interface Scenario<State> {
  what: string;
  calls: number;
  start: State;
  next: (state: State, index: number) => State;
  skerry: (state: State) => unknown;
  liveview?: (state: State) => HtmlSafeString;
  budget?: { micros?: number; bytes?: number };
}

let ids = 10_000;
const fresh = (): number => ++ids;

/** Render, diff and encoding of one change, and its frame. */
export function measureDiff(): Line[] {
  const rows = makeRows(1000);
  const many = makeRows(3000);
  const touch = (all: readonly Row[], index: number) => {
    const at = (index * 7) % all.length;
    return all.with(at, { ...(all[at] as Row), name: `name ${index}` });
  };
  return [
    ...scenario<number>({
      what: 'counter',
      calls: 5000,
      start: 0,
      next: (count) => count + 1,
      skerry: counterOf,
      liveview: liveviewCounter,
      budget: { bytes: 30 },
    }),
    ...scenario<readonly Row[]>({
      what: 'one of 1,000, <For>',
      calls: 200,
      start: rows,
      next: touch,
      skerry: tableOf,
      liveview: liveviewTable,
      budget: { micros: 40, bytes: 60 },
    }),
    ...scenario<KeyedList<Row>>({
      what: 'one of 1,000, list()',
      calls: 2000,
      start: list(rows, (row) => row.id),
      next: (all, index) =>
        all.update((index * 7) % 1000, (row) => ({ ...row, name: `name ${index}` })),
      skerry: tableOf,
      budget: { micros: 20, bytes: 60 },
    }),
    ...scenario<readonly Row[]>({
      what: 'prepend to 3,000',
      calls: 20,
      start: many,
      next: (all) => [makeRow(fresh()), ...all.slice(0, 2999)],
      skerry: tableOf,
      liveview: liveviewTable,
    }),
    ...scenario<KeyedList<Row>>({
      what: 'prepend to 3,000, list()',
      calls: 200,
      start: list(many, (row) => row.id),
      next: (all) => all.prepend(makeRow(fresh())),
      skerry: tableOf,
      budget: { bytes: 250 },
    }),
    ...scenario<readonly Row[]>({
      what: 'swap 2 of 1,000',
      calls: 50,
      start: rows,
      next: (all) => swapped(all, 1, 998),
      skerry: tableOf,
      liveview: liveviewTable,
    }),
    ...scenario<readonly Row[]>({
      what: 'shuffle 1,000',
      calls: 20,
      start: rows,
      next: shuffled,
      skerry: tableOf,
      liveview: liveviewTable,
    }),
    ...scenario<readonly number[]>({
      what: 'one of 100 points of an island',
      calls: 2000,
      start: makePoints(100),
      next: (points, index) => points.with((index * 7) % 100, index),
      skerry: chartOf,
      budget: { bytes: 60 },
    }),
    ...scenario<readonly number[]>({
      what: 'a new point for 100 of an island',
      calls: 2000,
      start: makePoints(100),
      next: (points, index) => [...points.slice(1), index],
      skerry: chartOf,
      budget: { bytes: 60 },
    }),
  ];
}

function scenario<State>(given: Scenario<State>): Line[] {
  const { what, calls, budget = {} } = given;
  const ours = walk(given, (state) => given.skerry(state) as Rendered, skerryFrame());
  const whole = walk(
    given,
    given.skerry,
    (_, after) => renderHtml(after, { region: () => '', async: false }) as string,
  );
  const measured = `${micros(ours.micros)}, ${ours.bytes} B`;
  const lines: Line[] = [
    {
      what,
      measured,
      peer: `all again ${micros(whole.micros)}, ${whole.bytes} B`,
      ratio: whole.micros / ours.micros,
      ...judge(budget, ours),
    },
  ];
  const { liveview } = given;
  if (liveview) {
    const theirs = walk(
      given,
      (state) => liveview(state).partsTree(),
      liveviewFrame,
      Math.max(3, Math.ceil(calls / 10)),
    );
    lines.push({
      what,
      measured,
      peer: `liveviewjs ${micros(theirs.micros)}, ${theirs.bytes} B`,
      ratio: theirs.micros / ours.micros,
    });
  }
  return lines;
}

interface Figures {
  micros: number;
  bytes: number;
}

function judge(
  budget: { micros?: number; bytes?: number },
  { micros: time, bytes }: Figures,
): Partial<Line> {
  const parts = [
    budget.micros === undefined ? '' : `≤ ${budget.micros} µs`,
    budget.bytes === undefined ? '' : `≤ ${budget.bytes} B`,
  ].filter(Boolean);
  if (parts.length === 0) return {};
  const met = time <= (budget.micros ?? time) && bytes <= (budget.bytes ?? bytes);
  return { budget: parts.join(', '), met };
}

/** The time of a step, and the bytes of the last frame. */
function walk<State, Tree>(
  { start, next, calls }: Scenario<State>,
  treeOf: (state: State) => Tree,
  frameOf: (before: Tree, after: Tree) => string,
  rounds = calls,
): Figures {
  let state = start;
  let before = treeOf(state);
  let frame = '';
  const time = microsOf((index) => {
    state = next(state, index);
    const after = treeOf(state);
    frame = frameOf(before, after);
    before = after;
  }, rounds);
  return { micros: time, bytes: Buffer.byteLength(frame) };
}

function skerryFrame(): (before: Rendered, after: Rendered) => string {
  const known = new Set<number>();
  const template = ({ number, markup }: Template): number | [number, string] => {
    if (known.has(number)) return number;
    known.add(number);
    return [number, markup];
  };
  return (before, after) =>
    JSON.stringify([1, 9999, diff(before, after, { template, region: () => undefined }) ?? {}]);
}

const liveviewFrame = (before: object, after: object): string =>
  JSON.stringify([
    '4',
    '9999',
    'lv:phx-W50Yuv1RdObH',
    'phx_reply',
    {
      status: 'ok',
      response: {
        diff: deepDiff(before as Record<string, unknown>, after as Record<string, unknown>),
      },
    },
  ]);
