import { ignoreAttribute, islandTag, regionTag, slotTag } from '@skerry/wire';

import type { Channel } from '../connection/channel.js';
import type { RegionHandle } from '../region/region-handle.js';

/**
 * Restores markers that others have removed, such as extensions of the browser: without them a diff could name the wrong
 * places. Loaded with the first update after a removal.
 *
 * @param damage the records of all removed comments, from which those of this region are taken. With more than `most` some
 *   are missing, and all regions get their whole trees
 * @param isTree true if the update is a whole tree, which has its own markers
 */
export function putBackMarkers(
  region: RegionHandle,
  damage: MutationRecord[],
  isTree: boolean,
  most: number,
): void {
  if (damage.length > most) {
    damage.length = 0;
    // Some removals have no record, so that any region may be damaged.
    for (const { delegate } of region.connection.members as Set<Channel>) delegate.rejoin();
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
  // Other comments may look like markers.
  for (const marker of back) if (isOfText(marker) && !isWhole(marker)) marker.remove();
  if (!isDone || ![...parents].every(isBalanced)) region.rejoin();
}

/** Finds the host of the region to which the content of an element belongs; none if it is the page's or an island's. */
function hostOf(target: Node): Element | null {
  const closest = (selector: string): Element | null =>
    Element.prototype.closest.call(target, selector);
  const ours = `${regionTag},${slotTag}`;
  const near = closest(`${ours},${islandTag},[${ignoreAttribute}=""]`);
  return near?.isConnected && near === closest(ours) ? closest(regionTag) : null;
}

/**
 * Undoes the removal of markers in a record. The later records are undone already.
 *
 * @param back receives the restored markers
 * @returns false if a marker could not be restored
 */
function undo(record: MutationRecord, back: Comment[]): boolean {
  const { target, previousSibling } = record;
  const added = [...record.addedNodes].map(markOf);
  let next = record.nextSibling;
  for (const node of [...record.removedNodes].reverse()) {
    const mark = markOf(node);
    if (mark === undefined) continue;
    const marker = node as Comment;
    // It has moved together with its content, or another marker has replaced it.
    const hasMoved = marker.isConnected && marker.parentNode !== target && isWhole(marker);
    if (hasMoved || added.includes(mark)) continue;
    if (put(marker, target, previousSibling, next)) back.push((next = marker));
    // A text without its markers is found to be lost later.
    else if (!isOfText(marker)) return false;
  }
  return true;
}

/** The text of a marker; undefined for any other node. */
const markOf = (node: Node): string | undefined =>
  node instanceof Comment && /^(\[?\d+|]?|k:.*)$/.test(node.data) ? node.data : undefined;

const isOfText = ({ data }: Comment): boolean => /^\d*$/.test(data);

/** Puts a marker between its former neighbours. The one in its content counts more. */
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
    // The neighbour is on the page, but elsewhere.
    if (node.isConnected) return false;
  }
  return false;
}

/** Finds a node, or the element that now wraps it as the first or the last child. */
function standIn(node: Node, parent: Node, inner: 'previousSibling' | 'nextSibling'): Node | null {
  let found: Node | null = node;
  while (found && found.parentNode !== parent) found = found[inner] ? null : found.parentNode;
  return found;
}

const isEnd = ({ data }: Comment): boolean => data === '' || data === ']';

/** The change of depth from one side of a node to the other. */
const stepOf = (node: Node): number =>
  !(node instanceof Comment) ? 0 : node.data[0] === '[' ? 1 : node.data === ']' ? -1 : 0;

/** Returns true if the counterpart of a marker is among its siblings: the other marker of its pair, or the list of a row. */
function isWhole(marker: Comment): boolean {
  const isBehind = !isEnd(marker) && !marker.data.startsWith('k:');
  let depth = 0;
  let node: Node | null = marker;
  while (depth >= 0 && (node = isBehind ? node.nextSibling : node.previousSibling)) {
    // One of the two markers of a text is empty.
    if (isOfText(marker) && node instanceof Comment)
      return isOfText(node) && !marker.data !== !node.data;
    depth += isBehind ? stepOf(node) : -stepOf(node);
  }
  return depth < 0;
}

/** Returns true if the markers in an element are in pairs. */
function isBalanced(element: Node): boolean {
  let depth = 0;
  for (const node of element.childNodes) if ((depth += stepOf(node)) < 0) return false;
  return depth === 0;
}
