/** The client as the page of the fuzz run loads it, and what the run drives it by. Built for the browser. */
import { start } from '@skerry/client';
import { canonicalDom } from '@skerry/kit/testing';

import type { Fate } from './stage.js';

/** What happens to a region in a step, before its event is sent. */
export interface Damage {
  kind: 'wrap' | 'comment' | 'insert' | 'none';
  /** Which node, of those that there are. */
  at: number;
}

/** A region at fault. */
export interface Difference {
  id: string;
  /** Whether it waits for nothing. */
  isQuiet: boolean;
  /** Whether it was lost, and asked for its whole tree, though nothing happened to it or to the line. */
  wasLost: boolean;
  shown: string;
  expected: string;
}

declare global {
  interface Window {
    fuzz: { step: typeof step };
  }
}

const sockets: WebSocket[] = [];
/** Topics that were joined, and those that have asked for their whole tree since. */
const joined = new Set<string>();
const lost = new Set<string>();
/** Plays in which markers were removed; once a line was cut, all. Their regions may ask for whole trees. */
const excused = new Set<string>();
globalThis.WebSocket = class extends WebSocket {
  constructor(url: string | URL) {
    super(url);
    sockets.push(this);
  }

  override send(text: string): void {
    super.send(text);
    const { topic, have } = (JSON.parse(text) as { topic?: string; have?: number }[])[2] ?? {};
    if (topic === undefined) return;
    if (joined.has(topic) && have === undefined) lost.add(topic);
    joined.add(topic);
  }
};
// Waiting before another attempt takes no time; a line that is silent is given up after as long as ever.
const later = setTimeout;
globalThis.setTimeout = ((run: () => void, wait = 0) =>
  later(run, wait === 10_000 || wait === 3_000 ? wait : 0)) as typeof setTimeout;

const hostOf = (id: string): HTMLElement => document.querySelector(`#${id} > skerry-live`)!;

/**
 * Damages regions, raises the event of each, cuts the line in between where that is asked for; returns the regions that
 * differ from a fresh page once they are quiet, or are not quiet in time.
 */
async function step(
  damages: Record<string, Damage>,
  page: string,
  { fate, patience }: { fate: Fate; patience: number },
): Promise<Difference[]> {
  const ids = Object.keys(damages);
  for (const [id, change] of Object.entries(damages)) {
    damage(hostOf(id), change);
    if (change.kind === 'comment') excused.add(id);
  }
  const line = sockets.at(-1);
  if (fate) ids.forEach((id) => excused.add(id));
  if (fate === 'restart') await closed(line);
  raise(ids, fate === 'cut');
  if (fate === 'cut') await closed(line);
  const fresh = new DOMParser().parseFromString(page, 'text/html');
  const expected = (id: string) => written(fresh.querySelector(`#${id} > skerry-live`)!);
  const shown = (id: string) => written(undamaged(hostOf(id)));
  const wasLost = (id: string) => !excused.has(id) && asksAgain(id);
  const differs = (id: string) => !isQuiet(hostOf(id)) || wasLost(id) || shown(id) !== expected(id);
  await quiet(ids, patience);
  let different = ids.filter(differs);
  // What a region inside another is sent may come after the answer; it is there when a later event is answered.
  for (let times = 0; times < 2; times++) {
    const again = different.filter((id) => isQuiet(hostOf(id)));
    raise(again);
    await quiet(again, patience);
    different = different.filter(differs);
  }
  return different.map((id) => ({
    id,
    isQuiet: isQuiet(hostOf(id)),
    wasLost: wasLost(id),
    shown: shown(id),
    expected: expected(id),
  }));
}

/** What a region shows, and to which language its drawings and formulas belong. */
const written = (host: Element): string =>
  canonicalDom(host) +
  Array.from(
    host.querySelectorAll(
      ':is(svg, math), :is(svg, math) :not(skerry-holder, skerry-slot, skerry-end)',
    ),
    ({ localName, namespaceURI }) => `${localName} of ${namespaceURI}\n`,
  ).join('');

/** Whether a region of a play has asked for its whole tree. */
const asksAgain = (id: string): boolean =>
  Array.from(lost, (topic) => document.getElementById(topic.replace(':', '-'))).some((host) =>
    host?.closest(`#${id}`),
  );

/** Raises the event of each region; cuts the line when half of them are done. */
function raise(ids: readonly string[], cut = false): void {
  for (const [i, id] of ids.entries()) {
    if (cut && i === ids.length >> 1) sockets.at(-1)!.close();
    hostOf(id).querySelector<HTMLElement>('button[lv-click=step]')!.click();
  }
}

/** Waits until the client has heard of the end of its line. */
async function closed(line?: WebSocket): Promise<void> {
  const isClosed = () => !line || line.readyState === WebSocket.CLOSED;
  while (!isClosed()) await new Promise((resolve) => later(resolve, 1));
  // Its listeners hear of it in the next task.
  await new Promise((resolve) => later(resolve, 1));
}

/** Waits until regions wait for nothing, for so many milliseconds at most. */
async function quiet(ids: readonly string[], patience: number): Promise<void> {
  const end = performance.now() + patience;
  while (!ids.every((id) => isQuiet(hostOf(id))) && performance.now() < end)
    await new Promise((resolve) => later(resolve, 1));
}

/** Whether a region, and those in it, wait for nothing. */
const isQuiet = (host: HTMLElement): boolean =>
  !host.querySelector('[aria-busy]') &&
  [host, ...host.querySelectorAll<HTMLElement>('skerry-live')].every(
    ({ dataset }) => dataset.state === 'live',
  );

/** Changes a region as translators and extensions do. */
function damage(host: HTMLElement, { kind, at }: Damage): void {
  if (kind === 'none') return;
  const filter = {
    wrap: NodeFilter.SHOW_TEXT,
    comment: NodeFilter.SHOW_COMMENT,
    insert: NodeFilter.SHOW_ELEMENT,
  };
  const walker = document.createTreeWalker(host, filter[kind]);
  const nodes: ChildNode[] = [];
  while (walker.nextNode()) {
    const node = walker.currentNode as ChildNode;
    // What islands have made is theirs to look after, and the button is the run's own.
    if (!node.parentElement!.closest('button, skerry-island, skerry-holder, svg, math'))
      nodes.push(node);
  }
  if (kind === 'wrap') for (const node of nodes) wrap(node);
  const node = nodes[at % nodes.length];
  if (kind === 'comment') node?.remove();
  if (kind === 'insert' && node) {
    const added = document.createElement('aside');
    added.dataset.added = '';
    added.append('added');
    node.after(added);
  }
}

function wrap(node: ChildNode): void {
  const font = document.createElement('font');
  node.replaceWith(font);
  font.append(node);
}

/** A region without what damage has added. */
function undamaged(host: HTMLElement): Element {
  if (!host.querySelector('font, [data-added]')) return host;
  const copy = host.cloneNode(true) as Element;
  for (const added of copy.querySelectorAll('[data-added]')) added.remove();
  for (const font of copy.querySelectorAll('font')) font.replaceWith(...font.childNodes);
  return copy;
}

start();
window.fuzz = { step };
