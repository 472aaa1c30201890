import {
  type Change,
  type Child,
  type ChildChange,
  type Diff,
  isElement as isElementChange,
  isIslandPart,
  type Island,
  type IslandChange,
  isListPatch,
  placeAttribute,
  type PlaceValue,
  regionIdPrefix,
  type RegionRef,
  regionTag,
  topicPrefix,
} from '@skerry/wire';

import { setAttributes, setText } from './attributes.js';
import { languageIn, parseMarkup } from './template.js';
import { features } from '../features.js';
import type { Frame } from './frame.js';
import {
  siblingAfter,
  endOf,
  findPlaces,
  isComment,
  isElement,
  lost,
  placeOf,
  Place,
} from './places.js';
import { call, read } from '../unclobbered.js';

/** Applies a diff to the instance or the island in a place. @throws Lost */
export function patchInstance(place: Place, diff: Diff | IslandChange, frame: Frame): void {
  if (isIslandPart(diff)) return features.islands?.patchIsland(place, diff as IslandChange, frame);
  for (const number of Object.keys(diff) as (keyof Diff)[])
    if (+number >= 0) patchPart(placeOf(place, +number), diff as Diff, number, frame, patchPlace);
}

/** Applies a part of a change. A failure costs that part alone if its end is on the page. @throws Lost */
export function patchPart<Changes extends object>(
  place: Place,
  changes: Changes,
  name: keyof Changes & string,
  frame: Frame,
  apply: (place: Place, change: any, frame: Frame) => void, // seam: the change of that name
): void {
  try {
    apply(place, changes[name], frame);
  } catch (error) {
    siblingAfter(place.start);
    frame.losses.push([changes, name, error]);
  }
}

/** Applies a change to a place. New instances have empty places, which are filled in the same way. */
function patchPlace(place: Place, change: Change | PlaceValue, frame: Frame): void {
  const { start } = place;
  if (isComment(start)) return patchChild(place, change as ChildChange, frame);
  const element = isElementChange(change);
  if (element) setAttributes(start, change.a);
  const child = element ? change.x : (change as ChildChange);
  if (typeof child === 'string') setText(start, child);
  else if (child) patchChild(innerOf(place, start), child, frame);
}

/** Finds or makes the place for a structure that is the only child of an element. */
function innerOf(place: Place, element: Element): Place {
  if (place.inner?.isThere) return place.inner;
  const marker = `[${call(element, 'getAttribute', placeAttribute)}`;
  let start = read(element, 'firstChild');
  while (start && !(isComment(start) && start.data === marker)) start = read(start, 'nextSibling');
  if (!start) call(element, 'replaceChildren', (start = new Comment(marker)), new Comment(']'));
  return (place.inner = new Place(start as Comment));
}

function patchChild(place: Place, change: ChildChange, frame: Frame): void {
  if (typeof change === 'string') showText(place, change, frame);
  else if (isListPatch(change)) (features.lists ?? lost()).patchList(place, change, frame);
  else if (isWhole(change)) showStructure(place, change, frame);
  else patchInstance(place, change as Diff | IslandChange, frame);
}

type Structure = Exclude<Child, string>;

/** Returns true if a change replaces the content of a place. */
export const isWhole = (change: object): change is Structure =>
  's' in change ||
  'r' in change ||
  'h' in change ||
  'v' in change ||
  (isIslandPart(change) && 'a' in change.i);

function showText(place: Place, text: string, frame: Frame): void {
  const node = place.start.nextSibling as Text;
  // An extension may have wrapped the text in an element: then everything up to the end is replaced.
  if (node?.nodeType === 3 && (node.nextSibling as Comment | null)?.data === '') node.data = text;
  else replaceChild(place, text, '', frame);
}

function showStructure(place: Place, child: Structure, frame: Frame): void {
  const shown = place.start.nextSibling as HTMLElement | null;
  if ('v' in child && shown?.id === regionIdPrefix + child.v) shown.dataset.token = child.k;
  else replaceChild(place, buildChild(child, frameWithin(place, frame)), '[', frame);
}

/** Puts a child between the markers. They begin with `[` around a structure. */
function replaceChild(place: Place, by: Node | string, open: '[' | '', frame: Frame): void {
  const marker = place.start as Comment;
  const end = endOf(marker);
  features.fields?.touchField(marker.parentNode as Element);
  frame.put(marker.nextSibling!, end, by);
  marker.data = open + marker.data.replace('[', '');
  end.data = open && ']';
  place.clear();
}

/** Makes the frame for the content of a place. */
export const frameWithin = ({ start: { parentNode } }: Place, frame: Frame): Frame => ({
  ...frame,
  language: isElement(parentNode!) ? languageIn(parentNode) : frame.language,
});

/** Builds the content of a place for a child. */
export function buildChild(child: Child, frame: Frame): Node | string {
  if (typeof child === 'string') return child;
  if ('h' in child) return parseMarkup(child.h, frame.language);
  if ('r' in child) return (features.lists ?? lost()).buildRows(child.r, frame);
  if ('v' in child) return buildHost(child, frame);
  if (isIslandPart(child)) return features.islands?.buildIsland(child as Island, frame) ?? '';
  const root = frame.templates.copy(child.s as number, frame.language);
  const places: Place[] = [];
  if (child.d) findPlaces(root, places);
  child.d?.forEach((value, number) => patchPlace(places[number]!, value, frame));
  return root;
}

function buildHost({ v, k, c }: RegionRef, frame: Frame): HTMLElement {
  const host = call(document, 'createElement', regionTag);
  host.id = regionIdPrefix + v;
  host.dataset.token = k;
  if (c) host.append(buildChild(c, { ...frame, language: '' }), new Comment(topicPrefix + v));
  return host;
}
