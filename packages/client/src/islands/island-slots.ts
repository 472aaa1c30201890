import {
  holderTag,
  type IslandHost,
  islandEndTag,
  islandTag,
  outsideSlots,
  slotTag,
} from '@skerry/wire';

import { features } from '../features.js';
import { changesByOthers } from '../patch/owned.js';
import { call } from '../unclobbered.js';

/** The host of an island, with the members by which region and island communicate. */
export type Host = HTMLElement & IslandHost;

const is = (node: Node | null, tag: string): boolean => (node as Element | null)?.localName === tag;

export const isIsland = (node: Node | null): node is Host => is(node, islandTag);
export const isEnd = (node: Node | null): boolean => is(node, islandEndTag);
export const isHolder = (node: Node | null): node is HTMLElement => is(node, holderTag);

export const nameOf = (slot: Element): string => slot.getAttribute('name')!;

/** Finds the holder of a host, if it has one. */
export function holderOf(host: Element): HTMLElement | null {
  const before = host.previousElementSibling;
  return isHolder(before) ? before : null;
}

/** Puts a slot into the holder of its host. */
function hold(host: Host, slot: Element): void {
  let holder = holderOf(host);
  if (!holder) {
    holder = call(document, 'createElement', holderTag);
    holder.hidden = true;
    host.before(holder);
  }
  features.morph!.insertNode(slot, holder, null);
}

/** Lists the slots of an island: those in its host, then those in its holder. Inner slots are of other islands. */
export const slotsOf = (host: Host): Element[] =>
  [host, holderOf(host)].flatMap((owner) =>
    Array.from(owner?.querySelectorAll(slotTag + outsideSlots) ?? []),
  );

const named = (slots: Element[], name: string): Element | undefined =>
  slots.find((slot) => nameOf(slot) === name);

/** Finds the element of a slot, wherever it is, or makes one in the holder. */
export function slotOf(host: Host, name: string): Element {
  const known = host.slotted?.(name) ?? named(slotsOf(host), name);
  if (known) return known as Element;
  const slot = call(document, 'createElement', slotTag);
  slot.setAttribute('name', name);
  hold(host, slot);
  return slot;
}

/** Empties a slot, and removes it from the holder. */
export function clearSlot(host: Host, slot: Element): void {
  slot.replaceChildren();
  if (slot.parentNode === holderOf(host)) slot.remove();
  tidy(host);
}

/** Brings an island's own markup to a new one, in which the slots are empty; their content lives on. */
export function showMarkup(host: Host, markup: Node): void {
  // The changes of an island that was live are not changes by others.
  if (host.phase === 'failed')
    for (const element of host.querySelectorAll(outsideSlots)) changesByOthers(element)?.clear();
  features.morph!.morph(host, markup, (node) => {
    if (isEnd(node)) return;
    const filled = slotsOf(host).filter((slot) => slot.firstChild && call(node, 'contains', slot));
    filled.forEach((slot) => hold(host, slot));
    if (filled[0] !== node) call(node, 'remove');
  });
  for (const slot of Array.from(holderOf(host)?.children ?? [])) {
    const place = named(slotsOf(host), nameOf(slot))!;
    if (place === slot) continue;
    features.morph!.insertNode(slot, place.parentElement!, place);
    place.remove();
  }
  tidy(host);
  host.removeAttribute('failed');
  host.shown = host.patches?.length ?? 0;
}

function tidy(host: Host): void {
  const holder = holderOf(host);
  if (!holder?.firstChild) holder?.remove();
}
