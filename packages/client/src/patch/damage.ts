import { ignoreAttribute, islandTag, regionTag, slotTag } from '@skerry/wire';

import type { Channel } from '../connection/channel.js';
import type { RegionHandle } from '../region/region-handle.js';

/**
 * Puts markers back that others have taken away, extensions of the browser for example: what is left without them may look
 * whole, and name other places. Loaded when that has happened first, with the next update.
 *
 * @param damage for each comment that was taken away, the record of that; those of this region are taken out. Where there
 *   are more than `most`, others went unnoticed, and all regions get their whole trees
 * @param isTree whether the update is a whole tree, which brings its markers along
 */
export function putBackMarkers(
  region: RegionHandle,
  damage: MutationRecord[],
  isTree: boolean,
  most: number,
): void {
  if (damage.length > most) {
    damage.length = 0;
    // Nobody knows what else was taken away, and from which region.
    for (const { delegate } of region.connection.members as Set<Channel>)
      (delegate as unknown as RegionHandle).rejoin();
    return;
  }
  const own: MutationRecord[] = [];
  for (const record of new Set(damage.splice(0))) {
    const host = hostOf(record.target);
    if (host === region.host) own.push(record);
    else if (host) damage.push(record);
  }
  if (isTree) return;
  const back: Comment[] = [];
  const isDone = own.reverse().every((record) => undo(record, back));
  const parents = new Set(back.map(({ parentNode }) => parentNode!));
  // Others have such comments as well.
  for (const marker of back) if (isOfText(marker) && !isWhole(marker)) marker.remove();
  if (!isDone || ![...parents].every(isBalanced)) region.rejoin();
}

/** The host of the region that looks after what is in an element; none where the page or an island does. */
function hostOf(target: Node): Element | null {
  const closest = (selector: string): Element | null =>
    Element.prototype.closest.call(target, selector);
  const ours = `${regionTag},${slotTag}`;
  const near = closest(`${ours},${islandTag},[${ignoreAttribute}=""]`);
  return near?.isConnected && near === closest(ours) ? closest(regionTag) : null;
}

/**
 * Undoes what a record says of markers; the records after it are undone.
 *
 * @param back where markers go that were put back
 * @returns whether that was possible
 */
function undo(record: MutationRecord, back: Comment[]): boolean {
  const { target, previousSibling } = record;
  const added = [...record.addedNodes].map(markOf);
  let next = record.nextSibling;
  for (const node of [...record.removedNodes].reverse()) {
    const mark = markOf(node);
    if (mark === undefined) continue;
    const marker = node as Comment;
    // It has moved together with what it marks, or another one has taken its place.
    const hasMoved = marker.isConnected && marker.parentNode !== target && isWhole(marker);
    if (hasMoved || added.includes(mark)) continue;
    if (put(marker, target, previousSibling, next)) back.push((next = marker));
    // Texts tell by themselves whether their markers are there.
    else if (!isOfText(marker)) return false;
  }
  return true;
}

/** What a marker says; nothing of any other node. */
const markOf = (node: Node): string | undefined =>
  node instanceof Comment && /^(\[?\d+|]?|k:.*)$/.test(node.data) ? node.data : undefined;

const isOfText = ({ data }: Comment): boolean => /^\d*$/.test(data);

/** Puts a marker between those that were next to it. What it marks is on the one side, and counts more. */
function put(marker: Comment, target: Node, previous: Node | null, next: Node | null): boolean {
  const sides = [[next, 'previousSibling'] as const, [previous, 'nextSibling'] as const];
  if (isEnd(marker)) sides.reverse();
  marker.remove();
  for (const [node, inner] of sides) {
    const near = node && standIn(node, target, inner);
    if (near || !node) {
      const behind =
        inner === 'previousSibling' ? near : near ? near.nextSibling : target.firstChild;
      target.insertBefore(marker, behind);
      return true;
    }
    // It is on the page still, but somewhere else.
    if (node.isConnected) return false;
  }
  return false;
}

/** A node, or what it was wrapped in with nothing before it. */
function standIn(node: Node, parent: Node, inner: 'previousSibling' | 'nextSibling'): Node | null {
  let found: Node | null = node;
  while (found && found.parentNode !== parent) found = found[inner] ? null : found.parentNode;
  return found;
}

const isEnd = ({ data }: Comment): boolean => data === '' || data === ']';

/** By how much a node changes the depth of what is behind it. */
const stepOf = (node: Node): number =>
  !(node instanceof Comment) ? 0 : node.data[0] === '[' ? 1 : node.data === ']' ? -1 : 0;

/** Whether what a marker belongs with is among its siblings: the other marker of its pair, the list around a row. */
function isWhole(marker: Comment): boolean {
  const isBehind = !isEnd(marker) && !marker.data.startsWith('k:');
  let depth = 0;
  let node: Node | null = marker;
  while (depth >= 0 && (node = isBehind ? node.nextSibling : node.previousSibling)) {
    // Of the two markers of a text one is empty.
    if (isOfText(marker) && node instanceof Comment)
      return isOfText(node) && !marker.data !== !node.data;
    depth += isBehind ? stepOf(node) : -stepOf(node);
  }
  return depth < 0;
}

/** Whether the markers in an element are in pairs. */
function isBalanced(element: Node): boolean {
  let depth = 0;
  for (const node of element.childNodes) if ((depth += stepOf(node)) < 0) return false;
  return depth === 0;
}
