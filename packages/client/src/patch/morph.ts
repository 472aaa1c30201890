import { holderTag, isInstance, regionTag, renewEvent, slotTag } from '@skerry/wire';

import { setAttributes, setText } from './attributes.js';
import type { IncomingUpdate } from '../connection/live-event.js';
import { features } from '../features.js';
import type { Loss } from './frame.js';
import {
  addedIn,
  changesOf,
  fillsItself,
  isCustom,
  isLeft,
  isTextField,
  type Pair,
} from './left-alone.js';
import { changesByOthers, damageNow, maxDamage } from './owned.js';
import { keyAt, Lost, siblings } from './places.js';
import type { RegionHandle } from '../region/region-handle.js';
import { call, read } from '../unclobbered.js';

/** Removes a node that the new tree does not have. */
type Drop = (node: ChildNode) => void;

const remove: Drop = (node) => call(node, 'remove');

/**
 * Brings the content of an element to a new tree. Nodes that are in both stay, and with them focus, selection, scroll,
 * entered text and open dialogs.
 */
export function morph(element: Element, tree: Node, drop = remove): void {
  element.dispatchEvent(new Event(renewEvent, { bubbles: true }));
  keepFocus(() => morphChildren(element, tree, drop));
}

/** Brings siblings, up to another one, to a new tree in the same way. */
function replaceNodes(from: ChildNode, end: ChildNode, by: Node | string): void {
  const tree = new DocumentFragment();
  tree.append(by);
  const parent = read(end, 'parentNode') as Element;
  keepFocus(() => morphChildren(parent, tree, remove, from, end));
}

/** Requests the parts of an update that could not be applied. */
export async function recoverLosses(
  region: RegionHandle,
  arrival: IncomingUpdate,
  losses: Loss[],
): Promise<void> {
  for (const [, , error] of losses) if (!(error instanceof Lost)) reportError(error);
  const rules = await import('../region/losses.js').catch(() => region.rejoin());
  rules?.recoverLosses(region, arrival, losses, replaceNodes);
}

/** Restores the markers of a region that others have removed before an update. */
export async function putBackMarkers(
  region: RegionHandle,
  { update }: IncomingUpdate,
): Promise<void> {
  const rules = await import('./damage.js').catch(() => region.rejoin());
  rules?.putBackMarkers(region, damageNow(), isInstance(update), maxDamage);
}

function keepFocus(work: () => void): void {
  const active = read(document, 'activeElement') as HTMLElement | null;
  work();
  // Focus is lost if the browser can only move a node by taking it out.
  if (active && active !== read(document, 'activeElement') && read(active, 'isConnected'))
    call(active, 'focus', { preventScroll: true });
}

/** Brings the children of an element, or those from one to another, to a new tree. */
function morphChildren(
  parent: Element,
  tree: Node,
  drop: Drop,
  from = read(parent, 'firstChild'),
  end: ChildNode | null = null,
): void {
  const pairs = pair(siblings(from, end), tree);
  const added = addedIn(parent, pairs);
  const skip = (node: ChildNode | null): ChildNode | null => {
    while (node && added.has(node)) node = read(node, 'nextSibling');
    return node;
  };
  /** The next node belongs before this one; no node from here on is used yet. */
  let place = skip(from);
  for (const [next, kept] of pairs) {
    const node = kept ?? next;
    for (const each of features.islands?.withHolder(node) ?? [node])
      if (each === place) place = skip(read(place, 'nextSibling'));
      else insertNode(each, parent, place);
    if (kept) morphNode(kept, next, drop);
  }
  while (place && place !== end) {
    const next = skip(read(place, 'nextSibling'));
    drop(place);
    place = next;
  }
}

function pair(children: ChildNode[], tree: Node): Pair[] {
  const named = new Names(children);
  /** The sibling after the last kept node: likely the one to keep next. */
  let neighbour: ChildNode | null = children[0] ?? null;
  // A holder comes with its host.
  const nodes = [...read(tree, 'childNodes')].filter(
    (next) => (next as Element).localName !== holderTag,
  );
  return nodes.map((next) => {
    const kept = named.take(next, neighbour);
    if (kept) neighbour = read(kept, 'nextSibling');
    return [next, kept];
  });
}

