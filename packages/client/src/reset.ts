import type { Attributes } from '@skerry/wire';

import { setAttributes, setText } from './attributes.js';
import { islands } from './lazy.js';
import { clientOwned } from './owned.js';
import { keyAt } from './places.js';
import { call, read } from './unclobbered.js';

/** Takes a node out that the new tree does not have. */
type Drop = (node: ChildNode) => void;

/**
 * Brings what an element holds to a new tree. Nodes that are in both stay, and with them focus, selection, scroll, what
 * was typed, and dialogs that are open.
 */
export function morph(
  element: Element,
  tree: Node,
  answer?: object,
  drop: Drop = (node) => call(node, 'remove'),
): void {
  const active = document.activeElement as HTMLElement | null;
  morphChildren(element, tree, answer, drop);
  // Where a browser can only move a node by taking it out, focus is lost.
  if (active !== document.activeElement && active?.isConnected)
    active.focus({ preventScroll: true });
}

function morphChildren(parent: Element, tree: Node, answer: object | undefined, drop: Drop): void {
  const named = new Names(parent);
  /** What comes next belongs before this; all nodes from here on are not used yet. */
  let place = read(parent, 'firstChild');
  /** What followed the node that was kept last: likely the one to keep next. */
  let neighbour = place;
  for (let next = read(tree, 'firstChild'), following; next; next = following) {
    following = read(next, 'nextSibling');
    // A holder comes with its host.
    if ((next as Element).localName === 'skerry-holder') continue;
    const kept = named.take(next, neighbour);
    if (kept) neighbour = read(kept, 'nextSibling');
    const node = kept ?? next;
    for (const each of islands?.withHolder(node) ?? [node])
      if (each === place) place = read(place, 'nextSibling');
      else move(each, parent, place);
    if (kept) morphNode(kept, next, answer, drop);
  }
  while (place) {
    const next: ChildNode | null = read(place, 'nextSibling');
    drop(place);
    place = next;
  }
}

/** Moves a node without unloading what is in it, where the browser can. */
export function move(node: Node, parent: Element, before: Node | null): void {
  if (read(node, 'isConnected') && 'moveBefore' in Element.prototype)
    call(parent, 'moveBefore', node, before);
  else call(parent, 'insertBefore', node, before);
}

/** The children of an element that can be told from their likes. */
class Names {
  readonly #nodes = new Map<string, ChildNode[]>();

  constructor(parent: Element) {
    for (const child of parent.childNodes) {
      const name = nameOf(child);
      if (name === null) continue;
      const namesakes = this.#nodes.get(name);
      if (namesakes) namesakes.push(child);
      else this.#nodes.set(name, [child]);
    }
  }

  /** The child that is to become `next`, if one can: of its name, or else the nearest alike from `neighbour` on. */
  take(next: ChildNode, neighbour: ChildNode | null): ChildNode | null {
    const name = nameOf(next);
    if (name === null) return nearest(next, neighbour);
    const namesakes = this.#nodes.get(name) ?? [];
    const at = Math.max(0, namesakes.indexOf(neighbour!));
    const kept = namesakes[at];
    if (!kept || !areAlike(kept, next)) return null;
    namesakes.splice(at, 1);
    return kept;
  }
}

/** What tells a node from its siblings: a key, a name, the number of a place. */
function nameOf(node: Node): string | null {
  const key = keyAt(node);
  if (key !== null) return `k:${key}`;
  if (node instanceof Comment) return node.data.replace(/^\[|\]/, '') || null;
  if (!(node instanceof Element)) return null;
  const attribute = (name: string) => call(node, 'getAttribute', name);
  // An island may stand in many places, and each place hold another island.
  return attribute('id') || (attribute('at') ?? '') + (attribute('name') ?? '') || null;
}

function nearest(next: ChildNode, from: ChildNode | null): ChildNode | null {
  for (let node = from; node && nameOf(node) === null; node = read(node, 'nextSibling')) {
    if (areAlike(node, next)) return node;
    // Behind a marker stands something else.
    if (node instanceof Comment) break;
  }
  return null;
}

const areAlike = (a: Node, b: Node): boolean =>
  read(a, 'nodeName') === read(b, 'nodeName') &&
  read(a as HTMLInputElement, 'type') === read(b as HTMLInputElement, 'type');

function morphNode(node: ChildNode, next: ChildNode, answer: object | undefined, drop: Drop): void {
  if (!(node instanceof Element)) {
    const { data } = next as CharacterData;
    if ((node as CharacterData).data !== data) (node as CharacterData).data = data;
    return;
  }
  if (islands?.bring(node as HTMLElement, next)) return;
  setAttributes(node, changesOf(node, next as Element), answer);
  if (node.localName === 'textarea') setText(node, next.textContent!, answer);
  // What a region holds is its own affair; what a slot holds is brought in by itself.
  else if (!/^skerry-(live|slot)$/.test(node.localName)) morphChildren(node, next, answer, drop);
}

/** What has to change about an element's attributes; what the visitor has opened stays open. */
function changesOf(element: Element, next: Element): Attributes {
  const changes: Attributes = {};
  for (const { name } of read(element, 'attributes'))
    if (!call(next, 'hasAttribute', name) && !clientOwned.includes(name) && name !== 'open')
      changes[name] = null;
  for (const { name, value } of read(next, 'attributes'))
    // While an event is under way, the page does not show what its author has there.
    if (call(element, 'getAttribute', name) !== value || name === 'aria-busy')
      changes[name] = value;
  return changes;
}
