import { outsideSlots } from '@skerry/wire';

import { type Field, isField, isPicked, noteEdit } from './fields.js';
import type { Island } from './island.js';
import { replay, tellEdit } from './replay.js';
import { schedule } from './schedule.js';
import { call, read } from './unclobbered.js';

/** The elements that the island renders itself, and its slots, but not the content of slots. */
const own = `*${outsideSlots}`;

/** Returns true if an event comes in one task with the one before it, as the two events of a choice do. */
const goesAlong = ({ type, target }: Event, before: Event): boolean =>
  type === 'change' &&
  before.type === 'input' &&
  before.target === target &&
  !(before instanceof InputEvent);

/**
 * Keeps the visitor's input through the hydration of an island: the values of fields, the focus, and the
 * events that it missed.
 *
 * @returns a function to call after hydration: it restores all and tells the island; its promise resolves afterwards
 */
export function preserveInput(host: Island, missed: readonly Event[]): () => Promise<void> {
  const before = [...host.querySelectorAll(own)];
  const active = read(document, 'activeElement')!;
  const edits = before.filter(isField).map((field) => [field, noteEdit(field)] as const);
  /** The target of an event as the island sees it: a slot, for everything in it. */
  const targets = missed.map(
    ({ target }) => before.findLast((element) => call(element, 'contains', target as Node)) ?? host,
  );
  return async () => {
    const after = host.querySelectorAll(own);
    /** The element now in the place of another: hydration may have replaced it. */
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
      // An earlier event may have made the island render, and so reset the other fields.
      untold.get(target)?.(target as Field);
      if (replay(host, event, target)) untold.delete(target);
    };
    // The visitor may continue meanwhile, and the island receives those events directly.
    const note = ({ target, isTrusted }: Event) => isTrusted && untold.delete(target as Element);
    const { show } = host;
    const isThere = () => host.phase === 'live' && host.show === show;
    host.addEventListener('input', note, true);
    for (const [i, event] of missed.entries()) {
      // One event per task, so that the island renders in between, as usual.
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