/** Puts a node in its place. */
export function insertNode(node: ChildNode, parent: Element, before: ChildNode | null): void {
  if (read(node, 'isConnected')) move([node], parent, before);
  else call(parent, 'insertBefore', node, before);
  changesByOthers(parent)?.delete(null);
}

/** The code for browsers that can only move nodes by taking them out. */
let gentle: typeof import('./move-gently.js') | undefined;
const canMove = 'moveBefore' in Element.prototype;

/** Resolves once siblings can be moved. */
export async function loadMoves(): Promise<void> {
  if (!canMove) gentle ??= await import('./move-gently.js');
}

/** Moves siblings without unloading their content, as far as the browser can. */
export function move(nodes: ChildNode[], parent: Element, before: ChildNode | null): void {
  if (gentle) return gentle.move(nodes, parent, before);
  for (const node of nodes) call(parent, canMove ? 'moveBefore' : 'insertBefore', node, before);
}

/** Siblings, found by their names or their likeness. */
class Names {
  readonly #nodes = new Map<string, ChildNode[]>();
  readonly #free: Set<ChildNode>;

  constructor(children: ChildNode[]) {
    this.#free = new Set(children);
    for (const child of children) {
      const name = nameOf(child);
      if (name === null) continue;
      if (!this.#nodes.get(name)?.push(child)) this.#nodes.set(name, [child]);
    }
  }

  /** Takes the child that becomes `next`, if any: the one of its name, or else the nearest alike from `neighbour` on. */
  take(next: ChildNode, neighbour: ChildNode | null): ChildNode | null {
    const name = nameOf(next);
    if (name === null) return this.#nearest(next, neighbour);
    const namesakes = this.#nodes.get(name) ?? [];
    const at = Math.max(0, namesakes.indexOf(neighbour!));
    const kept = namesakes[at];
    if (!kept || !areAlike(kept, next)) return null;
    namesakes.splice(at, 1);
    return kept;
  }

  #nearest(next: ChildNode, from: ChildNode | null): ChildNode | null {
    for (let node = from; node && nameOf(node) === null; node = read(node, 'nextSibling')) {
      if (areAlike(node, next) && this.#free.delete(node)) return node;
      // The content after a marker is of another place.
      if (node instanceof Comment) break;
    }
    return null;
  }
}

/** The name of a node among its siblings: a key, an id, the number of a place. */
function nameOf(node: Node): string | null {
  const key = keyAt(node);
  if (key !== null) return `k:${key}`;
  if (node instanceof Comment) return node.data.replace(/^\[|\]/, '') || null;
  if (!(node instanceof Element)) return null;
  // A place may get another island, or the same one with another strategy.
  const attribute = (name: string) => call(node, 'getAttribute', name);
  const given = attribute('id') || ['at', 'name', 'on'].map(attribute).join(' ').trim();
  // Only the first HTML names the forms and buttons that work without script.
  return /^(_skerry:|lv-.{12}-f|$)/.test(given) ? null : given;
}

const areAlike = (a: Node, b: Node): boolean =>
  read(a, 'nodeName') === read(b, 'nodeName') &&
  read(a as HTMLInputElement, 'type') === read(b as HTMLInputElement, 'type') &&
  (isCustom(a as Element) || shadowOf(a) === shadowOf(b));

/** The content of an element's shadow root. Custom elements make theirs themselves. */
const shadowOf = (node: Node): string | undefined => read(node as Element, 'shadowRoot')?.innerHTML;

function morphNode(node: ChildNode, next: ChildNode, drop: Drop): void {
  if (!(node instanceof Element)) {
    const { data } = next as CharacterData;
    if ((node as CharacterData).data !== data) (node as CharacterData).data = data;
    return;
  }
  if (features.islands?.morphIsland(node as HTMLElement, next)) return;
  const wasLeft = isLeft(node);
  setAttributes(node, changesOf(node, next as Element));
  if (isTextField(node, next as Element)) return setText(node, next.textContent!);
  // Content that was the page's until now is not an addition by others.
  if (wasLeft ? isLeft(node) : fillsItself(node, next as Element)) return;
  if (node.localName === 'textarea') setText(node, next.textContent!);
  // Regions and slots inside get their content by themselves.
  else if (!call(node, 'matches', `${regionTag},${slotTag}`)) morphChildren(node, next, drop);
}
