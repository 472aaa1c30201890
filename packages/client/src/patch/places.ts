import { ignoreAttribute, keyAttribute, placeAttribute } from '@skerry/wire';

import { call, read } from '../unclobbered.js';

/** The start of a place: a marker, whose child follows it, or an element. */
export type Anchor = Comment | Element;

/**
 * The position of a part on the page. The DOM is the truth: a place only remembers what was found in it, and nothing is
 * looked for before a diff names it.
 */
export class Place {
  /** The places of the instance in this place, by number. */
  places: Place[] | undefined;
  /** The rows of the list in this place, by key. */
  rows: Map<string, Place> | undefined;
  /** The place of the only child of an element, if that is no text. */
  inner: Place | undefined;

  /** @param start a marker, a place's element, the root of a row, or the host of a region */
  constructor(readonly start: Anchor) {}

  /** True if it is on the page. */
  get isThere(): boolean {
    return read(this.start, 'isConnected');
  }

  /** Forgets the old content. */
  clear(): void {
    this.places = this.rows = undefined;
  }
}

/** The place that a diff names is not on the page, since something else has changed it. */
export class Lost extends Error {}

/** Gives up a part of an update. @throws Lost always */
export function lost(): never {
  throw new Lost();
}

export const isElement = (node: Node): node is Element => node instanceof Element;
export const isComment = (node: Node): node is Comment => node instanceof Comment;
const opens = (node: Node): node is Comment => isComment(node) && node.data[0] === '[';
export const closes = (node: Node): boolean => isComment(node) && node.data === ']';

/** Reads the key of the row that starts with this node. */
export const keyAt = (node: Node): string | null =>
  isElement(node)
    ? call(node, 'getAttribute', keyAttribute)
    : isComment(node) && node.data.startsWith('k:')
      ? decodeURIComponent(node.data.slice(2))
      : null;

/** Finds the marker that ends what `marker` starts. @throws Lost */
export function endOf(marker: Comment): Comment {
  const end = opens(marker) ? ']' : '';
  for (let node = marker.nextSibling; node; node = siblingAfter(node)) {
    if (!isComment(node)) continue;
    if (node.data === end) return node;
    // A text has no comments: its end is gone, and this marker is of another place.
    if (!end) break;
  }
  return lost();
}

/** Finds the sibling after a node: after its end, if the node starts a structure. */
export const siblingAfter = (node: Node): ChildNode | null =>
  read(opens(node) ? endOf(node) : node, 'nextSibling');

/** Finds the first node after a row: the start of the next one, or the end of the list. */
export function rowEnd(start: Anchor): ChildNode | null {
  let node = read(start, 'nextSibling');
  if (isComment(start))
    while (node && !closes(node) && keyAt(node) === null) node = siblingAfter(node);
  return node;
}

/** Finds the place of this number in the instance in `place`. @throws Lost */
export function placeOf(place: Place, number: number): Place {
  const places = (place.places ??= []);
  if (!places[number]?.isThere) {
    delete places[number];
    findPlaces(place.start, places, number);
  }
  return places[number] ?? lost();
}

/**
 * Walks an instance in document order, past nested ones, and collects its places up to the number `wanted`.
 *
 * @param start the start of the place of the instance, or its parsed markup
 */
export function findPlaces(
  start: Anchor | DocumentFragment,
  places: Place[],
  wanted = Infinity,
): void {
  const behind = isComment(start);
  const stop = behind && keyAt(start) !== null ? rowEnd(start) : null;
  const walker = call(document, 'createTreeWalker', behind ? start.parentNode! : start, 129); // elements, comments
  walker.currentNode = start;
  let node: Node | null = behind ? walker.nextNode() : start;
  for (; node && node !== stop && !closes(node); node = walker.nextNode()) {
    const number = numberAt(node);
    // A structure that is an only child has the number of its element, which comes first.
    if (number && !places[+number]?.isThere) places[+number] = new Place(node as Anchor);
    if (places[wanted]) return;
    if (opens(node)) walker.currentNode = endOf(node);
    // Content under `lv-ignore` has places only in the first render.
    else if (wanted < Infinity && call(node as Element, 'getAttribute', ignoreAttribute) === '')
      while (walker.lastChild());
  }
}

const numberAt = (node: Node): string | null | undefined =>
  isComment(node)
    ? /^\[?(\d+)$/.exec(node.data)?.[1]
    : call(node as Element, 'getAttribute', placeAttribute);

/** Lists a node and its next siblings, up to another. */
export function siblings(from: ChildNode | null, end: ChildNode | null): ChildNode[] {
  const nodes: ChildNode[] = [];
  for (let node = from; node && node !== end; node = read(node, 'nextSibling')) nodes.push(node);
  return nodes;
}

/** Replaces siblings, up to another one. */
export function putNodes(from: ChildNode, end: ChildNode, by: Node | string): void {
  for (const node of siblings(from, end)) call(node, 'remove');
  if (by) call(end, 'before', by);
}
