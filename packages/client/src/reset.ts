import type { Attributes } from '@skerry/wire';

import { setAttributes, setText } from './attributes.js';
import { hostTag } from './host.js';
import { clientOwned } from './owned.js';
import { isComment, isElement, keyAt } from './places.js';
import { call, read } from './unclobbered.js';

/**
 * Brings what an element holds to a new tree. Nodes that are in both stay, and with them focus, selection, scroll, what
 * was typed, and dialogs that are open.
 */
export function morph(element: Element, tree: DocumentFragment, answer?: object): void {
  const active = document.activeElement as HTMLElement | null;
  morphChildren(element, tree, answer);
  // Where a browser can only move a node by taking it out, focus is lost.
  if (active !== document.activeElement && active?.isConnected)
    active.focus({ preventScroll: true });
}

function morphChildren(parent: Element, tree: Node, answer?: object): void {
  const named = new Names(parent);
  /** What comes next belongs before this; all nodes from here on are not used yet. */
  let place = read(parent, 'firstChild');
  /** What followed the node that was kept last: likely the one to keep next. */
  let neighbour = place;
  for (let next = read(tree, 'firstChild'), following; next; next = following) {
    following = read(next, 'nextSibling');
    const kept = named.take(next, neighbour);
    if (kept) {
      neighbour = read(kept, 'nextSibling');
      if (kept === place) place = neighbour;
      else if ('moveBefore' in Element.prototype) call(parent, 'moveBefore', kept, place);
      else call(parent, 'insertBefore', kept, place);
      morphNode(kept, next, answer);
    } else call(parent, 'insertBefore', next, place);
  }
  while (place) {
    const next: ChildNode | null = read(place, 'nextSibling');
    call(place, 'remove');
    place = next;
  }
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
  if (isComment(node)) return node.data.replace(/^\[|\]/, '') || null;
  if (!isElement(node)) return null;
  return call(node, 'getAttribute', 'id') || call(node, 'getAttribute', 'name');
}

function nearest(next: ChildNode, from: ChildNode | null): ChildNode | null {
  for (let node = from; node && nameOf(node) === null; node = read(node, 'nextSibling')) {
    if (areAlike(node, next)) return node;
    // Behind a marker stands something else.
    if (isComment(node)) break;
  }
  return null;
}

const areAlike = (a: Node, b: Node): boolean =>
  read(a, 'nodeName') === read(b, 'nodeName') &&
  read(a as HTMLInputElement, 'type') === read(b as HTMLInputElement, 'type');

function morphNode(node: ChildNode, next: ChildNode, answer?: object): void {
  if (!isElement(node)) {
    const { data } = next as CharacterData;
    if ((node as CharacterData).data !== data) (node as CharacterData).data = data;
    return;
  }
  setAttributes(node, changesOf(node, next as Element), answer);
  if (node.localName === 'textarea') setText(node, next.textContent!, answer);
  // What a region holds is its own affair.
  else if (node.localName !== hostTag) morphChildren(node, next, answer);
}

/** What has to change about an element's attributes; what the visitor has opened stays open. */
function changesOf(element: Element, next: Element): Attributes {
  const changes: Attributes = {};
  for (const { name } of read(element, 'attributes'))
    if (!call(next, 'hasAttribute', name) && !clientOwned.includes(name) && name !== 'open')
      changes[name] = null;
  for (const { name, value } of read(next, 'attributes'))
    if (call(element, 'getAttribute', name) !== value) changes[name] = value;
  return changes;
}
