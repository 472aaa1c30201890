import { outsideSlots } from '@skerry/wire';

import { type Field, isField, isPicked, noteEdit } from './fields.js';
import type { Island } from './island.js';
import { replay, tellEdit } from './replay.js';
import { schedule } from './schedule.js';
import { call, read } from './unclobbered.js';

/** What the island renders itself, and its slots, but not what stands in them. */
const own = `*${outsideSlots}`;

/** Whether an event comes in one task with that before it, as the two do that a choice raises. */
const goesAlong = ({ type, target }: Event, before: Event): boolean =>
  type === 'change' &&
  before.type === 'input' &&
  before.target === target &&
  !(before instanceof InputEvent);

/**
 * Carries what the visitor has done through the hydration of an island: what is in its fields, what has the focus, and the
 * events that it missed.
 *
 * @returns called when it has hydrated, puts all back and tells the island; it settles when it has told everything
 */
export function preserveInput(host: Island, missed: readonly Event[]): () => Promise<void> {
  const before = [...host.querySelectorAll(own)];
  const active = read(document, 'activeElement')!;
  const edits = before.filter(isField).map((field) => [field, noteEdit(field)] as const);
  /** What the island sees as the target of an event: a slot stands for all in it. */
  const targets = missed.map(
    ({ target }) => before.findLast((element) => call(element, 'contains', target as Node)) ?? host,
  );
  return async () => {
    const after = host.querySelectorAll(own);
    /** What stands where an element stood: hydration may have made another. */
    const heirOf = <E extends Element>(element: E): E | undefined => {
      const heir = host.contains(element) ? element : after[before.indexOf(element)];
      return heir && read(heir, 'localName') === read(element, 'localName')
        ? (heir as E)
        : undefined;
    };
    const focused = before.includes(active) && heirOf(active);
    if (focused && focused !== read(document, 'activeElement'))
      call(focused as HTMLElement, 'focus', { preventScroll: true });
    const untold = new Map<Element, (heir: Field) => void>();
    for (const [field, edit] of edits) {
      const heir = edit && heirOf(field);
      if (!heir) continue;
      edit(heir);
      if (isPicked(heir)) untold.set(heir, edit);
    }
    const play = (event: Event, i: number) => {
      const target = heirOf(targets[i]!);
      if (!target) return;
      // What the island was told before may have made it render, and so reset the others.
      untold.get(target)?.(target as Field);
      if (replay(host, event, target)) untold.delete(target);
    };
    // The visitor goes on meanwhile, and the island hears of that by itself.
    const note = ({ target, isTrusted }: Event) => isTrusted && untold.delete(target as Element);
    const { show } = host;
    const isThere = () => host.phase === 'live' && host.show === show;
    host.addEventListener('input', note, true);
    for (const [i, event] of missed.entries()) {
      // One to a task, so that the island renders in between, as it would have.
      if (i > 0 && !goesAlong(event, missed[i - 1]!)) await schedule('high');
      if (isThere()) play(event, i);
    }
    host.removeEventListener('input', note, true);
    if (!isThere()) return;
    for (const [field, edit] of untold) {
      edit(field as Field);
      tellEdit(host, field);
    }
  };
}
