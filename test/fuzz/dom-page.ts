/** The client as the page of the fuzz run loads it, and what the run drives it by. Built for the browser. */
import { start } from '@skerry/client';
import type { IslandHost } from '@skerry/wire';

import { type Deed, perform } from './deeds.js';
import { compare, noteIgnored } from './expected.js';
import { closed, heldTimers, line, lost } from './line.js';

/** The fate of all plays of a batch before a step. */
export type Fate = 'cut' | 'restart' | undefined;

/** A region at fault. */
export interface Difference {
  id: string;
  /** What it waits for still. */
  waits: string;
  /** Whether it was lost, and asked for its whole tree, though nothing happened to it or to the line. */
  wasLost: boolean;
  shown: string;
  expected: string;
}

declare global {
  interface Window {
    fuzz: { pause: typeof heldTimers.hold; step: typeof step };
  }
}

/** Plays in which markers were removed: their regions may ask for whole trees. */
const excused = new Set<string>();

const hostOf = (id: string): HTMLElement => document.querySelector(`#${id} > skerry-live`)!;

/**
 * Does something to regions, raises the event of each, cuts the line in between where that is asked for; returns the regions
 * that differ from a fresh page once they are quiet, or are not quiet in time.
 */
async function step(
  deeds: Record<string, Deed>,
  page: string,
  { fate, patience }: { fate: Fate; patience: number },
): Promise<Difference[]> {
  const ids = Object.keys(deeds);
  if (fate === 'restart') {
    await closed();
    heldTimers.release();
  }
  const endings = Object.entries(deeds).map(([id, deed]) => {
    if (deed.kind === 'comment') excused.add(id);
    return perform(hostOf(id), deed);
  });
  for (const id of ids) noteIgnored(hostOf(id));
  raise(ids, fate === 'cut');
  if (fate === 'cut') await closed();
  await quiet(ids, patience);
  for (const end of endings) end?.();
  await quiet(ids, patience);
  const look = (some: readonly string[]): Difference[] => {
    const fresh = Document.parseHTMLUnsafe(page);
    return some.map((id) => {
      const host = hostOf(id);
      const wasLost = !fate && !excused.has(id) && asksAgain(id);
      const both = compare(host, fresh.querySelector(`#${id} > skerry-live`)!);
      return { id, waits: waitsOf(host), wasLost, ...both };
    });
  };
  let different = look(ids).filter(differs);
  // What a region inside another is sent may come after the answer; it is there when a later event is answered.
  for (let times = 0; times < 2 && different.length > 0; times++) {
    const again = different.map(({ id }) => id);
    raise(again);
    await quiet(again, patience);
    different = look(different.map(({ id }) => id)).filter(differs);
  }
  lost.clear();
  return different;
}

const differs = ({ waits, wasLost, shown, expected }: Difference): boolean =>
  waits !== '' || wasLost || shown !== expected;

/** Whether a region of a play has asked for its whole tree. */
const asksAgain = (id: string): boolean =>
  Array.from(lost, (topic) => document.getElementById(topic.replace(':', '-'))).some((host) =>
    host?.closest(`#${id}`),
  );

/** Raises the event of each region; cuts the line when half of them are done. */
function raise(ids: readonly string[], cut = false): void {
  for (const [i, id] of ids.entries()) {
    if (cut && i === ids.length >> 1) line()!.close();
    hostOf(id).querySelector<HTMLElement>('button[lv-click=step]')!.click();
  }
}

/** Waits until regions wait for nothing, for so many milliseconds at most. */
async function quiet(ids: readonly string[], patience: number): Promise<void> {
  const end = performance.now() + patience;
  // What islands show in answer to a click they show in a moment.
  do await heldTimers.wait(1);
  while (!ids.every((id) => waitsOf(hostOf(id)) === '') && performance.now() < end);
}

/** What a region, and what is in it, waits for: nothing, where the line is quiet. */
const waitsOf = (host: HTMLElement): string =>
  Array.from(host.querySelectorAll('[aria-busy]'), () => 'an answer')
    .concat(
      [host, ...host.querySelectorAll<HTMLElement>('skerry-live')]
        .filter(({ dataset }) => dataset.state !== 'live')
        .map(({ dataset }) => `a region that is ${dataset.state}`),
      [...host.querySelectorAll<IslandHost & HTMLElement>('skerry-island')]
        .filter((island) => !isUpToDate(island))
        .map((island) => `${island.getAttribute('on')} ${island.getAttribute('at')}`),
    )
    .join();

/** Whether an island shows all that its region has told it of. */
function isUpToDate(island: IslandHost & HTMLElement): boolean {
  const strategy = island.getAttribute('on');
  const waits = island.patches?.length ?? 0;
  if (strategy === 'load' || (strategy === 'visible' && isInView(island)))
    return 'show' in island && island.phase === 'live' && waits === 0;
  return island.phase === 'live' ? waits === 0 : waits === (island.shown ?? 0);
}

const isInView = (island: HTMLElement): boolean =>
  !!island.querySelector('section')?.checkVisibility();

/** All plays fit the window, so that all islands come into view; nobody looks at them, which saves drawing them. */
const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  html { opacity: 0 }
  foreignObject { overflow: visible }
  div[id^=v] { position: absolute; inset: 0 }
  * { margin: 0 !important; padding: 0 !important; border: 0 !important; font-size: 1px !important; line-height: 1px !important }
`);
document.adoptedStyleSheets.push(sheet);

start();
window.fuzz = { pause: heldTimers.hold, step };
